import { describe, expect, test } from 'vitest';
import { distributionOf } from '../../../scenarios/compare/distribution.ts';
import {
  type Draw,
  intervalOf,
  resampledChanges,
  resampledFrequency,
  resampledQuantile,
  resampledShare,
  resamplesFor,
} from '../../../scenarios/compare/resampling.ts';
import { exponential, lognormal, normalQuantile } from '../../../sim/distribution.ts';
import { Histogram } from '../../../sim/histogram.ts';
import { type Rng, streams } from '../../../sim/rng.ts';

const TRIALS = 200;

/** In how many of 200 trials the 95 % interval of the change holds the true one. */
function coverage(trueChange: number, sample: (rng: Rng, side: 'from' | 'to') => Draw): number {
  let covered = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const side = (name: 'from' | 'to') => {
      const draw = sample(streams(11).stream(`sample-${name}`, trial), name);
      return { draw, rng: streams(12).stream(`draw-${name}`, trial) };
    };
    const changes = resampledChanges(side('from'), side('to'), 1000);
    const { low, high } = intervalOf(changes, 0.05);
    if (low <= trueChange && trueChange <= high) covered += 1;
  }
  return covered / TRIALS;
}

/** A percentile of durations of a lognormal. */
function quantileOf(rng: Rng, median: number, percent: number, designEffect = 1): Draw {
  const duration = lognormal(median, 2 * median);
  const sorted = Float64Array.from({ length: 600 }, () => duration(rng)).sort();
  return resampledQuantile(
    percent / 100,
    600 / designEffect,
    (share) => sorted[Math.max(0, Math.ceil(600 * share) - 1)] as number,
  );
}

/** The same by the histogram they were recorded in. */
function recordedQuantileOf(rng: Rng, percent: number): Draw {
  const histogram = new Histogram();
  const duration = lognormal(10_000, 20_000);
  for (let n = 0; n < 600; n++) histogram.record(duration(rng));
  const { quantileMs } = distributionOf(histogram.toRecord());
  histogram.dispose();
  return resampledQuantile(percent / 100, 600, quantileMs);
}

describe('intervals of 95 % hold the truth in 90 to 98 % of 200 trials', () => {
  test.each([50, 90, 95])('of the %i th percentile, unchanged', (percent) => {
    const held = coverage(0, (rng) => quantileOf(rng, 10_000, percent));
    expect(held).toBeGreaterThanOrEqual(0.9);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('of the 95th percentile, a quarter longer', () => {
    const held = coverage(0.25, (rng, side) =>
      quantileOf(rng, side === 'from' ? 10_000 : 12_500, 95),
    );
    expect(held).toBeGreaterThanOrEqual(0.9);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('of the 95th percentile, by its histogram', { timeout: 30_000 }, () => {
    const held = coverage(0, (rng) => recordedQuantileOf(rng, 95));
    expect(held).toBeGreaterThanOrEqual(0.9);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('of a share', () => {
    const held = coverage(0.5, (rng, side) => {
      const probability = side === 'from' ? 0.1 : 0.15;
      let hits = 0;
      for (let n = 0; n < 500; n++) if (rng.uniform() < probability) hits += 1;
      return resampledShare(hits, 500);
    });
    expect(held).toBeGreaterThanOrEqual(0.9);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('of a frequency', () => {
    const held = coverage(0, (rng) => {
      let events = -1;
      for (let t = 0; t < 80; events++) t += exponential(1)(rng);
      return resampledFrequency(events, 400);
    });
    expect(held).toBeGreaterThanOrEqual(0.9);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('and not if samples are counted four times: the check can fail', () => {
    const held = coverage(0, (rng) => quantileOf(rng, 10_000, 90, 1 / 4));
    expect(held).toBeLessThan(0.85);
  });
});

test('a resampled percentile is spread as that of whole samples drawn again', () => {
  const rng = streams(3).stream('values', 0);
  const values = Array.from({ length: 300 }, () => 5000 * Math.exp(normalQuantile(rng.uniform())));
  const sorted = [...values].sort((a, b) => a - b);
  const drawn = Array.from({ length: 4000 }, () => {
    const again = values.map(() => values[Math.floor(300 * rng.uniform())] as number);
    return again.sort((a, b) => a - b)[269] as number;
  });
  const byRank = resampledQuantile(0.9, 300, (share) => {
    return sorted[Math.min(299, Math.floor(share * 300))] as number;
  });
  const short = Array.from({ length: 4000 }, () => byRank(rng));
  const deviation = (of: readonly number[]) => {
    const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
    return Math.sqrt(of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / of.length);
  };
  expect(deviation(short) / deviation(drawn)).toBeGreaterThan(0.9);
  expect(deviation(short) / deviation(drawn)).toBeLessThan(1.1);
});

test('nothing seen is not certainty', () => {
  const changes = resampledChanges(
    { draw: resampledShare(0, 200), rng: streams(1).stream('a', 0) },
    { draw: resampledShare(1, 200), rng: streams(1).stream('b', 0) },
    5000,
  );
  const { low, high } = intervalOf(changes, 0.05);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(1);
});

test('an interval leaves as much at either end, and says how many resamples that takes', () => {
  const ascending = Float64Array.from({ length: 100 }, (_, index) => index);
  expect(intervalOf(ascending, 0.1)).toEqual({ low: 5, high: 94 });
  expect(resamplesFor(0.05)).toBe(40);
});
