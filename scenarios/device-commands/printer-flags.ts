import { Command, InvalidArgumentError, Option } from 'commander';
import { MEDIA, mediaSize } from '../../devices/ipp/print-media.ts';
import {
  CONDITION_NAMES,
  type PrinterFault,
  parsePrinterFault,
} from '../../devices/ipp/printer-condition.ts';
import { durationMs } from '../../sim/units.ts';
import { duration, positive, tcpPort, whole } from '../flag-values.ts';

/** What `kofu devices printer` can be told. */
export interface PrinterFlags {
  readonly port: number;
  readonly host: '127.0.0.1' | '::1';
  readonly name: string;
  /** Impressions a minute. */
  readonly ppm: number;
  /** From the start of a job until its first sheet is out, ms. */
  readonly firstPage: number;
  readonly duplex: boolean;
  readonly colour: boolean;
  readonly tray: readonly TrayFlag[];
  readonly outputSheets: number;
  readonly toner: number;
  readonly fault: readonly PrinterFault[];
  readonly tls?: boolean;
  readonly user: readonly UserFlag[];
  /** Largest document, and all documents of the spool together, MiB. */
  readonly spool: number;
  readonly speed: number;
  readonly out?: string;
  readonly json?: boolean;
}

export interface TrayFlag {
  /** PWG 5101.1 name. */
  readonly media: string;
  readonly sheets: number;
}

export interface UserFlag {
  readonly name: string;
  readonly password?: string;
}

/** `kofu devices printer`, without what it does. */
export function printerCommand(): Command {
  return new Command('printer')
    .description('an IPP Everywhere printer on this machine, until Ctrl-C; no paper is used')
    .option('--port <n>', 'TCP port; 0 takes a free one', tcpPort, 8631)
    .addOption(
      new Option('--host <address>', 'where it listens: loopback only')
        .choices(['127.0.0.1', '::1'])
        .default('127.0.0.1'),
    )
    .option('--name <name>', 'its name', printerName, 'kofu printer')
    .option('--ppm <n>', 'pages a minute; a sheet with two sides takes twice as long', speed, 30)
    .addOption(
      new Option('--first-page <duration>', 'from the start of a job until its first sheet is out')
        .argParser(duration)
        .default(durationMs('5s'), '5s'),
    )
    .option('--no-duplex', 'prints on one side only')
    .option('--no-colour', 'prints black only')
    .option(
      '--tray <media=sheets>',
      `what a tray holds, ${Object.keys(MEDIA).join(', ')} or a PWG name; repeatable (default: a4=250, a3=250)`,
      tray,
      [],
    )
    .option('--output-sheets <n>', 'sheets that its output tray takes', natural, 500)
    .option('--toner <n>', 'impressions of a toner cartridge', natural, 10_000)
    .option(
      '--fault <fault[@sheet]>',
      `${CONDITION_NAMES.join(', ')}; at once, or at the nth sheet; repeatable`,
      fault,
      [],
    )
    .option('--tls', 'ipps, with a certificate that it makes at the start')
    .option(
      '--user <name[:password]>',
      'who may print: as they say, or with a password (HTTP Basic); repeatable',
      user,
      [],
    )
    .option('--spool <MiB>', 'documents that it holds, together', natural, 64)
    .option('--speed <n>', 'its time passes n times faster', positive, 1)
    .option('--out <dir>', 'keep every printed side there, as a picture')
    .option('--json', 'tell what happens as lines of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ kofu devices printer --out pages --fault jam@2         jams while the second sheet is drawn in
  $ curl -d clear http://127.0.0.1:8631/faults             somebody clears it: printing goes on
  $ curl -d cover-open http://127.0.0.1:8631/faults        and something else is the matter
  $ curl http://127.0.0.1:8631/status                      state, counters, trays and jobs as JSON
  $ curl -d off http://127.0.0.1:8631/power                the power goes (on: it comes back)
  $ lpadmin -p kofu -E -v ipp://127.0.0.1:8631/ipp/print -m everywhere       a queue of CUPS`,
    );
}

function printerName(text: string): string {
  if (text.trim() !== '' && text.length <= 127) return text;
  throw new InvalidArgumentError('Write a name of 1 to 127 characters.');
}

function speed(text: string): number {
  const value = positive(text);
  if (value > 1_000_000) throw new InvalidArgumentError('Write at most 1000000.');
  return value;
}

function natural(text: string): number {
  const value = whole(text);
  if (value < 1 || value > 1_000_000) throw new InvalidArgumentError('Write 1 to 1000000.');
  return value;
}

function tray(text: string, before: readonly TrayFlag[]): readonly TrayFlag[] {
  const [, name = '', sheets = ''] = /^([^=]+)=(\d{1,5})$/.exec(text) ?? [];
  const media = Object.hasOwn(MEDIA, name) ? MEDIA[name as keyof typeof MEDIA] : name;
  if (mediaSize(media) === undefined) {
    throw new InvalidArgumentError('Write media=sheets, e.g. a4=250 or iso_a4_210x297mm=250.');
  }
  if (before.some((each) => each.media === media)) {
    throw new InvalidArgumentError(`There is a tray of ${media} already.`);
  }
  return [...before, { media, sheets: Number(sheets) }];
}

function fault(text: string, before: readonly PrinterFault[]): readonly PrinterFault[] {
  const parsed = parsePrinterFault(text);
  if (parsed !== undefined) return [...before, parsed];
  throw new InvalidArgumentError(`Write one of ${CONDITION_NAMES.join(', ')}, e.g. jam@3.`);
}

function user(text: string, before: readonly UserFlag[]): readonly UserFlag[] {
  const [, name = '', password] = /^([^:\s]{1,127})(?::(.{1,127}))?$/.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Write a name, or name:password.');
  if (before.some((each) => (each.password === undefined) !== (password === undefined))) {
    throw new InvalidArgumentError('Give all users a password, or none.');
  }
  return [...before, password === undefined ? { name } : { name, password }];
}
