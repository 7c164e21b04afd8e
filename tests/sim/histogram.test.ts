import { AssertionError } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lognormal } from '../../sim/distribution.ts';
import { Histogram } from '../../sim/histogram.ts';
import { streams } from '../../sim/rng.ts';

/** 10⁵ journeys around three minutes and as many others as they come, to the microsecond. */
const source = streams(9).stream('histogram', 0);
const journey = lognormal(150_000, 240_000);
const samples = Array.from({ length: 100_000 }, (_, index) => {
  return index % 2 === 0 ? journey(source) : 10 ** (source.uniform() * 9 - 3);
});

test('merged shards are byte for byte what one histogram would have been', () => {
  const whole = recorded(samples).toRecord();
  const shape = fc.record({ shards: fc.integer({ min: 1, max: 64 }), seed: fc.integer() });
  fc.assert(
    fc.property(shape, ({ shards, seed }) => {
      const rng = streams(seed).stream('shard', 0);
      const parts = Array.from({ length: shards }, () => new Histogram());
      for (const ms of samples) parts[Math.floor(rng.uniform() * shards)]?.record(ms);
      const merged = new Histogram();
      for (const part of parts) merged.add(Histogram.fromRecord(part.toRecord()));
      expect(JSON.stringify(merged.toRecord())).toBe(JSON.stringify(whole));
      for (const histogram of [...parts, merged]) histogram.dispose();
    }),
    { numRuns: 8 },
  );
});

test('a record read back is the same histogram and goes on counting', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e8, noNaN: true })), (values) => {
      const histogram = recorded(values);
      const again = Histogram.fromRecord(JSON.parse(JSON.stringify(histogram.toRecord())));
      for (const each of [histogram, again]) each.record(42);
      expect(again.toRecord()).toEqual(histogram.toRecord());
      expect(again.meanMs).toBe(histogram.meanMs);
      for (const percent of [0, 50, 99, 100]) {
        expect(again.percentileMs(percent)).toBe(histogram.percentileMs(percent));
      }
      for (const each of [histogram, again]) each.dispose();
    }),
    { numRuns: 50 },
  );
});

test('what lies around the promise of 180,000 ms keeps its exact count, sum, minimum and maximum', () => {
  const histogram = recorded([179_999.4, 180_000, 180_000.6]);
  expect(histogram.count).toBe(3);
  expect(histogram.sumMs).toBe(540_000);
  expect(histogram.meanMs).toBe(180_000);
  expect([histogram.minMs, histogram.maxMs]).toEqual([179_999.4, 180_000.6]);
  expect(histogram.percentileMs(100)).toBe(180_000.6);
  expect(recorded([179_999.4]).percentileMs(99)).toBe(179_999.4);
});

test('the sum of many samples is exact to the microsecond', () => {
  const inUs = samples.map((ms) => BigInt(Math.round(ms * 1000)));
  const sumUs = inUs.reduce((sum, us) => sum + us, 0n);
  expect(BigInt(Math.round(recorded(samples).sumMs * 1000))).toBe(sumUs);
});

test('percentiles differ from those of the sorted samples by a thousandth at most', () => {
  const histogram = recorded(samples);
  const sorted = Float64Array.from(samples).sort();
  for (const percent of [0.1, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]) {
    const exact = sorted[Math.ceil((percent / 100) * sorted.length) - 1] as number;
    // Below a millisecond the microsecond of the histogram is what limits.
    const tolerance = Math.max(0.001 * exact, 0.001);
    expect(Math.abs(histogram.percentileMs(percent) - exact)).toBeLessThanOrEqual(tolerance);
  }
});

test('percentiles never leave what was seen and never fall', () => {
  const durations = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(durations, (values) => {
      const histogram = recorded(values);
      let before = histogram.minMs;
      for (let percent = 0; percent <= 100; percent += 2.5) {
        const ms = histogram.percentileMs(percent);
        expect(ms).toBeGreaterThanOrEqual(before);
        before = ms;
      }
      expect(before).toBe(Math.max(...values));
      histogram.dispose();
    }),
    { numRuns: 50 },
  );
});

test('an empty histogram has no percentile and no mean, and its record says so', () => {
  const empty = new Histogram();
  for (const percent of [0, 50, 100]) expect(empty.percentileMs(percent)).toBeNaN();
  expect(empty.meanMs).toBeNaN();
  expect(empty.toRecord()).toMatchObject({ count: 0, sumMs: 0, minMs: 0, maxMs: 0 });
  const again = Histogram.fromRecord(empty.toRecord());
  expect(again.percentileMs(50)).toBeNaN();
  again.add(recorded([5]));
  expect([again.minMs, again.maxMs]).toEqual([5, 5]);
});

test('adding an empty histogram changes nothing', () => {
  const histogram = recorded([1, 2, 3]);
  const before = histogram.toRecord();
  histogram.add(new Histogram());
  expect(histogram.toRecord()).toEqual(before);
});

test('what is out of range of the buckets still counts, exactly', () => {
  const weekMs = 7 * 24 * 3600 * 1000;
  const histogram = recorded([0, 1, 2 * weekMs]);
  expect([histogram.count, histogram.minMs, histogram.maxMs]).toEqual([3, 0, 2 * weekMs]);
  expect(histogram.percentileMs(50)).toBe(1);
  expect(histogram.percentileMs(99)).toBeGreaterThan(0.99 * weekMs);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a duration of %d ms is a bug', (ms) => {
  const histogram = recorded([1]);
  expect(() => histogram.record(ms)).toThrow(AssertionError);
  expect([histogram.count, histogram.sumMs]).toEqual([1, 1]);
});

function recorded(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const ms of values) histogram.record(ms);
  return histogram;
}
