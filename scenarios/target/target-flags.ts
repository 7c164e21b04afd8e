import { Command, InvalidArgumentError } from 'commander';
import { setting, whole } from '../flag-values.ts';
import { loopbackOrigin } from '../live/role-flags.ts';
import type { Setting } from '../scenario-text.ts';

/** What `kofu run` can be told of a server of somebody else's. */
export interface TargetFlags {
  /** Its origin. */
  readonly target?: string;
  /** Folder that `kofu target-data` has written. */
  readonly targetData?: string;
  /** Module that exports an adapter. */
  readonly targetAdapter?: string;
  readonly targetBacks?: boolean;
}

/** The flags of `kofu run` for a server of somebody else's. */
export function addTargetFlags(command: Command): Command {
  return command
    .option(
      '--target <url>',
      'real time: send the kiosks to your own server, e.g. http://127.0.0.1:8080 (docs/own-server.md)',
      targetOrigin,
    )
    .option('--target-data <dir>', 'with --target: what the server was given by kofu target-data')
    .option(
      '--target-adapter <file>',
      'with --target: a .ts module that exports `adapter`, for a server with an interface of its own',
    )
    .option(
      '--target-backs',
      'with --target: every second page of its PDFs is a back, without mark',
    );
}

/** What `kofu target-data` can be told. */
export interface TargetDataFlags {
  readonly seed: number;
  readonly set: readonly Setting[];
  readonly out: string;
  readonly json?: boolean;
}

/** `kofu target-data`, without what it does. */
export function targetDataCommand(): Command {
  return new Command('target-data')
    .description('write what your own server has to know of the people of a scenario')
    .argument('<scenario>', 'scenario file: .yaml, .json, or a .ts module that exports `scenario`')
    .option('--seed <n>', 'that of the run to come', whole, 1)
    .option('--set <path=value>', 'as in the run to come', setting, [])
    .option('--out <dir>', 'folder; keys that are in it are kept', 'target-data')
    .option('--json', 'tell what was written as JSON')
    .addHelpText(
      'after',
      `
Example:
  $ kofu target-data scenarios/toyonaka-monday.yaml --out toyonaka
  (load toyonaka into your server, start it on port 8080)
  $ kofu run scenarios/toyonaka-monday.yaml --time real --target http://127.0.0.1:8080 \\
      --target-data toyonaka

What your server has to draw and what is judged: docs/own-server.md`,
    );
}

/** What the flags say that cannot be meant together, with the remedy; undefined if nothing. */
export function contradictionInTarget(
  flags: TargetFlags & {
    readonly time: 'real' | 'virtual';
    readonly render?: 'full' | 'digest';
    readonly database?: string;
    readonly port: number;
    readonly mutant?: string;
  },
): string | undefined {
  const { target, targetData, targetAdapter, targetBacks } = flags;
  if (target === undefined) {
    const alone = [
      ...(targetData === undefined ? [] : ['--target-data']),
      ...(targetAdapter === undefined ? [] : ['--target-adapter']),
      ...(targetBacks === undefined ? [] : ['--target-backs']),
    ];
    return alone.length === 0
      ? undefined
      : `${alone.join(' and ')} without a server: name where it listens, e.g. --target http://127.0.0.1:8080`;
  }
  if (flags.time === 'virtual') {
    return '--target is for --time real: your own server lives in no virtual time';
  }
  if (flags.mutant !== undefined) {
    return `--mutant ${flags.mutant} is planted into the reference server, and cannot be into yours: leave one of them out`;
  }
  if (flags.database !== undefined || flags.port !== 0) {
    return '--database and --port are the reference server’s, which is not started with --target';
  }
  if (flags.render === 'digest') {
    return '--render digest has no pages to read: with --target the pages of your server are read, leave it out';
  }
  return targetData === undefined
    ? '--target needs --target-data: the folder with the people that your server knows, as written by kofu target-data'
    : undefined;
}

function targetOrigin(text: string): string {
  if (/^https:/i.test(text)) {
    throw new InvalidArgumentError(
      'Kiosks speak HTTP on this machine: name the port behind your TLS, e.g. http://127.0.0.1:8080.',
    );
  }
  return loopbackOrigin(text);
}
