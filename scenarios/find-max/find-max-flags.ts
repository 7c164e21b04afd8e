import { Command, InvalidArgumentError, Option } from 'commander';
import { positive, setting, whole } from '../flag-values.ts';
import type { Setting } from '../scenario-text.ts';
import { addTargetFlags, type TargetFlags } from '../target/target-flags.ts';

/** What `kofu find-max` can be told. */
export interface FindMaxFlags extends TargetFlags {
  readonly workload?: string;
  readonly time: 'real' | 'virtual';
  readonly speed?: number;
  readonly seed: number;
  readonly seeds: number;
  readonly precision: number;
  readonly confidence?: number;
  readonly upTo: number;
  readonly set: readonly Setting[];
  readonly jobs: number;
  /** Folder for find-max.json and find-max.html. */
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu find-max`, without what it does. */
export function findMaxCommand(cores: number): Command {
  return addTargetFlags(new Command('find-max'))
    .description('search the highest rate of a workload that meets the scenario’s thresholds')
    .argument('<scenario>', 'scenario file: .yaml, .json, or a .ts module that exports `scenario`')
    .option('--workload <name>', 'whose rate is searched (default: the only one that has one)')
    .addOption(
      new Option('--time <clock>', 'virtual is fast and measures no server; real measures it')
        .choices(['virtual', 'real'])
        .default('virtual'),
    )
    .option('--speed <n>', 'real time: scenario time passes n times faster', positive)
    .option('--seed <n>', 'the first seed; the others follow it', whole, 1)
    .option('--seeds <n>', 'runs of one rate at most', seeds, 20)
    .addOption(
      new Option('--precision <percent>', 'how close the highest rate is searched')
        .argParser(percent)
        .default(5),
    )
    .option('--confidence <percent>', 'of each decision (default: 95, in real time 80)', confidence)
    .option('--up-to <factor>', 'no more than so many times the scenario’s rate', positive, 64)
    .option('--set <path=value>', 'change a value of the scenario', setting, [])
    .option('--jobs <n>', 'virtual time: runs at the same time', jobs, cores)
    .option('--out <dir>', 'write find-max.json and find-max.html into this folder')
    .option('--quiet', 'print the last line only')
    .option('--json', 'print everything as JSON')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Doubles the rate until it is not met, then halves the interval. A rate is met if the run is valid,
no oracle finds a wrong document and all thresholds hold; several seeds are run at each, until a
sequential test has decided.

Examples:
  $ kofu find-max scenarios/toyonaka-monday.yaml --out max
  $ kofu find-max my.yaml --workload day --precision 2 --up-to 200 --json
  $ kofu find-max my.yaml --time real --speed 60 --target http://127.0.0.1:8080 --target-data data

Exit codes: 0 found, 96 not found: nothing met, everything met up to --up-to, or not decided,
  104 bad configuration or arguments, 105 interrupted.`,
    );
}

function seeds(text: string): number {
  const value = whole(text);
  if (value < 1 || value > 1000) throw new InvalidArgumentError('Write a whole number, 1 to 1000.');
  return value;
}

function jobs(text: string): number {
  const value = whole(text);
  if (value < 1 || value > 256) throw new InvalidArgumentError('Write a whole number, 1 to 256.');
  return value;
}

function percent(text: string): number {
  const value = positive(text.replace(/\s*%$/, ''));
  if (value > 100) throw new InvalidArgumentError('Write per cent, above 0 up to 100, e.g. 5.');
  return value;
}

function confidence(text: string): number {
  const value = positive(text.replace(/\s*%$/, ''));
  if (value < 60 || value > 99.9) throw new InvalidArgumentError('Write per cent, 60 to 99.9.');
  return value;
}
