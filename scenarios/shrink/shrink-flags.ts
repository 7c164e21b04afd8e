import { Command, InvalidArgumentError } from 'commander';
import { durationMs, Stretch } from '../../sim/units.ts';

/** How long a shrinker may go on: until so much time has passed, or for so many runs. */
export type Budget =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'runs'; readonly runs: number };

/** What `kofu shrink` can be told. */
export interface ShrinkFlags {
  readonly oracle?: string;
  readonly budget: Budget;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** `kofu shrink`, without what it does. */
export function shrinkCommand(): Command {
  return new Command('shrink')
    .description('find the smallest scenario in which the oracle that alarmed in a run still does')
    .argument('<run-dir>', 'folder of the run, with events.ndjson and scenario.json')
    .option('--oracle <name>', 'the oracle (default: the first that alarmed)')
    .option(
      '--budget <much>',
      'how long to go on: a time such as 60s, or a number of runs, which repeats exactly',
      budget,
      { kind: 'time', ms: 60_000 },
    )
    .option('--out <file>', 'scenario file to write (default: <scenario>-<oracle>.yaml)')
    .option('--quiet', 'no progress, the last lines only')
    .addHelpText(
      'after',
      `
The citizens of the run come again one by one, in virtual time; then as many citizens, faults and
office operations as possible are left out, kiosks made fewer, numbers smaller, times rounder.
What is left is a scenario that says what it shows and how to run it.

Examples:
  $ kofu shrink runs/yokohama/latest
  $ kofu shrink runs/yokohama/latest --oracle page-ownership --out yokohama-smallest.yaml
  $ kofu shrink runs/yokohama/latest --budget 500          500 runs, the same result each time

Exit codes: 0 written, 104 nothing to shrink, no recording or a damaged one, 105 interrupted (what
  was found is written all the same).`,
    );
}

/** `60s`, or `500` for so many runs. */
function budget(text: string): Budget {
  if (/^[1-9]\d{0,8}$/.test(text)) return { kind: 'runs', runs: Number(text) };
  const time = Stretch.safeParse(text);
  if (time.success) return { kind: 'time', ms: durationMs(time.data) };
  throw new InvalidArgumentError('Write a time such as 60s, or a number of runs such as 500.');
}
