import { Command, InvalidArgumentError, Option } from 'commander';
import { parse as parseYaml } from 'yaml';
import { MUTANT_IDS, type MutantId } from '../server/mutant.ts';
import { Duration, durationMs } from '../sim/units.ts';
import { issuerAddress, ROLES, type RoleFlags } from './live/role-flags.ts';
import type { Setting } from './scenario-text.ts';

/** What `kofu run` can be told. */
export interface RunFlags {
  readonly time: 'real' | 'virtual';
  readonly speed?: number;
  readonly seed: number;
  readonly set: readonly Setting[];
  readonly mutant?: MutantId;
  readonly out?: string;
  readonly render?: 'full' | 'digest';
  readonly database?: string;
  readonly port: number;
  readonly trace: 'on' | 'off' | 'retain-on-failure';
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu run`, without what it does. */
export function runCommand(): Command {
  return new Command('run')
    .description('run a scenario: citizens at kiosks against the reference server')
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
Examples:
  $ kofu run scenarios/toyonaka-monday.yaml                  a day in virtual time
  $ kofu run scenarios/toyonaka-monday.yaml --time real      the same day live, 1,500 times faster

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

const DEFAULT_SCENARIO = 'scenarios/toyonaka-monday.yaml';

/** A number greater than 0. */
function positive(text: string): number {
  const value = numberOf(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('Write a number greater than 0.');
  }
  return value;
}

/** A whole number, 0 or more. */
function whole(text: string): number {
  const value = numberOf(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('Write a whole number, 0 or more.');
  }
  return value;
}

/** Nothing at all, as of a shell variable that is not set, is no number. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** A port of TCP; 0 takes a free one. */
function tcpPort(text: string): number {
  const value = whole(text);
  if (value > 65_535) throw new InvalidArgumentError('Write a port, 0 to 65535.');
  return value;
}

/** A duration as scenarios write it, in ms. */
function duration(text: string): number {
  const parsed = Duration.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Write a duration, e.g. 200s.');
  return durationMs(parsed.data);
}

/** `path=value`, added to those before it; the value is read as YAML. */
function setting(text: string, before: readonly Setting[]): readonly Setting[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write path=value, e.g. stores.inside=20.');
  const path = text.slice(0, at).split('.');
  try {
    return [...before, { path, value: parseYaml(text.slice(at + 1)) }];
  } catch {
    throw new InvalidArgumentError('Write the value as YAML, e.g. stores.inside=20.');
  }
}

/** `runs/<scenario>/<time>-<seed>`, where the time is to the second: sortable. */
export function defaultFolder(name: string, seed: number, generatedAt: string): string {
  const time = generatedAt.slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `runs/${name}/${time}-${seed}`;
}

/** What flags say that cannot be meant together, with the remedy; undefined if nothing. */
export function contradiction({ time, speed, database }: RunFlags): string | undefined {
  if (time === 'virtual' && (speed ?? database) !== undefined) {
    return '--speed and --database are for --time real: virtual time has neither';
  }
  return undefined;
}

/** The command that repeats a run. */
export function commandOf(file: string, flags: RunFlags): string {
  const parts = ['npx kofu run', quoted(file), `--time ${flags.time}`, `--seed ${flags.seed}`];
  if (flags.speed !== undefined) parts.push(`--speed ${flags.speed}`);
  if (flags.render !== undefined) parts.push(`--render ${flags.render}`);
  if (flags.mutant !== undefined) parts.push(`--mutant ${flags.mutant}`);
  for (const { path, value } of flags.set) {
    parts.push(`--set ${quoted(`${path.join('.')}=${JSON.stringify(value)}`)}`);
  }
  return parts.join(' ');
}

/** One word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w.,/:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
