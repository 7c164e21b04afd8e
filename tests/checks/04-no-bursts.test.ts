import { expect, test } from 'vitest';
import { type Arrivals, evenArrivals, poissonArrivals } from '../../sim/arrivals.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { streams } from '../../sim/rng.ts';
import { dispersionOfCounts, gapsOf, kolmogorovSmirnov } from '../sim/statistics.ts';

const PER_SECOND = 37.3;
const BINS = { binMs: 100, untilMs: 100_000 };
const curve = constantRate(PER_SECOND, BINS.untilMs);
const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);

const poisson = (seed: number) => poissonArrivals(curve, streams(seed).stream('arrivals', 'day'));

/** The right number each second, sent off as fast as it goes: what a loop over a quota makes. */
function* quotaPerSecond(): Arrivals {
  for (let second = 0; second < BINS.untilMs / 1000; second++) {
    const quota = Math.round((second + 1) * PER_SECOND) - Math.round(second * PER_SECOND);
    for (let user = 0; user < quota; user++) yield second * 1000 + user / 10;
  }
}

/** 0 for a metronome, 1 for a Poisson process. */
function dispersion(arrivals: Arrivals): number {
  return dispersionOfCounts([...arrivals], BINS);
}

/** How many seeds have gaps that a test at 1 % tells from exponential ones; 3 of 50 at most. */
function rejected(arrivals: (seed: number) => Arrivals): number {
  const exponential = (gapMs: number) => 1 - Math.exp((-gapMs * PER_SECOND) / 1000);
  return SEEDS.filter((seed) => kolmogorovSmirnov(gapsOf([...arrivals(seed)]), exponential) < 0.01)
    .length;
}

test('even arrivals are even, Poisson arrivals are Poisson, over a tenth of a second too', () => {
  expect(dispersion(evenArrivals(curve))).toBeLessThan(0.2);
  for (const seed of SEEDS) {
    expect(Math.abs(dispersion(poisson(seed)) - 1)).toBeLessThan(0.15);
  }
  const mean = SEEDS.reduce((sum, seed) => sum + dispersion(poisson(seed)), 0) / SEEDS.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.02);
  expect(rejected(poisson)).toBeLessThanOrEqual(3);
});

test('a quota sent off each second has the same rate, and is neither', () => {
  const bursts = [...quotaPerSecond()];
  expect(bursts.length).toBe(Math.round((PER_SECOND * BINS.untilMs) / 1000));
  expect(dispersion(bursts)).toBeGreaterThan(20);
  expect(rejected(quotaPerSecond)).toBe(SEEDS.length);
});
