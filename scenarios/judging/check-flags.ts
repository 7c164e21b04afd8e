import { Command, Option } from 'commander';

/** What `kofu check` can be told. */
export interface CheckFlags {
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu check`, without what it does. */
export function checkCommand(): Command {
  return new Command('check')
    .description('judge a recorded run again, and write nothing')
    .argument('<run-dir>', 'folder of the run, with events.ndjson and scenario.json')
    .option('--json', 'print it as summary.json would have it')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Unlike \`kofu report\` it leaves the folder as it is, and takes a whole recording only.

Examples:
  $ kofu check runs/toyonaka-monday/latest
  $ kofu check runs/toyonaka-monday/latest --json | jq .verdicts

Exit codes: those of kofu run, by today's oracles; 104 if the recording is truncated, corrupted or
  of a newer kofu.`,
    );
}
