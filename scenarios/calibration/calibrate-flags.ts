import { Command, InvalidArgumentError, Option } from 'commander';
import { whole } from '../flag-values.ts';
import type { Calibration } from './calibration.ts';
import type { Study } from './study.ts';

/** Cities of which something is published, as their studies call them. */
export const CITIES = [
  'miyazaki',
  'ichikawa',
  'toyonaka',
  'mitaka',
  'shibuya',
  'model-city',
] as const;

/** What `kofu calibrate` can be told. */
export interface CalibrateFlags {
  readonly seed: number;
  /** Demand files to judge a city by, by its name. */
  readonly demand: ReadonlyMap<string, string>;
  readonly list?: boolean;
  readonly json?: boolean;
  /** Folder for the page and the figures. */
  readonly out?: string;
  readonly lang: 'ja' | 'en';
}

type Language = CalibrateFlags['lang'];

/** How a calibration is told. */
export interface CalibrationReports {
  readonly text: (calibration: Calibration, language: Language) => string;
  readonly list: (studies: readonly Study[], language: Language) => string;
  readonly page: (calibration: Calibration, language: Language) => string;
}

/** Where it is told, and what ends it early. */
export interface CalibratePorts {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly signal: AbortSignal;
}

/** `kofu calibrate`, without what it does. */
export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description(
      'simulate cities over what is published of them and judge every figure; exit 99 if one is outside',
    )
    .argument('[cities...]', `which of them: ${CITIES.join(', ')}; all without`)
    .option('--seed <n>', 'where chance starts', whole, 1)
    .addOption(
      new Option('--demand <city=file>', 'judge a city by this demand file; repeatable')
        .argParser(demandOf)
        .default(new Map(), 'its own'),
    )
    .option('--list', 'only list the published figures, and how each is judged')
    .option('--json', 'print everything as JSON')
    .option('--out <folder>', 'write calibration.html with its drawings, and calibration.json')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Examples:
  $ kofu calibrate
  $ kofu calibrate miyazaki ichikawa --seed 7 --out calibration
  $ kofu calibrate toyonaka --demand toyonaka=my-toyonaka.yaml

Every figure has an interval of 95 %. As of twenty right figures one falls outside of its own by
  chance, all figures of a report are judged together: 5 % of the reports would call one of them
  outside that is right (Holm). What it all means is in docs/calibration.md.

Exit codes: 0 every figure comes out, 99 one is outside, 104 no such city, or a demand with
  mistakes, 105 interrupted.`,
    );
}

function demandOf(text: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError('Write city=file, e.g. miyazaki=my-miyazaki.yaml.');
  }
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]]);
}

/** What `kofu calibrate` does, loaded when it is asked for; `open` says where to tell it. */
export function calibrateCities(
  reports: CalibrationReports,
  open: (doing: string) => CalibratePorts,
): (cities: readonly string[], flags: CalibrateFlags) => Promise<number> {
  return async (cities, flags) => {
    const { judgeCities } = await import('./calibrate-files.ts');
    return judgeCities(cities, flags, reports, open('judging nothing'));
  };
}
