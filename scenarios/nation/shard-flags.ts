import { type Command, InvalidArgumentError } from 'commander';
import { whole } from '../flag-values.ts';

/** How a run in virtual time is divided. */
export interface ShardFlags {
  /** So many shards, side by side in threads. */
  readonly shards?: number;
  /** One of several shards, each run by itself and merged afterwards. */
  readonly shard?: ShardNumber;
}

/** The `number`-th, from 1, of `of` shards. */
export interface ShardNumber {
  readonly number: number;
  readonly of: number;
}

/** Shards that anybody may ask for. */
const MOST = 1024;

export function addShardFlags(command: Command): Command {
  return command
    .option(
      '--shards <n>',
      'virtual time: divide the municipalities among n shards, in threads; the trace is the same',
      shards,
    )
    .option(
      '--shard <i/n>',
      'virtual time: run the i-th of n shards only, for kofu merge to put together',
      shardNumber,
    );
}

/** What flags say of shards that cannot be meant together, with the remedy. */
export function contradictionInShards(
  flags: ShardFlags & { readonly time: string; readonly render?: string },
): string | undefined {
  const { shards: many, shard, time, render } = flags;
  if (many === undefined && shard === undefined) return undefined;
  if (many !== undefined && shard !== undefined) {
    return '--shards runs all shards, --shard one of them: give either';
  }
  const name = many === undefined ? '--shard' : '--shards';
  if (time === 'real') return `${name} is for --time virtual: a live run has one clock`;
  if (render === 'full') return `${name} is for --render digest: leave --render full out`;
  return undefined;
}

function shards(text: string): number {
  const value = whole(text);
  if (value < 1 || value > MOST) throw new InvalidArgumentError(`Write a number, 1 to ${MOST}.`);
  return value;
}

function shardNumber(text: string): ShardNumber {
  const [number, of] = text.split('/').map((part) => whole(part));
  if (number === undefined || of === undefined || number < 1 || number > of || of > MOST) {
    throw new InvalidArgumentError('Write which shard of how many, e.g. 2/7.');
  }
  return { number, of };
}
