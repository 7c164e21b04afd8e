import { Command, Option } from 'commander';

/** What `kofu merge` can be told. */
export interface MergeFlags {
  readonly out?: string;
  readonly trace: 'on' | 'off' | 'retain-on-failure';
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu merge`, without what it does. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('put the shards of a run together: one trace, judged as if it had been one run')
    .argument('<shard-dirs...>', 'folders that kofu run … --shard i/n has written, in any order')
    .option('--out <dir>', 'folder of the run (default: runs/<scenario>/<time>-<seed>)')
    .addOption(
      new Option('--trace <when>', 'keep events.ndjson')
        .choices(['on', 'off', 'retain-on-failure'])
        .default('on'),
    )
    .option('--quiet', 'print the last line only')
    .option('--json', 'print summary.json instead of the summary')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Example:
  $ kofu run scenarios/nation-monday.yaml --shard 1/2 --out a      on one machine
  $ kofu run scenarios/nation-monday.yaml --shard 2/2 --out b      on another one
  $ kofu merge a b                                                 the run of both

Exit codes: those of kofu run; 97 if a shard is missing or was broken off, with its share of the
  run; 104 if the folders are not of one run, or one is damaged.`,
    );
}
