import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarWorkload } from '../../../../scenarios/traffic/executors/calendar.ts';
import { rateCurve as curveOf, Workload } from '../../../../scenarios/traffic/workloads.ts';
import { DAY_MS } from '../../../../sim/civil-time.ts';
import type { RateCurve } from '../../../../sim/rate-curve.ts';
import { instantMs } from '../../../../sim/units.ts';
import { chiSquared, chiSquaredCritical } from '../../../sim/statistics.ts';
import { dueMs, MIDNIGHT_MS, type WorkloadData } from './offered.ts';

const HOUR_MS = 3_600_000;

const BANDS: CalendarWorkload['bands'] = [
  { from: '06:30', to: '08:30', share: 4 },
  { from: '08:30', to: '17:15', share: 72, hourly: { 8: 4, 9: 13, 12: 8, 16: 7.5, 17: 6 } },
  { from: '17:15', to: '23:00', share: 24 },
];

function rateCurve(workload: Workload, beginsAtMs: number, runMs: number): RateCurve {
  return curveOf(workload, beginsAtMs, runMs) as RateCurve;
}

function calendar(changes: Partial<CalendarWorkload> = {}): Workload {
  const day = { executor: 'calendar', perDay: 1000, bands: BANDS, ...changes };
  return Workload.parse(day) as Workload;
}

/** Citizens expected between two times of the day, in a run of one day from midnight. */
function expectedBetween(workload: Workload, fromMs: number, toMs: number): number {
  const until = (ms: number) => (ms === 0 ? 0 : rateCurve(workload, MIDNIGHT_MS, ms).expected);
  return until(toMs) - until(fromMs);
}

describe('the curve of a day', () => {
  test('adds up to the citizens of a day times its factors', () => {
    expect(rateCurve(calendar(), MIDNIGHT_MS, DAY_MS).expected).toBeCloseTo(1000, 8);
    const factors = { june: 1.058, monday: 1.25 };
    const busier = rateCurve(calendar({ factors }), MIDNIGHT_MS, DAY_MS).expected;
    expect(busier).toBeCloseTo(1000 * 1.058 * 1.25, 8);
  });

  test('adds up to them whatever bands, hours and weights it has', () => {
    const share = fc.double({ min: 0.01, max: 100, noNaN: true });
    const edges = fc
      .uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 2, maxLength: 9 })
      .map((minutes) => minutes.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        edges,
        fc.array(share, { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        (at, w, weighed) => {
          const hourly = Object.fromEntries(
            Array.from({ length: 24 }, (_, hour) => [hour, w[hour % 8]]),
          );
          const bands = at.slice(0, -1).map((from, index) => ({
            from: clock(from),
            to: clock(at[index + 1] as number),
            share: w[index % 8],
            ...(weighed ? { hourly } : {}),
          }));
          const workload = Workload.parse({ executor: 'calendar', perDay: 1000, bands });
          const { expected } = rateCurve(workload, MIDNIGHT_MS, DAY_MS);
          expect(expected).toBeCloseTo(1000, 6);
        },
      ),
    );
  });

  test('gives each band its share', () => {
    const between = (from: number, to: number) =>
      expectedBetween(calendar(), from * HOUR_MS, to * HOUR_MS);
    expect(between(6.5, 8.5)).toBeCloseTo(40, 8);
    expect(between(8.5, 17.25)).toBeCloseTo(720, 8);
    expect(between(17.25, 23)).toBeCloseTo(240, 8);
  });

  test('weighs whole hours by their weight and parts of an hour by their part', () => {
    const between = (from: number, to: number) =>
      expectedBetween(calendar(), from * HOUR_MS, to * HOUR_MS);
    const perWeight = 720 / (4 / 2 + 13 + 8 + 7.5 + 6 / 4);
    expect(between(8.5, 9)).toBeCloseTo(2 * perWeight, 8);
    expect(between(9, 10)).toBeCloseTo(13 * perWeight, 8);
    expect(between(17, 17.25)).toBeCloseTo(1.5 * perWeight, 8);
    expect(between(13, 14)).toBe(0);
  });

  test('is even within a band without weights', () => {
    const rates = [18, 19.5, 22.9].map((hour) =>
      rateCurve(calendar(), MIDNIGHT_MS, DAY_MS).ratePerSecond(hour * HOUR_MS),
    );
    for (const rate of rates) expect(rate).toBeCloseTo(240 / (5.75 * 3600), 12);
  });

  test('has nobody at night, as no band does', () => {
    const curve = rateCurve(calendar(), MIDNIGHT_MS, 2 * DAY_MS);
    for (const hour of [0, 3, 6.49, 23, 23.9, 24, 30.4]) {
      expect(curve.ratePerSecond(hour * HOUR_MS)).toBe(0);
    }
  });

  test('begins in the middle of a band for a run that does', () => {
    const beginsMs = instantMs('2015-06-01T18:15:00+09:00');
    const whole = rateCurve(calendar(), MIDNIGHT_MS, DAY_MS);
    const evening = rateCurve(calendar(), beginsMs, DAY_MS / 4);
    expect(evening.expected).toBeCloseTo((240 * 4.75) / 5.75, 8);
    expect(evening.ratePerSecond(0)).toBe(whole.ratePerSecond(18.25 * HOUR_MS));
  });

  test('is cut off with the run', () => {
    const curve = rateCurve(calendar(), MIDNIGHT_MS, 7.5 * HOUR_MS);
    expect(curve.expected).toBeCloseTo(20, 8);
    expect(curve.ratePerSecond(7.5 * HOUR_MS)).toBe(0);
  });

  test('is repeated from day to day', () => {
    expect(rateCurve(calendar(), MIDNIGHT_MS, 3 * DAY_MS).expected).toBeCloseTo(3000, 7);
    const fromNoon = rateCurve(calendar(), MIDNIGHT_MS + DAY_MS / 2, 2 * DAY_MS);
    expect(fromNoon.expected).toBeCloseTo(2000, 7);
    expect(fromNoon.ratePerSecond(DAY_MS + 1)).toBe(fromNoon.ratePerSecond(1));
  });
});

test('citizens follow the curve', () => {
  const perHour = (hour: number) =>
    expectedBetween(calendar(), hour * HOUR_MS, (hour + 1) * HOUR_MS);
  const busy = { executor: 'calendar', perDay: 20_000, bands: BANDS } as WorkloadData;
  const instants = dueMs(busy, { runMs: DAY_MS });
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => perHour(hour) > 0);
  const counts = hours.map(
    (hour) => instants.filter((ms) => Math.floor(ms / HOUR_MS) === hour).length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(instants.length);
  const due = hours.map((hour) => 20 * perHour(hour));
  expect(chiSquared(counts, due)).toBeLessThan(chiSquaredCritical(hours.length, 0.001));
});

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
