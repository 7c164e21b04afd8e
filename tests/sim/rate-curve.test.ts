import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constantRate, RateCurve, type RateSegment, rampingRate } from '../../sim/rate-curve.ts';

const rate = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1000, noNaN: true }));

/** A part of the whole, on the grid of uniform(). */
const share = fc.integer({ min: 0, max: 2 ** 53 - 1 }).map((steps) => steps * 2 ** -53);

const segments: fc.Arbitrary<RateSegment[]> = fc
  .array(
    fc.record({
      gapMs: fc.constantFrom(0, 0, 0, 500),
      durationMs: fc.integer({ min: 1, max: 100_000 }),
      fromPerSecond: rate,
      toPerSecond: rate,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((stretches) => {
    let atMs = 0;
    return stretches.map(({ gapMs, durationMs, ...rates }) => {
      const fromMs = atMs + gapMs;
      atMs = fromMs + durationMs;
      return { fromMs, toMs: atMs, ...rates };
    });
  });

test('instantMs() turns the integral of the rate round', () => {
  fc.assert(
    fc.property(segments, share, (all, u) => {
      const curve = new RateCurve(all);
      const count = u * curve.expected;
      const atMs = curve.instantMs(count);
      if (atMs === undefined) {
        expect(count).toBe(curve.expected);
        return;
      }
      // An instant is a whole µs: half of one, at the highest rate, is all it may be off.
      const highest = Math.max(...all.flatMap((s) => [s.fromPerSecond, s.toPerSecond]));
      const off = Math.abs(integral(all, atMs) - count);
      expect(off).toBeLessThanOrEqual(0.5e-6 * highest + 1e-9 * (1 + count));
    }),
    { numRuns: 1000 },
  );
});

test('instants never go back in time, are never NaN and stay inside the curve', () => {
  const shares = fc.array(share, { minLength: 2 });
  fc.assert(
    fc.property(segments, shares, (all, unsorted) => {
      const curve = new RateCurve(all);
      const lastMs = all.at(-1)?.toMs as number;
      const counts = [...unsorted, 1 - 2 ** -53].sort((a, b) => a - b);
      let beforeMs = 0;
      for (const part of counts) {
        const atMs = curve.instantMs(part * curve.expected);
        if (atMs === undefined) continue;
        expect(atMs).toBeGreaterThanOrEqual(beforeMs);
        expect(atMs).toBeLessThanOrEqual(lastMs);
        beforeMs = atMs;
      }
    }),
    { numRuns: 1000 },
  );
});

test('the last event before the end of a ramp down to nothing has an instant', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
      fc.integer({ min: 1, max: 1e7 }),
      (from, toMs) => {
        const curve = new RateCurve([{ fromMs: 0, toMs, fromPerSecond: from, toPerSecond: 0 }]);
        const atMs = curve.instantMs(curve.expected * (1 - 2 ** -53)) ?? toMs;
        expect(atMs).toBeGreaterThan(0.999 * toMs);
        expect(atMs).toBeLessThanOrEqual(toMs);
      },
    ),
    { numRuns: 2000 },
  );
});

test('the expected number is the area under the rate', () => {
  expect(constantRate(50, 20_000).expected).toBe(1000);
  const ramp = rampingRate(0, [
    { durationMs: 10_000, targetPerSecond: 10 },
    { durationMs: 10_000, targetPerSecond: 10 },
    { durationMs: 20_000, targetPerSecond: 0 },
  ]);
  expect(ramp.expected).toBe(50 + 100 + 100);
  expect(new RateCurve([]).expected).toBe(0);
  expect(new RateCurve([]).instantMs(0)).toBeUndefined();
});

test('beyond the expected number there is no instant, and none in a stretch without events', () => {
  const curve = new RateCurve([
    { fromMs: 0, toMs: 1000, fromPerSecond: 4, toPerSecond: 4 },
    { fromMs: 1000, toMs: 5000, fromPerSecond: 0, toPerSecond: 0 },
    { fromMs: 9000, toMs: 10_000, fromPerSecond: 4, toPerSecond: 4 },
  ]);
  expect([0, 3, 4, 5, 8, 9].map((count) => curve.instantMs(count))).toEqual([
    0,
    750,
    9000,
    9250,
    undefined,
    undefined,
  ]);
});

test('ratePerSecond() follows the ramps and is 0 outside of them', () => {
  const curve = new RateCurve([
    { fromMs: 1000, toMs: 2000, fromPerSecond: 0, toPerSecond: 10 },
    { fromMs: 3000, toMs: 4000, fromPerSecond: 7, toPerSecond: 7 },
  ]);
  const rates = [0, 1000, 1500, 2000, 2500, 3000, 3999, 4000].map((ms) => curve.ratePerSecond(ms));
  expect(rates).toEqual([0, 0, 5, 0, 0, 7, 7, 0]);
});

test.each([
  ['overlap', [segment(0, 10), segment(5, 20)]],
  ['run backwards', [segment(10, 20), segment(0, 5)]],
  ['are empty', [segment(10, 10)]],
  ['end before they begin', [segment(10, 5)]],
  ['have no end', [segment(0, Number.NaN)]],
  ['have a negative rate', [segment(0, 10, -1)]],
  ['have an infinite rate', [segment(0, 10, Number.POSITIVE_INFINITY)]],
  ['have a rate that is no number', [segment(0, 10, Number.NaN)]],
])('segments that %s are refused', (_, all) => {
  expect(() => new RateCurve(all)).toThrow(RangeError);
});

function segment(fromMs: number, toMs: number, perSecond = 1): RateSegment {
  return { fromMs, toMs, fromPerSecond: perSecond, toPerSecond: perSecond };
}

/** Λ(t) by its definition: the trapezium under the rate, segment by segment. */
function integral(all: readonly RateSegment[], untilMs: number): number {
  return all.reduce((sum, { fromMs, toMs, fromPerSecond, toPerSecond }) => {
    const share = Math.min(1, Math.max(0, (untilMs - fromMs) / (toMs - fromMs)));
    const atPerSecond = fromPerSecond + (toPerSecond - fromPerSecond) * share;
    return sum + (((fromPerSecond + atPerSecond) / 2) * share * (toMs - fromMs)) / 1000;
  }, 0);
}
