import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  addShardFlags,
  contradictionInShards,
  type ShardFlags,
} from '../../../scenarios/nation/shard-flags.ts';

function parsed(...words: readonly string[]): ShardFlags {
  const command = addShardFlags(new Command('run'))
    .exitOverride()
    .configureOutput({
      writeErr: () => {},
    });
  command.parse(words, { from: 'user' });
  return command.opts();
}

test('shards are counted, and one of several is named by its number', () => {
  expect(parsed('--shards', '7')).toEqual({ shards: 7 });
  expect(parsed('--shard', '2/7')).toEqual({ shard: { number: 2, of: 7 } });
  expect(parsed()).toEqual({});
});

test.each([
  ['--shards', '0'],
  ['--shards', '1025'],
  ['--shards', 'two'],
  ['--shard', '0/7'],
  ['--shard', '8/7'],
  ['--shard', '3'],
  ['--shard', '1/2000'],
])('%s %s is refused', (flag, value) => {
  expect(() => parsed(flag, value)).toThrow(/Write /);
});

test('shards are for digests in virtual time, all of them or one', () => {
  const shard = { number: 1, of: 2 };
  expect(contradictionInShards({ time: 'virtual', shards: 2 })).toBeUndefined();
  expect(contradictionInShards({ time: 'real' })).toBeUndefined();
  expect(contradictionInShards({ time: 'real', shard })).toContain('--shard is for --time virtual');
  expect(contradictionInShards({ time: 'virtual', shards: 2, shard })).toContain('give either');
  expect(contradictionInShards({ time: 'virtual', shards: 2, render: 'full' })).toContain(
    '--render digest',
  );
});
