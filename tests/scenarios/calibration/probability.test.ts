import { expect, test } from 'vitest';
import {
  binomialAtMost,
  binomialQuantile,
  chiSquareAtLeast,
  normalAtMost,
  poissonAtLeast,
  poissonAtMost,
  poissonQuantile,
} from '../../../scenarios/calibration/probability.ts';

/** Sums of single probabilities, each from the one before: slow, and hard to get wrong. */
function poissonSum(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

function binomialSum(hits: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  let sum = term;
  for (let k = 1; k <= hits; k++) {
    term *= ((trials - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}

test('Poisson probabilities are their sums', () => {
  for (const mean of [0.1, 1, 7.5, 120, 600]) {
    for (const count of [0, 1, 5, Math.round(mean), Math.round(mean + 3 * Math.sqrt(mean))]) {
      expect(poissonAtMost(count, mean)).toBeCloseTo(poissonSum(count, mean), 11);
      expect(poissonAtLeast(count + 1, mean)).toBeCloseTo(1 - poissonSum(count, mean), 11);
    }
  }
  expect([poissonAtMost(-1, 5), poissonAtLeast(0, 5), poissonAtLeast(1, 0)]).toEqual([0, 1, 0]);
});

test('binomial probabilities are their sums', () => {
  for (const [trials, share] of [
    [10, 0.5],
    [40, 0.07],
    [300, 0.31],
  ] as const) {
    for (const hits of [0, 1, Math.round(trials * share), trials - 1, trials]) {
      expect(binomialAtMost(hits, trials, share)).toBeCloseTo(binomialSum(hits, trials, share), 10);
    }
  }
});

test('tables of χ² and of the normal are met', () => {
  // 5 % and 1 % points as every table prints them.
  expect(chiSquareAtLeast(3.841459, 1)).toBeCloseTo(0.05, 6);
  expect(chiSquareAtLeast(16.811894, 6)).toBeCloseTo(0.01, 6);
  expect(normalAtMost(1.959964)).toBeCloseTo(0.975, 6);
  expect(normalAtMost(-2.575829)).toBeCloseTo(0.005, 6);
  expect(normalAtMost(0)).toBe(0.5);
});

test('large means are near their normal, tails included', () => {
  const mean = 639_154;
  for (const z of [-3, -1, 0, 1, 3]) {
    const count = Math.round(mean + z * Math.sqrt(mean));
    const near = normalAtMost((count + 0.5 - mean) / Math.sqrt(mean));
    expect(poissonAtMost(count, mean)).toBeCloseTo(near, 3);
  }
});

test('quantiles are the first counts that reach their probability', () => {
  for (const mean of [3, 830, 26_182]) {
    for (const share of [0.025, 0.5, 0.975]) {
      const count = poissonQuantile(share, mean);
      expect(poissonAtMost(count, mean)).toBeGreaterThanOrEqual(share);
      expect(poissonAtMost(count - 1, mean)).toBeLessThan(share);
      const hits = binomialQuantile(share, 2000, 0.3);
      expect(binomialAtMost(hits, 2000, 0.3)).toBeGreaterThanOrEqual(share);
      expect(binomialAtMost(hits - 1, 2000, 0.3)).toBeLessThan(share);
    }
  }
});
