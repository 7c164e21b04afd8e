import { Command, InvalidArgumentError, Option } from 'commander';
import { positive, whole } from '../flag-values.ts';

/** What `kofu compare` can be told. */
export interface CompareFlags {
  readonly tolerance: number;
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
  readonly metric: readonly string[];
  readonly independent?: boolean;
  readonly force?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
  /** File for the page. */
  readonly html?: string;
  readonly lang: 'ja' | 'en';
}

/** `kofu compare`, without what it does. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('compare runs with the first of them; exit 99 if a figure got worse')
    .argument('<run-dirs...>', 'folders of two runs or more; the first is what is compared with')
    .addOption(
      new Option(
        '--tolerance <percent>',
        'how much worse a figure may be, in per cent of what it was',
      )
        .argParser(percent)
        .default(5),
    )
    .addOption(
      new Option('--confidence <percent>', 'of all intervals that decide, together')
        .argParser(confidence)
        .default(95),
    )
    .option('--resamples <n>', 'how often each figure is drawn again', resamples, 10_000)
    .option('--seed <n>', 'where the chance of the resampling starts', whole, 1)
    .option(
      '--metric <name>',
      'compare this metric only, e.g. stage_duration{stage:issue}; repeatable',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option('--independent', 'take journeys for independent, and do not read the traces')
    .option('--force', 'compare runs of different scenarios, clocks or speeds all the same')
    .option('--strict', 'exit 96 if an interval is too wide to exclude that a figure got worse')
    .option('--json', 'print everything as JSON')
    .option('--html <file>', 'write a page with charts')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Examples:
  $ kofu compare runs/before runs/after
  $ kofu compare runs/before runs/after --metric stage_duration{stage:issue} --tolerance 10
  $ kofu compare runs/monday/* --html compare.html

Exit codes: 0 no regression shown, 99 a figure got worse by more than the tolerance and its interval
  excludes it, 98 a run has wrong documents, 97 a run is invalid, 96 not enough data,
  104 folders that cannot be compared or read.`,
    );
}

function percent(text: string): number {
  const value = Number(text.replace(/\s*%$/, ''));
  if (text.trim() === '' || !(value >= 0 && value <= 1000)) {
    throw new InvalidArgumentError('Write per cent, 0 to 1000, e.g. 5.');
  }
  return value;
}

function confidence(text: string): number {
  const value = positive(text.replace(/\s*%$/, ''));
  if (value < 50 || value > 99.9) throw new InvalidArgumentError('Write per cent, 50 to 99.9.');
  return value;
}

function resamples(text: string): number {
  const value = whole(text);
  if (value < 100 || value > 1_000_000) {
    throw new InvalidArgumentError('Write a whole number, 100 to 1000000.');
  }
  return value;
}
