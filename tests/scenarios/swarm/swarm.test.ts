import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type SwarmSettings, swarmScenario } from '../../../scenarios/swarm/swarm.ts';
import { swarm } from '../../../scenarios/swarm/swarm-files.ts';
import { type SwarmFlags, swarmCommand } from '../../../scenarios/swarm/swarm-flags.ts';
import { runSeed } from '../../../scenarios/swarm/swarm-seed.ts';
import { hasFailed, runTask } from '../../../scenarios/swarm/swarm-worker.ts';

const SOUND: SwarmSettings = { journeys: 150, mutant: undefined, load: false, faults: true };
const LEAKY: SwarmSettings = { ...SOUND, mutant: 'M3', load: true, faults: false };

const directory = mkdtempSync(join(tmpdir(), 'kofu-swarm-'));
afterAll(() => rmSync(directory, { recursive: true }));

function sha256() {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
}

describe('the scenario of a seed', () => {
  test('is the same always, and another one for another seed', () => {
    expect(swarmScenario(7, SOUND)).toEqual(swarmScenario(7, SOUND));
    expect(swarmScenario(8, SOUND)).not.toEqual({ ...swarmScenario(7, SOUND) });
  });

  test('has about as many citizens as were asked for', () => {
    const { journeys } = runSeed(
      3,
      { ...SOUND, journeys: 400, twice: false },
      { digest: sha256, record: () => {} },
    );
    // Poisson arrivals, and up to 30 who come back: five standard deviations.
    expect(journeys).toBeGreaterThan(300);
    expect(journeys).toBeLessThan(530);
  });

  test('chooses which kinds of faults are on', () => {
    const kinds = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      swarmScenario(seed, SOUND).faults.map(({ kind }) => kind),
    );
    expect(new Set(kinds.map((list) => list.join())).size).toBeGreaterThan(3);
    expect(swarmScenario(1, LEAKY).faults).toEqual([]);
  });
});

describe('a seed', () => {
  test.each([1, 2, 3])('%i of the true server raises no alarm, twice the same', (seed) => {
    const outcome = runSeed(seed, { ...SOUND, twice: true }, { digest: sha256, record: () => {} });
    expect(outcome).toMatchObject({ alarms: [], invalid: [], threw: undefined, isSame: true });
  });

  test('whose two runs differ is found out', () => {
    let runs = 0;
    const digest = () => ({ ...sha256(), digest: () => `run ${++runs}` });
    const outcome = runSeed(1, { ...SOUND, twice: true }, { digest, record: () => {} });
    expect(outcome.isSame).toBe(false);
    expect(hasFailed(outcome)).toBe(true);
  });

  test('that failed leaves a run folder behind, another one none', () => {
    const failed = runTask({ seed: 1, settings: { ...LEAKY, twice: false }, out: directory });
    expect(failed.alarms.map(({ oracle }) => oracle)).toContain('page-ownership');
    expect(existsSync(join(directory, 'seed-1', 'events.ndjson'))).toBe(true);
    const passed = runTask({ seed: 2, settings: { ...SOUND, twice: false }, out: directory });
    expect(hasFailed(passed)).toBe(false);
    expect(existsSync(join(directory, 'seed-2'))).toBe(false);
  });
});

describe('the command', () => {
  async function told(flags: Partial<SwarmFlags>) {
    let stdout = '';
    let stderr = '';
    const defaults = { seeds: 2, from: 1, minutes: 5, journeys: 150, faults: true, jobs: 1 };
    const code = await swarm(
      { ...defaults, once: true, ...flags },
      {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text) },
        signal: new AbortController().signal,
      },
    );
    return { code, stdout, stderr };
  }

  test('passes if no oracle alarms', async () => {
    const { code, stdout, stderr } = await told({});
    expect([code, stderr]).toEqual([0, 'exit 0: every document of every seed was right\n']);
    expect(stdout).toMatch(/^2 seeds, \d+ journeys, the true server\n/);
  });

  test('names each seed that failed with the command that repeats it', async () => {
    const { code, stdout } = await told({ seeds: 1, mutant: 'M3', load: true, faults: false });
    expect(code).toBe(98);
    expect(stdout).toMatch(/^seed 1: .*page-ownership ×\d+/);
    expect(stdout).toContain(
      'repeat with: npx kofu swarm --seeds 1 --from 1 --journeys 150 --mutant M3 --load --no-faults --out runs/swarm',
    );
  });

  test('knows its mutants, and counts by whole numbers', () => {
    const parse =
      (...words: string[]) =>
      () =>
        swarmCommand(2)
          .exitOverride()
          .configureOutput({ writeErr: () => {} })
          .parse(words, { from: 'user' });
    expect(parse('--mutant', 'M9')).toThrow('Allowed choices are M1');
    expect(parse('--seeds', '0')).toThrow('write a whole number, 1 or more.');
    expect(parse('--minutes', '0')).toThrow('write a number above 0.');
  });
});
