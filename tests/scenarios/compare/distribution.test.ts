import { expect, test } from 'vitest';
import { distributionOf } from '../../../scenarios/compare/distribution.ts';
import { lognormal } from '../../../sim/distribution.ts';
import { Histogram } from '../../../sim/histogram.ts';
import { streams } from '../../../sim/rng.ts';

test('says the same percentiles as the histogram it was taken from', () => {
  const histogram = new Histogram();
  const rng = streams(5).stream('test', 0);
  const duration = lognormal(900, 40_000);
  for (let n = 0; n < 3000; n++) histogram.record(duration(rng));
  const distribution = distributionOf(histogram.toRecord());
  for (const percent of [0.1, 5, 50, 90, 95, 99, 99.9, 100]) {
    const quantile = distribution.quantileMs(percent / 100);
    expect(Math.abs(quantile / histogram.percentileMs(percent) - 1)).toBeLessThan(0.002);
  }
  expect(distribution.count).toBe(3000);
});

test('counts what does not exceed a value', () => {
  const histogram = new Histogram();
  for (const ms of [10, 20, 20, 300, 5000]) histogram.record(ms);
  const { countUpTo } = distributionOf(histogram.toRecord());
  expect([9, 10.1, 20.1, 299, 301, 5000].map(countUpTo)).toEqual([0, 1, 3, 3, 4, 5]);
});

test('of nothing has no percentile', () => {
  const { quantileMs, countUpTo, count } = distributionOf(new Histogram().toRecord());
  expect([quantileMs(0.5), countUpTo(10), count]).toEqual([Number.NaN, 0, 0]);
});
