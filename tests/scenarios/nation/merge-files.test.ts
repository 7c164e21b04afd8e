import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../../scenarios/exit-code.ts';
import type { RunResult } from '../../../scenarios/judging/result.ts';
import { mergeShards } from '../../../scenarios/nation/merge-files.ts';
import { PART, PartRefused } from '../../../scenarios/nation/part-files.ts';
import { type RunRecord, RunRefused, runScenario } from '../../../scenarios/run-files.ts';
import type { RunFlags } from '../../../scenarios/run-flags.ts';

const FILE = 'scenarios/nation-monday.yaml';
const SET = [
  { path: ['nation', 'sample'], value: 30 },
  { path: ['duration'], value: '40m' },
];
const FLAGS: RunFlags = {
  time: 'virtual',
  seed: 3,
  set: SET,
  port: 0,
  trace: 'on',
  quiet: true,
  lang: 'en',
};

const directory = mkdtempSync(join(tmpdir(), 'kofu-merge-'));
const folderOf = (shard: number) => join(directory, `shard-${shard}`);
const lines: string[] = [];
let whole = '';

beforeAll(async () => {
  whole = (await recorded((ports) => runScenario(FILE, FLAGS, ports))).trace;
  for (const number of [1, 2, 3]) {
    const flags = { ...FLAGS, shard: { number, of: 3 }, out: folderOf(number) };
    const { code } = await recorded((ports) => runScenario(FILE, flags, ports));
    expect(code).toBe(EXIT.pass);
  }
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true }));

type Ports = Parameters<typeof runScenario>[2];

/** What a command leaves behind. */
async function recorded(act: (ports: Ports) => Promise<number>) {
  let trace = '';
  const told: RunResult[] = [];
  const folder = (path: string): RunRecord => ({
    path,
    appendTrace: (text) => {
      trace += text;
    },
    closeTrace: () => {},
    write: async () => {},
    linkLatest: () => {},
  });
  const code = await act({
    reporting: {
      folder,
      display: () => ({ show: () => {}, clear: () => {} }),
      files: () => [],
      tell: (result) => void told.push(result),
      provenance: () => ({ commit: 'none', versions: {} }),
    },
    interruption: () => new AbortController().signal,
    onServerError: (error) => {
      throw error;
    },
    tell: (line) => void lines.push(line),
  });
  return { code, trace, reason: told[0]?.exit.reason ?? '', told };
}

function merge(...folders: readonly string[]) {
  return recorded((ports) => mergeShards(folders, { trace: 'on', lang: 'en' }, ports));
}

test('shards run apart and merged in any order are the run, byte for byte', async () => {
  const merged = await merge(folderOf(3), folderOf(1), folderOf(2));
  expect(whole.split('\n').length).toBeGreaterThan(1_000);
  expect(merged.trace).toBe(whole);
  expect(merged.code).toBe(EXIT.pass);
  expect(merged.told[0]?.setting.command).toContain('--seed 3 --set nation.sample=30');
});

test('a shard tells how much of the run it is', () => {
  expect(lines.join('\n')).toMatch(
    /shard 1 of 3: \d+ municipalit(y|ies), \d+\.\d % of the citizens/,
  );
});

test('a shard that is missing voids the run, by name and share', async () => {
  const { code, reason } = await merge(folderOf(1), folderOf(3));
  expect(code).toBe(EXIT.invalidRun);
  expect(reason).toMatch(/missing: shard 2 of 3: \d+ municipalities, \d+\.\d % of the citizens/);
});

test('so does one that was killed while it wrote', async () => {
  const broken = join(directory, 'broken');
  cpSync(folderOf(2), broken, { recursive: true });
  const text = readFileSync(join(broken, PART), 'utf8');
  // In the middle of a line, and, as luck may have it, at the end of one.
  for (const length of [text.length / 2, text.lastIndexOf('{"events"')]) {
    writeFileSync(join(broken, PART), text.slice(0, length));
    const { code, reason } = await merge(folderOf(1), broken, folderOf(3));
    expect(code).toBe(EXIT.invalidRun);
    expect(reason).toMatch(/broken off after \d+\.\d min: shard 2 of 3: \d+ municipalities/);
  }
});

test.each([
  ['the same shard twice', () => [folderOf(1), folderOf(1)], 'is shard 1 again'],
  ['a folder without a part', () => [directory], 'there is no '],
  ['a part of another run', () => [folderOf(1), changed(2, '"seed":3', '"seed":4')], 'another run'],
  ['a damaged line', () => [folderOf(1), changed(2, '"kind":"arrived"', '"ki')], 'this is damaged'],
  ['a line that is no event', () => [folderOf(1), changed(2, '"t":', '"q":')], 'not an event of'],
  ['a part with a line less', () => [folderOf(1), lineLess(2)], 'events were written, and'],
  ['no part at all', () => [changed(1, '{"part":"kofu"', '{"part":"x"')], 'does not begin as'],
  ['a part of a newer version', () => [changed(1, '"version":1', '"version":2')], 'update'],
])('%s is refused', async (_, folders, message) => {
  const refused = await merge(...folders()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PartRefused);
  expect((refused as Error).message).toContain(message);
});

/** A shard's folder with something in it replaced once. */
function changed(shard: number, from: string, to: string): string {
  const folder = join(directory, 'changed');
  rmSync(folder, { recursive: true, force: true });
  cpSync(folderOf(shard), folder, { recursive: true });
  const file = join(folder, PART);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return folder;
}

/** A shard’s folder without one of the lines in its midst. */
function lineLess(shard: number): string {
  const [, line = ''] = /\n(\[[^\n]*"kind":"stage"[^\n]*\n)/.exec(textOf(shard)) ?? [];
  return changed(shard, line, '');
}

function textOf(shard: number): string {
  return readFileSync(join(folderOf(shard), PART), 'utf8');
}

test.each([
  [{ time: 'real', shards: 2 }, '--shards is for --time virtual'],
  [{ time: 'real' }, 'a nation runs with --time virtual'],
  [{ render: 'full' }, 'a nation runs with --render digest'],
  [{ shards: 2, shard: { number: 1, of: 2 } }, 'give either'],
] as const)('%j is refused', async (flags, message) => {
  const run = recorded((ports) => runScenario(FILE, { ...FLAGS, ...flags }, ports));
  const refused = await run.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RunRefused);
  expect((refused as Error).message).toContain(message);
});
