import { describe, expect, test } from 'vitest';
import { search, type Trial, type TriedRate } from '../../../scenarios/find-max/search.ts';
import { SHARES } from '../../../scenarios/find-max/sequential-test.ts';
import { loadOfWait, simulatedWait } from './queue-model.ts';

const OPTIONS = {
  test: { ...SHARES, error: 0.05 },
  seeds: 20,
  firstSeed: 1,
  precision: 0.05,
  upTo: 64,
} as const;

type Runs = (factor: number, seed: number) => Trial['verdict'];

function searched(runs: Runs, options: Partial<typeof OPTIONS> | object = {}, atOnce = 2) {
  const told: TriedRate[] = [];
  const ran: string[] = [];
  const found = search(
    { ...OPTIONS, ...options },
    {
      run: async (factor, seeds) =>
        seeds.map((seed) => {
          ran.push(`${factor}/${seed}`);
          const verdict = runs(factor, seed);
          return { seed, verdict, reason: '', p95Ms: undefined, offered: 1 };
        }),
      onTried: (tried) => told.push(tried),
      signal: new AbortController().signal,
      atOnce,
    },
  );
  return found.then((result) => ({ ...result, told, ran }));
}

const upTo =
  (limit: number): Runs =>
  (factor) =>
    factor <= limit ? 'pass' : 'fail';

describe('a limit that all seeds agree on', () => {
  test.each([0.013, 0.4, 0.99, 1, 1.7, 23, 60])('of %d is found to 5 %%', async (limit) => {
    const { confirmed, refuted, ended } = await searched(upTo(limit));
    expect(ended).toBe('close');
    expect(confirmed?.factor).toBeLessThanOrEqual(limit);
    expect(refuted?.factor).toBeGreaterThan(limit);
    expect((refuted?.factor ?? 0) / (confirmed?.factor ?? 0)).toBeLessThanOrEqual(1.05);
  });

  test('is the same with another number of runs at the same time', async () => {
    const [one, many] = [await searched(upTo(7), {}, 1), await searched(upTo(7), {}, 8)];
    expect(many.tried).toEqual(one.tried);
  });
});

describe('an M/M/c queue', () => {
  test.each([
    [1, 4],
    [4, 1],
    [12, 0.5],
  ])('of %i servers that may wait %d services has its limit by Erlang', async (servers, wait) => {
    const truth = loadOfWait(servers, wait);
    const runs: Runs = (factor, seed) =>
      simulatedWait(servers, factor * 0.1, seed) <= wait ? 'pass' : 'fail';
    const { confirmed, refuted, ended } = await searched(runs, { upTo: 10 * servers });
    expect(ended).toBe('close');
    const [low, high] = [0.1 * (confirmed?.factor ?? 0), 0.1 * (refuted?.factor ?? 0)];
    // Means of 20,000 customers scatter: where some seeds meet it and some do not is the limit.
    expect(low).toBeGreaterThan(0.85 * truth);
    expect(low).toBeLessThan(1.02 * truth);
    expect(high).toBeGreaterThan(0.98 * truth);
    expect(high).toBeLessThan(1.1 * truth);
  });
});

describe('what is not known is not said', () => {
  test('of rates above --up-to', async () => {
    const { ended, confirmed, refuted, tried } = await searched(() => 'pass', { upTo: 5 });
    expect(ended).toBe('up-to');
    expect([confirmed?.factor, refuted]).toEqual([5, undefined]);
    expect(Math.max(...tried.map(({ factor }) => factor))).toBe(5);
  });

  test('where nothing is met', async () => {
    const { ended, confirmed, tried } = await searched(() => 'fail');
    expect(ended).toBe('nothing-met');
    expect(confirmed).toBeUndefined();
    expect(Math.min(...tried.map(({ factor }) => factor))).toBeGreaterThanOrEqual(1 / 1024);
  });

  test('where runs are void', async () => {
    const runs: Runs = (factor) => (factor > 9 ? 'fail' : factor > 4 ? 'void' : 'pass');
    const { ended, tried } = await searched(runs);
    expect(ended).toBe('void');
    for (const { trials, factor } of tried) {
      if (factor > 4 && factor <= 9) expect(trials).toHaveLength(3);
    }
  });

  test('where seeds differ: both ends are told, and the rates between are neither', async () => {
    const runs: Runs = (factor, seed) =>
      factor <= 4 || (factor <= 8 && seed % 4 > 0) ? 'pass' : 'fail';
    const { ended, confirmed, refuted, tried } = await searched(runs);
    expect(ended).toBe('close');
    expect(confirmed?.factor).toBeGreaterThan(3.8);
    expect(confirmed?.factor).toBeLessThanOrEqual(4);
    expect(refuted?.factor).toBeGreaterThan(8);
    expect(refuted?.factor).toBeLessThan(8.5);
    for (const { factor, verdict } of tried) {
      if (factor > 4 && factor <= 8) expect(verdict).toBe('undecided');
    }
  });
});

test('a rate is tried with as few seeds as decide it, the same ones at each', async () => {
  const { tried, ran, told } = await searched(upTo(3), { firstSeed: 11 }, 1);
  expect(told).toEqual(tried);
  for (const { verdict, trials } of tried) {
    expect(trials.map(({ seed }) => seed)).toEqual(
      verdict === 'met' ? [11, 12, 13, 14, 15] : [11, 12],
    );
  }
  expect(new Set(ran).size).toBe(ran.length);
});

test('an interruption ends it with what is known', async () => {
  const controller = new AbortController();
  const found = await search(OPTIONS, {
    run: async (factor, seeds) => {
      if (factor > 3) controller.abort();
      return seeds.map((seed) => ({
        seed,
        verdict: 'pass',
        reason: '',
        p95Ms: undefined,
        offered: 1,
      }));
    },
    onTried: () => {},
    signal: controller.signal,
    atOnce: 1,
  });
  expect(found.ended).toBe('interrupted');
  expect(found.confirmed?.factor).toBe(2);
});
