import { Command } from 'commander';

/** What `kofu replay` can be told. */
export interface ReplayFlags {
  readonly tx?: string;
  readonly until?: string;
  readonly step?: boolean;
}

/** `kofu replay`, without what it does. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('repeat a run from its scenario and seed, and compare it with its recording')
    .argument('<run-dir>', 'folder of the run, with events.ndjson and scenario.json')
    .option(
      '--tx <id>',
      'print the events of one journey: its number, its request (r17) or its document number',
    )
    .option('--until <time>', 'stop there: time since the run began (90m) or of the day (09:30)')
    .option('--step', 'go through the events one by one: Enter for the next, q to leave')
    .addHelpText(
      'after',
      `
A run in virtual time is compared byte by byte. Of a live run the schedule is compared: who comes
when, to which kiosk and what for; the rest is the clock's.

Examples:
  $ kofu replay runs/toyonaka-monday/latest                  does it repeat?
  $ kofu replay runs/toyonaka-monday/latest --tx 17          what happened to journey 17
  $ kofu replay runs/toyonaka-monday/latest --tx 17 --step   the same, event by event
  $ kofu replay runs/toyonaka-monday/latest --until 09:30    the run up to half past nine

Exit codes: 0 identical, 97 different, 96 one of the two has no end, 104 no recording, or a
  damaged one, 105 interrupted.`,
    );
}
