import { Command, InvalidArgumentError, Option } from 'commander';
import { CERTIFICATE_TYPES, CertificateType } from '../../server/contract.ts';
import { MonthDay, TimeOfDay } from '../../sim/units.ts';
import { CivilDay, dayNumberOf } from '../demand/civil-day.ts';
import type { FitPorts } from './fit-files.ts';
import { type AskedColumn, LOG_COLUMNS, type LogColumn } from './log-columns.ts';
import { ENCODINGS, type Encoding } from './log-fields.ts';
import { type Zone, zoneOf } from './log-zone.ts';

/** Days from one to another, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What `kofu fit` can be told. */
export interface FitFlags {
  readonly columns: readonly AskedColumn[];
  readonly header: boolean;
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  readonly timeZone: Zone;
  readonly ignoreOffset?: boolean;
  readonly mapType: ReadonlyMap<string, CertificateType>;
  readonly mapPlace: ReadonlyMap<string, string>;
  readonly duplicates: 'keep' | 'drop';
  readonly maxBad: number;
  /** Per cent of the rows that may lie where the service is closed. */
  readonly maxClosed: number;
  /** File for rows that could not be read. */
  readonly reject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly municipality?: string;
  readonly leaveOut: readonly DayRange[];
  readonly opening: { readonly opens: string; readonly closes: string };
  readonly closed: readonly DayRange[];
  readonly bands: readonly string[];
  readonly monthly?: boolean;
  readonly name?: string;
  readonly out?: string;
  readonly html?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu fit`, without what it does. */
export function fitCommand(): Command {
  const command = new Command('fit')
    .description('learn a demand from an access log or a monthly table')
    .argument('<log>', 'CSV, also gzip: a row for each certificate, or a row for each month');
  for (const option of [...formatOptions(), ...periodOptions(), ...outputOptions()]) {
    command.addOption(option);
  }
  return command.addHelpText(
    'after',
    `
Examples:
  $ kofu fit access.csv.gz --out demand.yaml
  $ kofu fit log.csv --columns time=issued_at,type=cert,store=shop --time-zone UTC
  $ kofu fit log.csv --columns time=日付+時刻,type=4 --map-type 住民票（世帯全員）=resident-record
  $ kofu fit log.csv --leave-out 2024-03-25..2024-03-29 --html fit.html --json
  $ kofu fit months.csv --monthly --out demand.yaml

The demand is then used in a scenario: { executor: calendar, demand: demand.yaml }.
Certificates: ${CERTIFICATE_TYPES.join(', ')}.
Exit codes: 0 fitted, 104 a log that cannot be read or has too many bad or closed rows.`,
  );
}

/** What `kofu fit` does: it is loaded once somebody asks for it. */
export function fitWith(
  telling: Pick<FitPorts, 'text' | 'page'>,
  open: (doing: string) => Omit<FitPorts, 'text' | 'page'>,
): (file: string, flags: FitFlags) => Promise<number> {
  return async (file, flags) => {
    const { fitFile } = await import('./fit-files.ts');
    return fitFile(file, flags, { ...telling, ...open('fitting nothing') });
  };
}

function formatOptions(): readonly Option[] {
  return [
    new Option(
      '--columns <names>',
      `where what is, by header or number: ${LOG_COLUMNS.join(', ')}; date and time of day joined by +`,
    )
      .argParser(columns)
      .default([], 'by their headers'),
    new Option('--no-header', 'the first row is data already'),
    new Option('--delimiter <sign>', 'between columns; found in the first line without').argParser(
      delimiter,
    ),
    new Option('--encoding <name>', 'found in the first bytes without').choices([...ENCODINGS]),
    new Option('--time-zone <zone>', 'of times that say no offset: UTC, +09:00, Europe/Berlin')
      .argParser(zone)
      .default(zoneOf('Asia/Tokyo'), 'Asia/Tokyo'),
    new Option('--ignore-offset', 'take times for local ones, whatever offset they say'),
    new Option('--map-type <word=certificate>', 'what the log calls a certificate; repeatable')
      .argParser(typeMapping)
      .default(new Map(), 'usual names in Japanese and English'),
    new Option('--map-place <word=place>', 'what the log calls a place; repeatable')
      .argParser(placeMapping)
      .default(new Map(), '市内=city, 県内=prefecture, 県外=elsewhere'),
    new Option('--duplicates <what>', 'rows alike in every column')
      .choices(['keep', 'drop'])
      .default('keep'),
    new Option('--max-bad <percent>', 'rows that may be unreadable').argParser(percent).default(1),
    new Option('--max-closed <percent>', 'rows that may lie where the service is closed')
      .argParser(percent)
      .default(5),
    new Option('--reject <file>', 'write the rows that could not be read there'),
    new Option('--monthly', 'the file is a table with a row for each month'),
  ];
}

function periodOptions(): readonly Option[] {
  return [
    new Option('--from <day>', 'the first day counted; that of the first row without').argParser(
      day,
    ),
    new Option('--to <day>', 'the last day counted; that of the last row without').argParser(day),
    new Option('--municipality <name>', 'only its rows, as the log calls it'),
    new Option('--leave-out <days>', 'not to be learned from, 2024-03-25..2024-03-29; repeatable')
      .argParser((text, before: readonly DayRange[]) => [...before, dayRange(text)])
      .default([], 'none'),
    new Option('--opening <hours>', 'when the service is open')
      .argParser(opening)
      .default({ opens: '06:30', closes: '23:00' }, '06:30-23:00'),
    new Option('--closed <days>', 'closed every year, 12-29..01-03; none; repeatable')
      .argParser(closedDays)
      .default([USUALLY_CLOSED], '12-29..01-03'),
    new Option('--bands <times>', 'where the bands of the day meet')
      .argParser(bands)
      .default(['08:30', '17:15'], '08:30,17:15'),
  ];
}

function outputOptions(): readonly Option[] {
  return [
    new Option('--name <name>', 'of the demand; that of the file without').argParser(name),
    new Option('--out <file>', 'write the demand there'),
    new Option('--html <file>', 'write a page with charts'),
    new Option('--json', 'print everything as JSON'),
    new Option('--quiet', 'no progress'),
    new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'),
  ];
}

const USUALLY_CLOSED: DayRange = { from: '12-29', to: '01-03' };

function columns(text: string, before: readonly AskedColumn[]): readonly AskedColumn[] {
  const asked = text.split(',').map((part) => {
    const [column, from] = pair(part, 'time=issued_at');
    if (!LOG_COLUMNS.includes(column as LogColumn)) {
      throw new InvalidArgumentError(`There is ${LOG_COLUMNS.join(', ')}, not ${column}.`);
    }
    const names = from.split('+').filter((each) => each !== '');
    if (names.length === 0 || names.length > (column === 'time' ? 2 : 1)) {
      throw new InvalidArgumentError('Name one column; of the time two at most, date+time.');
    }
    return { column: column as LogColumn, from: names };
  });
  return [...(before ?? []), ...asked];
}

function pair(text: string, example: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError(`Write ${example}.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function delimiter(text: string): string {
  const sign = text === '\\t' || text === 'tab' ? '\t' : text;
  if (sign.length !== 1 || sign.charCodeAt(0) > 0x7e || /["\r\n\w]/.test(sign)) {
    throw new InvalidArgumentError('Write one sign, e.g. , or ; or tab.');
  }
  return sign;
}

function zone(text: string): Zone {
  const found = zoneOf(text);
  if (found === undefined) {
    throw new InvalidArgumentError('Write a zone, e.g. Asia/Tokyo, UTC, +09:00 or Europe/Berlin.');
  }
  return found;
}

function typeMapping(text: string, before: ReadonlyMap<string, CertificateType>) {
  const [word, type] = pair(text, '住民票=resident-record');
  const parsed = CertificateType.safeParse(type);
  if (!parsed.success) {
    throw new InvalidArgumentError(`There is no ${type}: ${CERTIFICATE_TYPES.join(', ')}.`);
  }
  return new Map([...before, [word, parsed.data] as const]);
}

function placeMapping(text: string, before: ReadonlyMap<string, string>) {
  const [word, place] = pair(text, '市内=city');
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(place)) {
    throw new InvalidArgumentError('Write a place such as city, prefecture or elsewhere.');
  }
  return new Map([...before, [word, place] as const]);
}

function percent(text: string): number {
  const value = Number(text.replace(/\s*%$/, ''));
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new InvalidArgumentError('Write per cent, 0 to 100, e.g. 1.');
  }
  return value;
}

function day(text: string): string {
  const parsed = CivilDay.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Write a day that exists, e.g. 2024-04-01.');
  return parsed.data;
}

function dayRange(text: string): DayRange {
  const [from = '', to = from] = text.split('..');
  const range = { from: day(from), to: day(to) };
  if (dayNumberOf(range.from) > dayNumberOf(range.to)) {
    throw new InvalidArgumentError('The first day must not be after the last one.');
  }
  return range;
}

function closedDays(text: string, before: readonly DayRange[]): readonly DayRange[] {
  if (text === 'none') return [];
  const [from = '', to = from] = text.split('..');
  if (![from, to].every((each) => MonthDay.safeParse(each).success)) {
    throw new InvalidArgumentError('Write days of the year, e.g. 12-29..01-03, or none.');
  }
  // What is given takes the place of what is usual.
  return [...before.filter((range) => range !== USUALLY_CLOSED), { from, to }];
}

function opening(text: string): FitFlags['opening'] {
  const [opens = '', closes = ''] = text.split('-');
  if (![opens, closes].every((time) => TimeOfDay.safeParse(time).success) || opens >= closes) {
    throw new InvalidArgumentError('Write hours, e.g. 06:30-23:00.');
  }
  return { opens, closes };
}

function bands(text: string): readonly string[] {
  const times = text === 'none' ? [] : text.split(',');
  const isRising = times.every((time, at) => at === 0 || (times[at - 1] as string) < time);
  if (!isRising || !times.every((time) => TimeOfDay.safeParse(time).success)) {
    throw new InvalidArgumentError('Write times in their order, e.g. 08:30,17:15, or none.');
  }
  return times;
}

function name(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(text)) {
    throw new InvalidArgumentError('Write a name such as miyazaki-2014.');
  }
  return text;
}
