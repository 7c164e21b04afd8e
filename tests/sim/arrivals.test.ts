import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrivals, evenArrivals, poissonArrivals } from '../../sim/arrivals.ts';
import { constantRate, RateCurve, rampingRate } from '../../sim/rate-curve.ts';
import { type Rng, streams } from '../../sim/rng.ts';
import { dispersionOfCounts, gapsOf, kolmogorovSmirnov } from './statistics.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const BINS = { binMs: 100, untilMs: 200_000 };

/** 37.3 users a second for as long as it takes to see the form of their gaps. */
const curve = constantRate(37.3, BINS.untilMs);

/** A working day in short: quiet, a steep rise, a peak, a pause, a slow fall. */
const day = new RateCurve([
  { fromMs: 0, toMs: 100_000, fromPerSecond: 2, toPerSecond: 2 },
  { fromMs: 100_000, toMs: 140_000, fromPerSecond: 2, toPerSecond: 60 },
  { fromMs: 140_000, toMs: 200_000, fromPerSecond: 60, toPerSecond: 60 },
  { fromMs: 230_000, toMs: 330_000, fromPerSecond: 40, toPerSecond: 0 },
]);
const DAY_COUNTS = [200, 1240, 3600, 2000];

const poisson = (seed: number) => poissonArrivals(curve, rngOf(seed));

/** What a chained timer of whole milliseconds makes of the same draws. */
function* chainedTimers(seed: number): Arrivals {
  const rng = rngOf(seed);
  for (let atMs = 0; atMs < BINS.untilMs; ) {
    atMs += Math.floor(-(1000 / 37.3) * Math.log(1 - rng.uniform()));
    yield atMs;
  }
}

/** Each second gets its users, but all in its first tenth. */
function* bursts(): Arrivals {
  for (let atMs = 0; atMs < BINS.untilMs; atMs += 1000) {
    for (let user = 0; user < 37; user++) yield atMs + user * 2;
  }
}

test('the gaps of Poisson arrivals are exponential', () => {
  expect(rejections((seed) => gapsOf([...poisson(seed)]), exponential)).toBeLessThanOrEqual(3);
});

test('gaps of whole milliseconds and even gaps are told from exponential ones', () => {
  expect(rejections((seed) => gapsOf([...chainedTimers(seed)]), exponential)).toBeGreaterThan(40);
  expect(rejections(() => gapsOf([...evenArrivals(curve)]), exponential)).toBe(SEEDS.length);
});

test('counts of Poisson arrivals are dispersed like Poisson, even ones hardly at all', () => {
  for (const seed of SEEDS) {
    const dispersion = dispersionOfCounts([...poisson(seed)], BINS);
    expect(dispersion).toBeGreaterThan(0.9);
    expect(dispersion).toBeLessThan(1.1);
  }
  expect(dispersionOfCounts([...evenArrivals(curve)], BINS)).toBeLessThan(0.2);
  expect(dispersionOfCounts([...bursts()], BINS)).toBeGreaterThan(1.1);
});

test('Poisson arrivals follow the curve of a day, segment by segment', () => {
  const totals = DAY_COUNTS.map(() => 0);
  for (const seed of SEEDS) {
    const counts = countsOf([...poissonArrivals(day, rngOf(seed))]);
    counts.forEach((count, index) => {
      const due = DAY_COUNTS[index] as number;
      totals[index] = (totals[index] as number) + count;
      // 200 counts in all: one beyond 4 standard deviations would be a wonder.
      expect(Math.abs(count - due)).toBeLessThan(4 * Math.sqrt(due));
    });
  }
  totals.forEach((total, index) => {
    const due = (DAY_COUNTS[index] as number) * SEEDS.length;
    expect(Math.abs(total - due)).toBeLessThan(3 * Math.sqrt(due));
  });
});

test('on the axis of expected events the gaps of a day are exponential, of mean 1', () => {
  const rescaled = (seed: number) =>
    gapsOf([...poissonArrivals(day, rngOf(seed))].map((atMs) => expectedUntil(atMs)));
  expect(rejections(rescaled, (gap) => 1 - Math.exp(-gap))).toBeLessThanOrEqual(3);
  const thinner = (seed: number) => rescaled(seed).map((gap) => gap * 1.1);
  expect(rejections(thinner, (gap) => 1 - Math.exp(-gap))).toBeGreaterThan(40);
});

test('even arrivals plan exactly the expected number, in every segment too', () => {
  expect(countsOf([...evenArrivals(day)])).toEqual(DAY_COUNTS);
  const stage = fc.record({
    durationMs: fc.integer({ min: 1, max: 20 }).map((seconds) => seconds * 1000),
    targetPerSecond: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.array(stage, { minLength: 1 }),
      (start, all) => {
        const ramps = rampingRate(start, all);
        const planned = [...evenArrivals(ramps)];
        // A ramp of whole numbers expects halves at most; the last half user is not due yet.
        expect(planned.length).toBe(Math.max(0, Math.ceil(ramps.expected - 0.5)));
        planned.forEach((atMs, index) => {
          expect(atMs).toBeGreaterThanOrEqual(planned[index - 1] ?? 0);
        });
      },
    ),
  );
});

test('even arrivals at a constant rate are equally spaced, half a gap from both ends', () => {
  expect([...evenArrivals(constantRate(4, 1000))]).toEqual([125, 375, 625, 875]);
});

test('a curve without events has no arrivals', () => {
  expect([...evenArrivals(constantRate(0, 1000))]).toEqual([]);
  expect([...poissonArrivals(constantRate(0, 1000), rngOf(1))]).toEqual([]);
});

function rngOf(seed: number): Rng {
  return streams(seed).stream('arrival', 0);
}

function exponential(gapMs: number): number {
  return 1 - Math.exp((-gapMs * 37.3) / 1000);
}

/** How many of the seeds make gaps that a test at 1 % tells from the distribution. */
function rejections(
  gaps: (seed: number) => readonly number[],
  cumulative: (gap: number) => number,
): number {
  return SEEDS.filter((seed) => kolmogorovSmirnov(gaps(seed), cumulative) < 0.01).length;
}

const DAY_EDGES = [0, 100_000, 140_000, 200_000, 330_000];

function countsOf(instants: readonly number[]): number[] {
  return DAY_COUNTS.map((_, index) => {
    const [from, to] = DAY_EDGES.slice(index, index + 2) as [number, number];
    return instants.filter((atMs) => from <= atMs && atMs < to).length;
  });
}

/** Λ(t) of the day, written out by hand. */
function expectedUntil(atMs: number): number {
  const seconds = atMs / 1000;
  if (seconds < 100) return 2 * seconds;
  if (seconds < 140) return 200 + 2 * (seconds - 100) + (1.45 * (seconds - 100) ** 2) / 2;
  if (seconds < 200) return 1440 + 60 * (seconds - 140);
  const fallen = Math.max(0, seconds - 230);
  return 5040 + 40 * fallen - 0.2 * fallen ** 2;
}
