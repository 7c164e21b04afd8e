import { Command, Option } from 'commander';
import { MUTANT_IDS, type MutantId } from '../server/mutant.ts';
import { durationMs } from '../sim/units.ts';
import { contradictionInExport, type ExportFormat, exportFormats } from './compare/export-flags.ts';
import type { MetricsFlags } from './compare/live-metrics.ts';
import { collectorUrl, duration, positive, setting, tcpPort, whole } from './flag-values.ts';
import { issuerAddress, ROLES, type RoleFlags } from './live/role-flags.ts';
import { addShardFlags, contradictionInShards, type ShardFlags } from './nation/shard-flags.ts';
import type { Setting } from './scenario-text.ts';
import { addTargetFlags, contradictionInTarget, type TargetFlags } from './target/target-flags.ts';

/** What `kofu run` can be told. */
export interface RunFlags extends TargetFlags, ShardFlags, MetricsFlags {
  readonly time: 'real' | 'virtual';
  readonly speed?: number;
  readonly seed: number;
  readonly set: readonly Setting[];
  readonly mutant?: MutantId;
  readonly out?: string;
  readonly render?: 'full' | 'digest';
  readonly database?: string;
  readonly port: number;
  /** File that holds the fleet key. */
  readonly fleetKey?: string;
  /** Folder of the run that thresholds are compared with. */
  readonly baseline?: string;
  readonly trace: 'on' | 'off' | 'retain-on-failure';
  /** Formats written into the folder when the run is over. */
  readonly export?: readonly ExportFormat[];
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu run`, without what it does. */
export function runCommand(): Command {
  return addShardFlags(addTargetFlags(new Command('run')))
    .description('run a scenario: citizens at kiosks against the reference server, or your own')
    .argument('<scenario>', 'scenario file: .yaml, .json, or a .ts module that exports `scenario`')
    .addOption(
      new Option(
        '--time <clock>',
        'virtual jumps from event to event; real waits and does real I/O',
      )
        .choices(['virtual', 'real'])
        .default('virtual'),
    )
    .option(
      '--speed <n>',
      'real time: scenario time passes n times faster (default: the scenario’s)',
      positive,
    )
    .option('--seed <n>', 'where chance starts; the same seed repeats the run', whole, 1)
    .option(
      '--set <path=value>',
      'change a value of the scenario, e.g. stores.inside=20',
      setting,
      [],
    )
    .addOption(mutantOption())
    .option('--out <dir>', 'folder of the run (default: runs/<scenario>/<time>-<seed>)')
    .addOption(
      new Option(
        '--render <how>',
        'PDFs and pages drawn for real, or digest models of them (default: full in real time)',
      ).choices(['full', 'digest']),
    )
    .option(
      '--database <where>',
      'real time: postgres://…, or a folder to keep the embedded database in (default: memory)',
    )
    .option('--port <n>', 'real time: port of the reference server on 127.0.0.1', tcpPort, 0)
    .option('--fleet-key <file>', 'real time: key by which kofu devices fleet may speak to kiosks')
    .option('--baseline <dir>', 'run that thresholds with `compareTo: baseline` are compared with')
    .addOption(
      new Option('--trace <when>', 'keep events.ndjson')
        .choices(['on', 'off', 'retain-on-failure'])
        .default('on'),
    )
    .option(
      '--export <list>',
      'write csv, json or openmetrics too (docs/exports.md)',
      exportFormats,
    )
    .option('--metrics-port <n>', 'real time: OpenMetrics at 127.0.0.1:<n>/metrics', tcpPort)
    .option('--otlp <url>', 'real time: send them to this OpenTelemetry collector', collectorUrl)
    .option('--quiet', 'print the last line only')
    .option('--json', 'print summary.json instead of the summary')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Examples:
  $ kofu run scenarios/toyonaka-monday.yaml                  a day in virtual time
  $ kofu run scenarios/toyonaka-monday.yaml --time real      the same day live, 1,500 times faster
  $ kofu run my.yaml --time real --target http://127.0.0.1:8080 --target-data my-data
                                                             against your own server

Exit codes: 0 pass, 98 wrong document, 97 run invalid, 99 threshold failed, 96 not enough data,
  104 bad configuration or arguments, 105 interrupted, 107 scenario threw, 109 internal error.`,
    );
}

/** What `kofu serve` can be told. */
export interface ServeFlags extends RoleFlags {
  readonly mutant?: MutantId;
  readonly database?: string;
  readonly render: 'full' | 'digest';
  /** File that holds the fleet key. */
  readonly fleetKey?: string;
  /** How long what is in hand is finished at the end, ms. */
  readonly drain: number;
}

/** `kofu serve`, without what it does. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('start the reference server alone, on 127.0.0.1, until Ctrl-C')
    .argument('[scenario]', 'scenario file whose municipality it serves', DEFAULT_SCENARIO)
    .option(
      '--database <where>',
      'postgres://…, or a folder to keep the embedded database in (default: memory)',
    )
    .option('--port <n>', 'port on 127.0.0.1 (default: 8080)', tcpPort)
    .addOption(mutantOption())
    .addOption(
      new Option('--role <role>', 'what of it: centre and issuing servers can be processes')
        .choices(ROLES)
        .default('all'),
    )
    .option(
      '--issuer <code=origin>',
      'centre: where an issuing server listens, e.g. 27203=http://127.0.0.1:8081; repeatable',
      issuerAddress,
      [],
    )
    .option('--link-key <file>', 'file with the key of the link between centre and issuing server')
    .option(
      '--fleet-key <file>',
      'file with the key that kiosks and offices derive their credentials from (default: a new one)',
    )
    .option(
      '--authority <file>',
      'certificate, PEM or DER, of the card authority that is trusted (default: a new one)',
    )
    .addOption(
      new Option('--render <how>', 'documents for real, or digest models of them')
        .choices(['full', 'digest'])
        .default('full'),
    )
    .addOption(
      new Option('--drain <duration>', 'how long sessions in hand may go on after Ctrl-C')
        .argParser(duration)
        .default(durationMs('200s'), '200s'),
    );
}

/** What `kofu report` can be told. */
export interface ReportFlags {
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu report`, without what it does. */
export function reportCommand(): Command {
  return new Command('report')
    .description('judge an old run again from its trace, and write its reports anew')
    .argument('<run-dir>', 'folder of the run, with events.ndjson and scenario.json')
    .option('--json', 'print summary.json instead of the summary')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'));
}

function mutantOption(): Option {
  return new Option(
    '--mutant <id>',
    'plant a published fault into the reference server (docs/mutants.md)',
  ).choices(MUTANT_IDS);
}

/** All settings that flags stand for. */
export function settingsOf(
  flags: Pick<RunFlags, 'mutant'> & { readonly set?: readonly Setting[] },
) {
  const { set = [], mutant } = flags;
  return mutant === undefined ? set : [...set, { path: ['server', 'mutant'], value: mutant }];
}

export const DEFAULT_SCENARIO = 'scenarios/toyonaka-monday.yaml';

/** `runs/<scenario>/<time>-<seed>`, where the time is to the second: sortable. */
export function defaultFolder(name: string, seed: number, generatedAt: string): string {
  const time = generatedAt.slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `runs/${name}/${time}-${seed}`;
}

/** What flags say that cannot be meant together, with the remedy; undefined if nothing. */
export function contradiction(flags: RunFlags): string | undefined {
  const { time, speed, database } = flags;
  if (time === 'virtual' && (speed ?? database) !== undefined) {
    return '--speed and --database are for --time real: virtual time has neither';
  }
  if (time === 'virtual' && (flags.metricsPort ?? flags.otlp) !== undefined) {
    return '--metrics-port and --otlp are for --time real; --export openmetrics writes what there is at the end';
  }
  const unexported = contradictionInExport(flags.export ?? [], flags.trace);
  if (unexported !== undefined) return unexported;
  return contradictionInTarget(flags) ?? contradictionInShards(flags);
}

/** The command that repeats a run. */
export function commandOf(file: string, flags: RunFlags): string {
  const parts = ['npx kofu run', quoted(file), `--time ${flags.time}`, `--seed ${flags.seed}`];
  if (flags.speed !== undefined) parts.push(`--speed ${flags.speed}`);
  if (flags.render !== undefined) parts.push(`--render ${flags.render}`);
  if (flags.mutant !== undefined) parts.push(`--mutant ${flags.mutant}`);
  if (flags.baseline !== undefined) parts.push(`--baseline ${quoted(flags.baseline)}`);
  parts.push(...targetWords(flags).map(quoted));
  for (const { path, value } of flags.set) {
    parts.push(`--set ${quoted(`${path.join('.')}=${JSON.stringify(value)}`)}`);
  }
  return parts.join(' ');
}

function targetWords(flags: TargetFlags): readonly string[] {
  const { target, targetData, targetAdapter, targetBacks } = flags;
  return [
    ...(target === undefined ? [] : ['--target', target]),
    ...(targetData === undefined ? [] : ['--target-data', targetData]),
    ...(targetAdapter === undefined ? [] : ['--target-adapter', targetAdapter]),
    ...(targetBacks === true ? ['--target-backs'] : []),
  ];
}

/** One word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w.,/:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
