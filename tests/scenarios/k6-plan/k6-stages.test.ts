import { describe, expect, test } from 'vitest';
import { K6_TIME_UNIT, type K6Stage, k6Stages } from '../../../scenarios/k6-plan/k6-stages.ts';
import { RateCurve, rampingRate } from '../../../sim/rate-curve.ts';

const UNIT_S = 86_400;

/** The iterations of k6’s own ramps: what its executor makes of them. */
function iterations(startRate: number, stages: readonly K6Stage[]): number {
  let [rate, sum] = [startRate, 0];
  for (const { duration, target } of stages) {
    sum += ((rate + target) / 2 / UNIT_S) * (Number.parseInt(duration, 10) / 1000);
    rate = target;
  }
  return sum;
}

const lasts = (stages: readonly K6Stage[]) =>
  stages.reduce((sum, { duration }) => sum + Number.parseInt(duration, 10), 0);

/** Steps, a gap, a ramp: 09:00 to 12:00 of a shop that closes at ten for an hour. */
const CURVE = new RateCurve([
  { fromMs: 0, toMs: 3_600_000, fromPerSecond: 0.5, toPerSecond: 0.5 },
  { fromMs: 7_200_000, toMs: 9_000_000, fromPerSecond: 1, toPerSecond: 1 },
  { fromMs: 9_000_000, toMs: 10_800_000, fromPerSecond: 1, toPerSecond: 0.25 },
]);
const WHOLE = { fromMs: 0, toMs: 10_800_000, speed: 1 };

describe('a curve as ramps of k6', () => {
  test('has as many iterations as the curve, and lasts as long', () => {
    const { startRate, stages, peakPerSecond } = k6Stages(CURVE.segments, WHOLE, 1);
    expect(iterations(startRate, stages)).toBeCloseTo(CURVE.expected, 1);
    expect(lasts(stages)).toBe(10_800_000);
    expect(peakPerSecond).toBe(1);
    expect(K6_TIME_UNIT).toBe('24h');
  });

  test('jumps where the rate does, and not in the midst of an hour', () => {
    const { startRate, stages } = k6Stages(CURVE.segments, WHOLE, 1);
    expect(startRate).toBe(43_200);
    expect(stages).toEqual([
      { duration: '3600000ms', target: 43_200 },
      { duration: '0ms', target: 0 },
      { duration: '3600000ms', target: 0 },
      { duration: '0ms', target: 86_400 },
      { duration: '1800000ms', target: 86_400 },
      { duration: '1800000ms', target: 21_600 },
    ]);
  });

  test.each([7, 60, 240])('%d times as fast has the same iterations in less time', (speed) => {
    const { startRate, stages } = k6Stages(CURVE.segments, { ...WHOLE, speed }, 1);
    expect(iterations(startRate, stages)).toBeCloseTo(CURVE.expected, 0);
    expect(lasts(stages)).toBe(Math.round(10_800_000 / speed));
  });

  test('of a part has that part, with the rate at its edges', () => {
    const part = { fromMs: 3_000_000, toMs: 9_900_000, speed: 1 };
    const { startRate, stages } = k6Stages(CURVE.segments, part, 2);
    expect(startRate).toBe(86_400);
    expect(stages.at(-1)).toEqual({ duration: '900000ms', target: 0.625 * 2 * UNIT_S });
    expect(iterations(startRate, stages)).toBeCloseTo(2 * (300 + 1800 + 731.25), 1);
  });

  test('begins with nobody where the part does, and ends with the last of them', () => {
    const part = { fromMs: 3_900_000, toMs: 20_000_000, speed: 1 };
    const { startRate, stages } = k6Stages(CURVE.segments, part, 1);
    expect([startRate, stages[0]]).toEqual([0, { duration: '3300000ms', target: 0 }]);
    expect(stages.at(-1)).toEqual({ duration: '1800000ms', target: 21_600 });
    expect(lasts(stages)).toBe(10_800_000 - 3_900_000);
  });

  test('puts hours of the same rate together', () => {
    const hours = Array.from({ length: 9 }, (_, hour) => ({
      fromMs: hour * 3_600_000,
      toMs: (hour + 1) * 3_600_000,
      fromPerSecond: 2,
      toPerSecond: 2,
    }));
    const { stages } = k6Stages(hours, { fromMs: 0, toMs: 32_400_000, speed: 1 }, 1);
    expect(stages).toEqual([{ duration: '32400000ms', target: 2 * UNIT_S }]);
  });

  test('keeps rates that would be nothing a second', () => {
    const rare = rampingRate(0.0004, [{ durationMs: 3_600_000, targetPerSecond: 0.0004 }]);
    const { startRate, stages } = k6Stages(rare.segments, { ...WHOLE, toMs: 3_600_000 }, 1);
    expect([startRate, stages.at(-1)?.target]).toEqual([35, 35]);
  });
});
