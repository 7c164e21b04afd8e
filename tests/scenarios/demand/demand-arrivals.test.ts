import { describe, expect, test } from 'vitest';
import {
  type DemandArrival,
  type DemandWindow,
  demandArrivals,
} from '../../../scenarios/demand/demand-arrivals.ts';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { gammaFactor } from '../../../scenarios/demand/gamma.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';
import { streams } from '../../../sim/rng.ts';
import {
  chiSquared,
  chiSquaredCritical,
  gapsOf,
  kolmogorovSmirnov,
  meanOf,
} from '../../sim/statistics.ts';
import { at, given, smallDemand } from './small-demand.ts';

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const WEEK = { fromMs: at('2014-02-03 00:00'), toMs: at('2014-02-10 00:00') };
const months = given({ 2: 1.4 });
const plain = new DemandRate(smallDemand({ months, weekdays: given({ monday: 1.3 }) }));
const wild = new DemandRate(smallDemand({ months, overdispersion: given(0.05) }));

function arrivals(rate: DemandRate, seed: number, window: DemandWindow = WEEK): DemandArrival[] {
  return [...demandArrivals(rate, streams(seed), '27203/day', window)];
}

/** Uniform over each day, as many as the day expects: what a plain schedule would do. */
function evenDays(rate: DemandRate): readonly number[] {
  return Array.from({ length: 7 }, (_, day) => WEEK.fromMs + day * DAY_MS).flatMap((fromMs) => {
    const count = Math.round(rate.expectedVisits(fromMs, fromMs + DAY_MS));
    const stepMs = DAY_MS / count;
    return Array.from({ length: count }, (_, at) => fromMs + (at + 0.5) * stepMs);
  });
}

/** Gaps on the axis of expected visits. */
function rescaled(rate: DemandRate, instants: readonly number[]): readonly number[] {
  let [untilMs, sum] = [WEEK.fromMs, 0];
  const expected = instants.map((atMs) => {
    sum += rate.expectedVisits(untilMs, atMs);
    untilMs = atMs;
    return sum;
  });
  return gapsOf(expected);
}

describe('the citizens of a demand', () => {
  test('come in order, within the window, each with a name of its own', () => {
    const all = arrivals(plain, 1);
    expect(all.length).toBeGreaterThan(500);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    all.forEach(({ atMs }, index) => {
      expect(atMs).toBeGreaterThanOrEqual(all[index - 1]?.atMs ?? WEEK.fromMs);
      expect(atMs).toBeLessThan(WEEK.toMs);
    });
  });

  test('are as many as expected in every hour, by χ²', () => {
    const hours = Array.from({ length: 7 * 24 }, (_, hour) => WEEK.fromMs + hour * 3_600_000);
    const due = hours.map((ms) => SEEDS.length * plain.expectedVisits(ms, ms + 3_600_000));
    const counts = hours.map(() => 0);
    for (const seed of SEEDS) {
      for (const { atMs } of arrivals(plain, seed)) {
        const hour = Math.floor((atMs - WEEK.fromMs) / 3_600_000);
        counts[hour] = (counts[hour] as number) + 1;
      }
    }
    const open = hours.flatMap((_, hour) => ((due[hour] as number) > 0 ? [hour] : []));
    const of = (values: readonly number[]) => open.map((hour) => values[hour] as number);
    expect(of(counts).reduce((sum, count) => sum + count, 0)).toBe(
      counts.reduce((sum, count) => sum + count, 0),
    );
    const critical = chiSquaredCritical(open.length, 0.001);
    expect(chiSquared(of(counts), of(due))).toBeLessThan(critical);
    // The same people spread evenly over their day do not pass.
    const even = evenDays(plain);
    const flat = hours.map(
      (ms) => SEEDS.length * even.filter((atMs) => ms <= atMs && atMs < ms + 3_600_000).length,
    );
    expect(chiSquared(of(flat), of(due))).toBeGreaterThan(critical);
  });

  test('have exponential gaps of mean 1 on the axis of expected visits', () => {
    const rejected = (gaps: (seed: number) => readonly number[]) =>
      SEEDS.filter((seed) => kolmogorovSmirnov(gaps(seed), (gap) => 1 - Math.exp(-gap)) < 0.01);
    const own = (seed: number) =>
      rescaled(
        plain,
        arrivals(plain, seed).map(({ atMs }) => atMs),
      );
    expect(rejected(own).length).toBeLessThanOrEqual(3);
    // Without the time change the hours of a day show, and even schedules have gaps all alike.
    const mean = (WEEK.toMs - WEEK.fromMs) / plain.expectedVisits(WEEK.fromMs, WEEK.toMs);
    const raw = (seed: number) =>
      gapsOf(arrivals(plain, seed).map(({ atMs }) => (atMs - WEEK.fromMs) / mean));
    expect(rejected(raw).length).toBe(SEEDS.length);
    expect(
      kolmogorovSmirnov(rescaled(plain, evenDays(plain)), (gap) => 1 - Math.exp(-gap)),
    ).toBeLessThan(1e-6);
  });

  test('are dispersed like Poisson, and more so by the variance of the days’ factor', () => {
    const days = Array.from({ length: 7 }, (_, day) => WEEK.fromMs + day * DAY_MS);
    const expected = wild.expectedVisits(WEEK.fromMs, WEEK.fromMs + DAY_MS);
    const counts = (rate: DemandRate) =>
      Array.from({ length: 150 }, (_, seed) => arrivals(rate, seed + 1)).flatMap((all) =>
        days.map((ms) => all.filter(({ atMs }) => ms <= atMs && atMs < ms + DAY_MS).length),
      );
    const dispersion = (values: readonly number[]) => {
      const mean = meanOf(values);
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / mean;
    };
    const calm = new DemandRate(smallDemand({ months }));
    // Of 1,050 counts the dispersion has a standard deviation of √(2 / 1,050) = 0.044.
    expect(dispersion(counts(calm))).toBeGreaterThan(0.85);
    expect(dispersion(counts(calm))).toBeLessThan(1.15);
    const wanted = 1 + 0.05 * expected;
    expect(wanted).toBeGreaterThan(5);
    expect(dispersion(counts(wild)) / wanted).toBeGreaterThan(0.8);
    expect(dispersion(counts(wild)) / wanted).toBeLessThan(1.2);
    // Seven days of a seed have seven factors.
    expect(meanOf(counts(wild)) / expected).toBeCloseTo(1, 1);
  });
});

describe('the work shared', () => {
  const whole = arrivals(wild, 7);

  test.each([2, 7, 64])('among %i is the work of one', (shards) => {
    const parts = Array.from({ length: shards }, (_, shard) =>
      arrivals(wild, 7, { ...WEEK, keep: ({ day, hour }) => (day * 24 + hour) % shards === shard }),
    );
    const merged = parts.flat().sort((one, other) => one.atMs - other.atMs);
    expect(merged).toEqual(whole);
    expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1);
  });

  test('a run of a day is that day of the week, and one of two hours those hours', () => {
    const cut = (fromMs: number, toMs: number) =>
      whole.filter(({ atMs }) => fromMs <= atMs && atMs < toMs);
    const windows = [
      { fromMs: at('2014-02-05 00:00'), toMs: at('2014-02-06 00:00') },
      { fromMs: at('2014-02-05 10:20'), toMs: at('2014-02-05 12:10') },
    ];
    for (const window of windows) {
      const part = arrivals(wild, 7, window);
      expect(part.length).toBeGreaterThan(10);
      expect(part).toEqual(cut(window.fromMs, window.toMs));
    }
  });

  test('would not be with one stream for all, which each share draws from anew', () => {
    const rng = (shard: number) => streams(7).stream('arrivals', shard);
    const drawn = (shard: number) =>
      Array.from({ length: 5 }, (_, at) => [at, rng(shard).uniform()]);
    expect(drawn(0)).not.toEqual(drawn(1));
    expect(arrivals(wild, 8)).not.toEqual(whole);
  });
});

test.each([0.02, 0.5, 1, 3])('the factor of a day has mean 1 and variance %d', (variance) => {
  const rng = streams(3).stream('factor', 0);
  const factors = Array.from({ length: 60_000 }, () => gammaFactor(variance, rng));
  expect(Math.abs(meanOf(factors) - 1)).toBeLessThan(4 * Math.sqrt(variance / 60_000));
  const around = meanOf(factors.map((factor) => (factor - 1) ** 2));
  expect(Math.abs(around / variance - 1)).toBeLessThan(0.12);
  expect(gammaFactor(0, rng)).toBe(1);
});
