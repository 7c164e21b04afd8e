import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { NationRefused } from '../../../scenarios/nation/nation.ts';
import { PartReader, PartRefused } from '../../../scenarios/nation/part-files.ts';
import { runShard } from '../../../scenarios/nation/shard-run-files.ts';
import {
  executeByWindows,
  isByWindows,
  whyNotOfNation,
} from '../../../scenarios/nation/sharded-run-worker.ts';
import type { RunFlags } from '../../../scenarios/run-flags.ts';
import { virtualRun } from '../../../scenarios/virtual-run.ts';
import { smallScenario } from '../small-scenario.ts';
import { smallNation, tracePorts } from './small-nation.ts';

const directory = mkdtempSync(join(tmpdir(), 'kofu-shard-'));
afterAll(() => rmSync(directory, { recursive: true }));

const FLAGS: RunFlags = { time: 'virtual', seed: 1, set: [], port: 0, trace: 'on', lang: 'en' };
const town = smallScenario();

function shard(out: string, number: number, signal = new AbortController().signal) {
  const told: string[] = [];
  const ports = {
    signal,
    display: { show: () => {}, clear: () => {} },
    tell: (line: string) => void told.push(line),
  };
  const flags = { ...FLAGS, shard: { number, of: 2 }, out: join(directory, out) };
  return { run: runShard(town, 'town.yaml', flags, ports), told };
}

test('a shard that is interrupted leaves a part without an end', async () => {
  const { run, told } = shard('interrupted', 1, AbortSignal.abort());
  expect(await run).toBe(EXIT.interrupted);
  expect(told.join()).toContain('broken off');
  const part = new PartReader(join(directory, 'interrupted'));
  while (part.next() !== undefined) {
    // Whatever there is of it.
  }
  expect(part.end).toBeUndefined();
});

test('a shard without any municipality has a part with nothing but an end', async () => {
  const { run, told } = shard('empty', 2);
  expect(await run).toBe(EXIT.pass);
  expect(told.join()).toContain(
    'shard 2 of 2: 0 municipalities, 0.0 % of the citizens, 0 journeys',
  );
  const part = new PartReader(join(directory, 'empty'));
  expect(part.next()).toBeUndefined();
  expect(part.end).toEqual({ nowMs: 0, inFlight: 0, checks: [] });
});

test('somebody else’s folder is not written into', async () => {
  const { run } = shard('theirs', 2);
  await run;
  writeFileSync(join(directory, 'theirs', 'diary.txt'), 'mine');
  await expect(shard('theirs', 2).run).rejects.toThrow(PartRefused);
});

test('who divides one municipality is told that one shard has all of it', async () => {
  const { ports } = tracePorts();
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  await executeByWindows(smallScenario({ duration: '2m' }), 1, 7, { ...ports, tell });
  expect(told).toEqual(['one municipality: only 1 shard has anything to do, of 7']);
});

test('nations and divided runs go by windows, and nations in virtual time alone', async () => {
  const nation = await smallNation();
  expect(isByWindows(nation, FLAGS)).toBe(true);
  expect(isByWindows(town, FLAGS)).toBe(false);
  expect(isByWindows(town, { ...FLAGS, shards: 1 })).toBe(true);
  expect(whyNotOfNation(nation, FLAGS)).toBeUndefined();
  expect(whyNotOfNation(nation, { ...FLAGS, time: 'real' })).toContain('--time virtual');
  expect(whyNotOfNation(nation, { ...FLAGS, render: 'full' })).toContain('--render digest');
  expect(whyNotOfNation(town, { ...FLAGS, time: 'real' })).toBeUndefined();
  const undivided = () => virtualRun(nation, 1, digestFidelity(nation), () => {});
  expect(undivided).toThrow(NationRefused);
});
