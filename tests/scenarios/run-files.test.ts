import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { type RunRecord, RunRefused, runScenario } from '../../scenarios/run-files.ts';
import type { RunFlags } from '../../scenarios/run-flags.ts';
import { ScenarioRefused } from '../../scenarios/scenario-files.ts';
import { scenarioData } from './small-scenario.ts';

const directory = mkdtempSync(join(tmpdir(), 'kofu-run-'));
const file = join(directory, 'small-town.json');
writeFileSync(
  file,
  JSON.stringify(scenarioData({ thresholds: { journeys_broken: ['rate<0.5'] } })),
);

afterAll(() => rmSync(directory, { recursive: true }));

const FLAGS: RunFlags = {
  time: 'virtual',
  seed: 1,
  set: [],
  port: 0,
  trace: 'on',
  quiet: true,
  lang: 'en',
};

/** A run whose folder is a list of what was done to it. */
async function run(flags: Partial<RunFlags> = {}, aborted = false) {
  const done: string[] = [];
  const told: RunResult[] = [];
  let trace = '';
  const folder = (path: string, isFresh: boolean): RunRecord => {
    done.push(`${isFresh ? 'fresh' : 'given'} ${path.split('/').slice(0, 2).join('/')}`);
    return {
      path,
      appendTrace: (text) => {
        trace += text;
      },
      closeTrace: (keep) => void done.push(keep ? 'trace kept' : 'trace removed'),
      write: async (name) => void done.push(name),
      linkLatest: () => void done.push('latest'),
    };
  };
  const controller = new AbortController();
  if (aborted) controller.abort();
  const code = await runScenario(
    file,
    { ...FLAGS, ...flags },
    {
      reporting: {
        folder,
        display: () => ({ show: () => {}, clear: () => void done.push('display cleared') }),
        files: () => [['summary.json', '{}']],
        tell: (result) => void told.push(result),
        provenance: () => ({ commit: 'c', versions: {} }),
      },
      interruption: () => controller.signal,
      tell: (line) => void done.push(line),
      onServerError: () => {},
    },
  );
  return { code, done, told, trace };
}

test('writes the scenario before anything else and its trace to the end', async () => {
  const { code, done, told, trace } = await run();
  expect(done).toEqual([
    'fresh runs/small-town',
    'scenario.json',
    'display cleared',
    'trace kept',
    'summary.json',
    'latest',
  ]);
  expect(trace.trimEnd().split('\n').at(-1)).toContain('"run-ended"');
  expect(told.map(({ exit }) => exit.code)).toEqual([code]);
});

test('a folder that was named is neither made anew nor linked as the latest', async () => {
  const { done } = await run({ out: 'somewhere/else' });
  expect(done[0]).toBe('given somewhere/else');
  expect(done).not.toContain('latest');
});

test('the trace of a run that passed is removed if only failures are kept', async () => {
  const { code, done } = await run({ trace: 'retain-on-failure' });
  expect([code, done.includes('trace removed')]).toEqual([0, true]);
});

test('an interrupted run is still told, as interrupted', async () => {
  const { code, told } = await run({}, true);
  expect(code).toBe(105);
  expect(told[0]?.interrupted).toBe(true);
});

test('what cannot be done is refused before there is a folder', async () => {
  await expect(run({ speed: 3 })).rejects.toThrow(RunRefused);
  const unknown = { path: ['stores', 'insde'], value: 3 };
  await expect(run({ set: [unknown] })).rejects.toThrow(ScenarioRefused);
});

test('a rate that no kiosk can serve is refused, and one above the ceiling is warned of', async () => {
  const asking = (rate: number) => ({ set: [{ path: ['workloads', 'day', 'rate'], value: rate }] });
  await expect(run(asking(50))).rejects.toThrow(
    /lower the rate, or give the stores about \d+ kiosks/,
  );
  const { done } = await run({ ...asking(0.05), quiet: false });
  expect(done[0]).toMatch(/^warning: .* times the .* of 3 kiosks/);
  const quiet = await run(asking(0.05));
  expect(quiet.done[0]).toBe('fresh runs/small-town');
  expect(quiet.told[0]?.validity.map(({ name }) => name)).toContain('ceiling');
});
