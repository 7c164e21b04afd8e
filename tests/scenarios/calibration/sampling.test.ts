import { describe, expect, test } from 'vitest';
import {
  boundAgainst,
  countAgainst,
  holmAdjusted,
  medianAgainst,
  mixAgainst,
  type Printed,
  rankAgainst,
  type Sampled,
  shareAgainst,
} from '../../../scenarios/calibration/sampling.ts';
import type { Distribution } from '../../../scenarios/compare/distribution.ts';
import { poissonArrivals } from '../../../sim/arrivals.ts';
import { exponential } from '../../../sim/distribution.ts';
import { constantRate } from '../../../sim/rate-curve.ts';
import { type Rng, streams } from '../../../sim/rng.ts';

const TRIALS = 2000;

/** A Poisson count, by the process that demands are made of. */
function poisson(mean: number, rng: Rng): number {
  let count = 0;
  for (const _ of poissonArrivals(constantRate(mean, 1000), rng)) count += 1;
  return count;
}

function hits(trials: number, share: number, rng: Rng): number {
  let count = 0;
  for (let at = 0; at < trials; at++) count += rng.uniform() < share ? 1 : 0;
  return count;
}

/** How often a figure lies outside of its interval, and how often its p is below 0.05. */
function rates(draw: (rng: Rng) => Sampled): { readonly beyond: number; readonly small: number } {
  const rng = streams(11).stream('coverage', draw.toString());
  let [beyond, small] = [0, 0];
  for (let trial = 0; trial < TRIALS; trial++) {
    const { simulated, interval, pValue } = draw(rng);
    if (simulated < interval.low || simulated > interval.high) beyond += 1;
    if (pValue < 0.05) small += 1;
  }
  return { beyond: beyond / TRIALS, small: small / TRIALS };
}

/** Durations in ms that were drawn, as a distribution. */
function durations(count: number, draw: (rng: Rng) => number, rng: Rng): Distribution {
  const valuesMs = Float64Array.from({ length: count }, () => draw(rng)).sort();
  return {
    count,
    sumMs: 0,
    valuesMs,
    cumulative: valuesMs.map((_, index) => index + 1),
    quantileMs: (share) => valuesMs[Math.max(1, Math.ceil(share * count - 1e-9)) - 1] ?? Number.NaN,
    countUpTo: (ms) => valuesMs.filter((value) => value <= ms).length,
  };
}

const exact = (value: number): Printed => ({ low: value, high: value });

/** Three standard errors about 5 %, of 2,000 trials. */
function expectFivePercent(rate: number): void {
  expect(rate).toBeGreaterThan(0.035);
  expect(rate).toBeLessThan(0.065);
}

describe('a figure that is right falls outside of its interval in 5 % of the simulations', () => {
  test('counts', () => {
    const { beyond, small } = rates((rng) => countAgainst(poisson(400, rng), exact(400)));
    expectFivePercent(beyond);
    expectFivePercent(small);
  });

  test('means of counts', () => {
    const { beyond, small } = rates((rng) =>
      countAgainst(poisson(600, rng), exact(5), { per: 120 }),
    );
    expectFivePercent(beyond);
    expectFivePercent(small);
  });

  test('counts that vary more than Poisson', () => {
    // Twice as many events as visits: variance over mean is 2.
    const { beyond } = rates((rng) =>
      countAgainst(2 * poisson(300, rng), exact(600), { dispersion: 2 }),
    );
    expectFivePercent(beyond);
    // Taken for Poisson, far more of them would be called wrong.
    const naive = rates((rng) => countAgainst(2 * poisson(300, rng), exact(600)));
    expect(naive.beyond).toBeGreaterThan(0.1);
  });

  test('shares', () => {
    const { beyond, small } = rates((rng) =>
      shareAgainst(hits(1000, 0.312, rng), 1000, exact(0.312)),
    );
    expectFivePercent(beyond);
    expectFivePercent(small);
  });

  test('sets of shares', () => {
    const { small } = rates((rng) => {
      const counts = [0, 0, 0];
      for (let at = 0; at < 600; at++) {
        const draw = rng.uniform();
        const group = draw < 0.2 ? 0 : draw < 0.5 ? 1 : 2;
        counts[group] = (counts[group] as number) + 1;
      }
      const { pValue } = mixAgainst(counts, [2, 3, 5]);
      return { ...countAgainst(1, exact(1)), pValue };
    });
    expectFivePercent(small);
  });

  test('bounds and ranks, where they are just met', () => {
    const bound = rates((rng) => boundAgainst(hits(1000, 0.25, rng), 1000, 0.25));
    expectFivePercent(bound.beyond);
    expectFivePercent(bound.small);
    const rank = rates((rng) => rankAgainst([poisson(400, rng)], [poisson(400, rng)]));
    expectFivePercent(rank.small);
  });

  test('medians', () => {
    const draw = exponential(60_000);
    const { beyond, small } = rates((rng) =>
      medianAgainst(durations(301, draw, rng), exact(60 * Math.LN2)),
    );
    expectFivePercent(beyond);
    expectFivePercent(small);
  });
});

describe('what was printed rounded', () => {
  test('stood for anything that rounds to it', () => {
    const printed = { low: 120.5, high: 121.5 };
    expect(countAgainst(14_574, printed, { per: 120 }).pValue).toBe(1);
    expect(countAgainst(14_580 + 400, printed, { per: 120 }).pValue).toBeLessThan(0.01);
    expect(countAgainst(14_460 - 400, printed, { per: 120 }).pValue).toBeLessThan(0.01);
    expect(shareAgainst(445, 1000, { low: 0.435, high: 0.445 }).pValue).toBe(1);
  });

  test('makes the interval wider, to both sides', () => {
    const { interval } = countAgainst(14_520, exact(121), { per: 120 });
    const wide = countAgainst(14_520, { low: 120.5, high: 121.5 }, { per: 120 }).interval;
    expect(interval.low - wide.low).toBeCloseTo(0.5, 1);
    expect(wide.high - interval.high).toBeCloseTo(0.5, 1);
  });
});

describe('judged together', () => {
  test('by Holm, as in his example by hand', () => {
    const [first, second, third, fourth] = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
    expect([first, second, third, fourth].map((p) => p?.toFixed(3))).toEqual([
      '0.030',
      '0.060',
      '0.060',
      '0.020',
    ]);
  });

  test('one report of twenty calls one of 37 right figures wrong, and without it most would', () => {
    const rng = streams(3).stream('holm', 'uniform');
    let [adjusted, alone] = [0, 0];
    for (let report = 0; report < 4000; report++) {
      const pValues = Array.from({ length: 37 }, () => rng.uniform());
      if (Math.min(...holmAdjusted(pValues)) < 0.05) adjusted += 1;
      if (Math.min(...pValues) < 0.05) alone += 1;
    }
    expect(adjusted / 4000).toBeGreaterThan(0.038);
    expect(adjusted / 4000).toBeLessThan(0.062);
    expect(alone / 4000).toBeGreaterThan(0.8);
  });

  test('never makes a figure more probable than one that is nearer', () => {
    const rng = streams(4).stream('holm', 'order');
    const pValues = Array.from({ length: 50 }, () => rng.uniform() ** 3);
    const adjusted = holmAdjusted(pValues);
    const order = pValues.map((p, index) => [p, adjusted[index] as number] as const);
    order.sort(([left], [right]) => left - right);
    for (const [index, [p, own]] of order.entries()) {
      expect(own).toBeGreaterThanOrEqual(p);
      expect(own).toBeGreaterThanOrEqual(order[index - 1]?.[1] ?? 0);
    }
  });
});
