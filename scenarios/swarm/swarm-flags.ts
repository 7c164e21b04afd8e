import { Command, InvalidArgumentError, Option } from 'commander';
import { MUTANT_IDS } from '../../server/mutant.ts';

/** What `kofu swarm` can be told. */
export interface SwarmFlags {
  readonly seeds: number;
  readonly from: number;
  readonly minutes: number;
  readonly journeys: number;
  readonly mutant?: string;
  readonly load?: boolean;
  readonly faults: boolean;
  readonly once?: boolean;
  readonly jobs: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `kofu swarm`, without what it does. */
export function swarmCommand(cores: number): Command {
  return new Command('swarm')
    .description('random towns with random faults over the true server: no document may be wrong')
    .option('--seeds <n>', 'how many scenarios', count, 100)
    .option('--from <seed>', 'the first seed', count, 1)
    .option('--minutes <n>', 'begins no further seed after so long', positive, 10)
    .option('--journeys <n>', 'citizens of each scenario, about', count, 1000)
    .addOption(
      new Option(
        '--mutant <id>',
        'plants a published fault into the server (docs/mutants.md)',
      ).choices(MUTANT_IDS),
    )
    .option('--load', 'always as many citizens as the print stage can hardly serve')
    .option('--no-faults', 'inject none')
    .option('--once', 'do not run each seed a second time to compare the traces')
    .option('--jobs <n>', 'seeds at the same time', count, cores)
    .option('--out <dir>', 'keep the run folders of seeds that failed, for replay and shrink')
    .option('--json', 'print one line of JSON for each seed')
    .addHelpText(
      'after',
      `
Each seed is a scenario: a small town, its server, stores and faults at random; the same seed is
the same scenario, and the same trace, always.

Examples:
  $ kofu swarm --seeds 200                        the true server: 0 alarms
  $ kofu swarm --mutant M1 --load --seeds 100     how often is Yokohama's fault found?
  $ kofu swarm --seeds 1 --from 17 --out runs/17  one seed again, its trace kept if it fails

Exit codes: 0 nothing wrong, 98 an oracle alarmed, 97 a run was invalid or two runs of a seed
  differ, 109 the rules threw, 105 interrupted.`,
    );
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('write a whole number, 1 or more.');
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidArgumentError('write a number above 0.');
}
