import { expect, test } from 'vitest';
import {
  decided,
  fewestPasses,
  type SequentialTest,
  SHARES,
  shareInterval,
} from '../../../scenarios/find-max/sequential-test.ts';
import { streams } from '../../../sim/rng.ts';

const AT_95: SequentialTest = { ...SHARES, error: 0.05 };

/** Where a rate that such a share of all seeds meets ends up, how often, in 4,000 searches. */
function outcomes(share: number, test: SequentialTest) {
  const rng = streams(1).stream('seeds', 0);
  const counts = { met: 0, unmet: 0, undecided: 0 };
  for (let search = 0; search < 4_000; search++) {
    let [passes, failures] = [0, 0];
    let verdict: 'met' | 'unmet' | undefined;
    while (verdict === undefined && passes + failures < 60) {
      if (rng.uniform() < share) passes += 1;
      else failures += 1;
      verdict = decided(test, passes, failures);
    }
    counts[verdict ?? 'undecided'] += 1;
  }
  return counts;
}

test.each([0.05, 0.2])('either mistake is made in a share of %d at most', (error) => {
  const test = { ...SHARES, error };
  expect(outcomes(SHARES.met, test).unmet / 4_000).toBeLessThan(error + 0.01);
  expect(outcomes(SHARES.unmet, test).met / 4_000).toBeLessThan(error + 0.01);
  expect(outcomes(1, test)).toEqual({ met: 4_000, unmet: 0, undecided: 0 });
  expect(outcomes(0, test)).toEqual({ met: 0, unmet: 4_000, undecided: 0 });
});

test('five passes in a row decide at 95 %, three at 80 %; two failures do the contrary', () => {
  expect(fewestPasses(AT_95)).toBe(5);
  expect(fewestPasses({ ...SHARES, error: 0.2 })).toBe(3);
  expect(decided(AT_95, 4, 0)).toBeUndefined();
  expect(decided(AT_95, 0, 1)).toBeUndefined();
  expect(decided(AT_95, 0, 2)).toBe('unmet');
});

test('the interval is Clopper and Pearson’s', () => {
  // Tables: 5 of 5 and 0 of 5 at 95 %; 8 of 10 at 95 %.
  const close = (interval: readonly number[], low: number, high: number) => {
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  };
  close(shareInterval(5, 5, 0.95), 0.4782, 1);
  close(shareInterval(0, 5, 0.95), 0, 0.5218);
  close(shareInterval(8, 10, 0.95), 0.4439, 0.9748);
  close(shareInterval(0, 0, 0.95), 0, 1);
});
