import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  constant,
  empirical,
  exponential,
  lognormal,
  lognormalMean,
  normalQuantile,
} from '../../sim/distribution.ts';
import { streams } from '../../sim/rng.ts';
import { chiSquared, chiSquaredCritical, kolmogorovSmirnov, meanOf } from './statistics.ts';

const source = streams(2024);

// Wichura 1988 gives the first two as checks; the others are from tables to 16 digits.
test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [0.5, 0],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
  [1e-10, -6.361340902404056],
])('the normal quantile of %d is %d', (probability, quantile) => {
  expect(normalQuantile(probability)).toBeCloseTo(quantile, 13);
});

test('the normal quantile is antisymmetric about ½ and increasing', () => {
  const grid = fc.integer({ min: 1, max: 2 ** 53 - 1 });
  fc.assert(
    fc.property(grid, grid, (a, b) => {
      const [p, q] = [a * 2 ** -53, b * 2 ** -53];
      expect(normalQuantile(1 - p)).toBe(-normalQuantile(p) || 0);
      if (p < q) expect(normalQuantile(p)).toBeLessThanOrEqual(normalQuantile(q));
    }),
    { numRuns: 2000 },
  );
});

test('the normal quantile of the end points is finite', () => {
  expect(normalQuantile(0)).toBeGreaterThan(-9);
  expect(normalQuantile(0)).toBeLessThan(-8);
  expect(normalQuantile(1)).toBeLessThan(9);
});

test('the normal quantile turns uniform draws into normal ones', () => {
  const rng = source.stream('normal', 0);
  const draws = Array.from({ length: 100_000 }, () => normalQuantile(rng.uniform()));
  expect(Math.abs(meanOf(draws))).toBeLessThan(3.3 / Math.sqrt(draws.length));
  const variance = meanOf(draws.map((draw) => draw * draw));
  expect(Math.abs(variance - 1)).toBeLessThan(3.3 * Math.sqrt(2 / draws.length));
});

test('an exponential has its mean and its form, and a wrong mean is seen', () => {
  const rng = source.stream('exponential', 0);
  const draws = Array.from({ length: 20_000 }, () => exponential(250)(rng));
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(kolmogorovSmirnov(draws, (ms) => 1 - Math.exp(-ms / 250))).toBeGreaterThan(0.01);
  expect(kolmogorovSmirnov(draws, (ms) => 1 - Math.exp(-ms / 260))).toBeLessThan(0.01);
});

test.each([
  [8_000, 20_000],
  [30_000, 90_000],
  [5, 5.5],
])('a lognormal of median %d and 95th percentile %d has both, and its mean', (median, p95) => {
  const rng = source.stream('lognormal', median);
  const draw = lognormal(median, p95);
  const size = 100_000;
  const draws = Float64Array.from({ length: size }, () => draw(rng)).sort();
  // Order statistics: the sample quantile of q lies between these ranks in 99.9 % of all samples.
  for (const [q, truth] of [
    [0.5, median],
    [0.95, p95],
  ] as const) {
    const spread = 3.3 * Math.sqrt(size * q * (1 - q));
    expect(draws[Math.floor(size * q - spread)]).toBeLessThan(truth);
    expect(draws[Math.ceil(size * q + spread)]).toBeGreaterThan(truth);
  }
  const values = [...draws];
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  const standardError = Math.sqrt(variance / size);
  expect(Math.abs(mean - lognormalMean(median, p95))).toBeLessThan(3.3 * standardError);
  expect(standardError).toBeLessThan(0.01 * mean);
});

test('a lognormal whose figures are equal is constant', () => {
  const rng = source.stream('equal', 0);
  expect(new Set(Array.from({ length: 100 }, () => lognormal(7, 7)(rng)))).toEqual(new Set([7]));
  expect(lognormalMean(7, 7)).toBe(7);
  expect(constant(7)(rng)).toBe(7);
});

test.each([
  [0, 1],
  [-1, 1],
  [2, 1],
  [Number.NaN, 1],
  [1, Number.NaN],
])('a lognormal of median %d and 95th percentile %d is refused', (median, p95) => {
  expect(() => lognormal(median, p95)).toThrow(RangeError);
});

test('observed values come as often as they weigh, those of weight 0 never', () => {
  const rng = source.stream('empirical', 0);
  const weights = [0, 5, 1, 0, 20, 4, 0];
  const draw = empirical(['a', 'b', 'c', 'd', 'e', 'f', 'g'], weights);
  const counts = new Map<string, number>();
  const size = 100_000;
  for (let index = 0; index < size; index++) {
    const value = draw(rng);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['b', 'c', 'e', 'f']);
  const observed = ['b', 'c', 'e', 'f'].map((value) => counts.get(value) ?? 0);
  const expected = [5, 1, 20, 4].map((weight) => (weight / 30) * size);
  expect(chiSquared(observed, expected)).toBeLessThan(chiSquaredCritical(3, 0.001));
});

test('the ends of [0, 1) fall on the first and the last observed value that weighs', () => {
  const draw = empirical(['never', 'first', 'last', 'never'], [0, 1, 1e-9, 0]);
  expect(draw({ uniform: () => 0 })).toBe('first');
  expect(draw({ uniform: () => 1 - 2 ** -53 })).toBe('last');
});

test.each([
  [[], []],
  [['a'], []],
  [['a'], [1, 2]],
  [
    ['a', 'b'],
    [1, -1],
  ],
  [['a'], [Number.NaN]],
  [
    ['a', 'b'],
    [0, 0],
  ],
])('observed values %j with weights %j are refused', (values, weights) => {
  expect(() => empirical<string>(values, weights)).toThrow(RangeError);
});
