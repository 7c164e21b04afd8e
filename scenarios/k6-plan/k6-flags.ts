import { Command } from 'commander';
import { duration, positive, setting, whole } from '../flag-values.ts';
import type { Setting } from '../scenario-text.ts';

/** What `kofu export k6` can be told. */
export interface K6Flags {
  readonly out: string;
  readonly seed: number;
  readonly set: readonly Setting[];
  readonly workload: readonly string[];
  /** ms of scenario time. */
  readonly from: number;
  /** ms of scenario time; to the end of the run without it. */
  readonly for?: number;
  readonly speed: number;
  readonly citizens: number;
  readonly json?: boolean;
}

/** `kofu export k6`, without what it does. */
export function k6Command(): Command {
  return new Command('k6')
    .description('write the demand of a scenario for k6: who comes when, and with which card')
    .argument('<scenario>', 'scenario file: .yaml, .json, or a .ts module that exports `scenario`')
    .option('--out <dir>', 'folder; keys that are in it are kept', 'k6-plan')
    .option('--seed <n>', 'who the citizens are; kofu serve has the people of seed 1', whole, 1)
    .option('--set <path=value>', 'as of kofu run', setting, [])
    .option(
      '--workload <name>',
      'only this workload of the scenario, and those named so too',
      also,
      [],
    )
    .option('--from <duration>', 'begin this long after the scenario begins', duration, 0)
    .option('--for <duration>', 'for this long of the scenario (default: to its end)', duration)
    .option('--speed <n>', 'so many times as fast as in the scenario', positive, 1)
    .option(
      '--citizens <n>',
      'how many citizens of a workload get a card; k6 goes round them',
      whole,
      1000,
    )
    .option('--json', 'tell what was written as JSON')
    .addHelpText(
      'after',
      `
k6 has no Poisson process and no calendar: curves become ramping-arrival-rate, evenly spaced along
the same rate. Executors of the same name stay what they are. The rest is docs/k6.md.

Example, the busiest hour of a Monday in two minutes:
  $ kofu export k6 scenarios/toyonaka-monday.yaml --from 3h --for 1h --speed 30
  $ kofu serve scenarios/toyonaka-monday.yaml --port 8080 \\
      --fleet-key k6-plan/fleet.key --authority k6-plan/authority.pem
  $ k6 run -e KOFU_PLAN=$PWD/k6-plan/plan.json -e KOFU_FLEET_KEY=$(cat k6-plan/fleet.key) \\
      scenarios/k6/journey.ts

Exit codes: 0 written, 104 a mistake in the scenario, or a workload that k6 cannot drive.`,
    );
}

function also(name: string, before: readonly string[]): readonly string[] {
  return [...before, name];
}
