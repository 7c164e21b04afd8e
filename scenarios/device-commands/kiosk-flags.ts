import { Command, InvalidArgumentError } from 'commander';
import { durationMs, TimeOfDay } from '../../sim/units.ts';
import { duration, setting, tcpPort } from '../flag-values.ts';
import { DEFAULT_SCENARIO } from '../run-flags.ts';
import type { Setting } from '../scenario-text.ts';

/** What `kofu devices kiosk` can be told. */
export interface KioskFlags {
  readonly panel?: boolean;
  readonly port: number;
  readonly scenario: string;
  readonly set: readonly Setting[];
  /** Time of day at which its clock starts, `hh:mm`. */
  readonly at: string;
  /** How long nobody has to touch anything until the screen is cleared, ms. */
  readonly privacyTimeout: number;
  /** Origin of a server of one’s own. */
  readonly server?: string;
  /** Folder that `kofu target-data` has written, for that server. */
  readonly targetData?: string;
  /** Whether every second page of its documents is a back. */
  readonly targetBacks?: boolean;
}

/** `kofu devices kiosk`, without what it does. */
export function kioskCommand(): Command {
  return new Command('kiosk')
    .description('one kiosk that a person operates, in a browser of this machine')
    .option('--panel', 'serve its touch panel as a web page, on 127.0.0.1 only, until Ctrl-C')
    .option('--port <n>', 'port of the page on 127.0.0.1; 0 takes a free one', tcpPort, 8090)
    .option('--scenario <file>', 'whose municipality and kiosks it is of', DEFAULT_SCENARIO)
    .option(
      '--set <path=value>',
      'change a value of the scenario, e.g. printer.firstPage.median=5s',
      setting,
      [],
    )
    .option('--at <hh:mm>', 'time of day at which its clock starts', timeOfDay, '10:00')
    .option(
      '--privacy-timeout <duration>',
      'how long nobody has to touch anything until the screen is cleared',
      patience,
      durationMs('60s'),
    )
    .option(
      '--server <url>',
      'a server of your own instead of the reference server; needs --target-data',
    )
    .option('--target-data <dir>', 'what that server was given by kofu target-data')
    .option('--target-backs', 'every second page of that server’s PDFs is a back, without mark')
    .addHelpText(
      'after',
      `
Examples:
  $ kofu devices kiosk --panel                               then open http://127.0.0.1:8090
  $ kofu devices kiosk --panel --set printer.firstPage.median=5s --set printer.firstPage.p95=6s

The tester’s side of the page puts cards on the reader, tells their PINs, jams the printer, and says
of each printed page whether it is the right one.`,
    );
}

function timeOfDay(text: string): string {
  const parsed = TimeOfDay.safeParse(text);
  if (!parsed.success || text === '24:00') {
    throw new InvalidArgumentError('Write a time of day, e.g. 10:00.');
  }
  return text;
}

function patience(text: string): number {
  const ms = duration(text);
  if (ms < 1_000) throw new InvalidArgumentError('Write a duration of 1s or more.');
  return ms;
}
