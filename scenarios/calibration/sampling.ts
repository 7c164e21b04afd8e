import { normalQuantile } from '../../sim/distribution.ts';
import type { Distribution } from '../compare/distribution.ts';
import {
  binomialAtMost,
  binomialQuantile,
  chiSquareAtLeast,
  normalAtMost,
  poissonAtLeast,
  poissonAtMost,
  poissonQuantile,
} from './probability.ts';

/** What a printed figure may have stood for: from `low` to `high`, alike if it is exact. */
export interface Printed {
  readonly low: number;
  readonly high: number;
}

/** The tests a simulated figure can be put to. */
export const TESTS = ['poisson', 'chi-square', 'bound', 'rank', 'median'] as const;
export type TestName = (typeof TESTS)[number];

/** A simulated figure against a published one. */
export interface Sampled {
  readonly test: TestName;
  readonly simulated: number;
  /** Where 95 % of the simulations fall if the published figure is what they have as a mean. */
  readonly interval: Printed;
  /** How probable so large a distance is if that is so. */
  readonly pValue: number;
  /** How much the interval is built on: events, visits, durations. */
  readonly sample: number;
}

const TAIL = 0.025;

/**
 * Events that were counted over `per` days, years or whatever the figure is a mean of; exact for
 * Poisson counts. With a `dispersion` above 1, variance over mean, as a normal.
 */
export function countAgainst(
  events: number,
  printed: Printed,
  { per = 1, dispersion = 1 }: { readonly per?: number; readonly dispersion?: number } = {},
): Sampled {
  const [low, high] = [printed.low * per, printed.high * per];
  const atMost = (count: number, mean: number) =>
    dispersion === 1
      ? poissonAtMost(count, mean)
      : normalAtMost((count + 0.5 - mean) / Math.sqrt(mean * dispersion));
  const atLeast = (count: number, mean: number) =>
    dispersion === 1 ? poissonAtLeast(count, mean) : 1 - atMost(count - 1, mean);
  const quantile = (share: number, mean: number) =>
    dispersion === 1
      ? poissonQuantile(share, mean)
      : mean + normalQuantile(share) * Math.sqrt(mean * dispersion);
  const tail = events > high ? atLeast(events, high) : events < low ? atMost(events, low) : 0.5;
  return {
    test: 'poisson',
    simulated: events / per,
    interval: { low: quantile(TAIL, low) / per, high: quantile(1 - TAIL, high) / per },
    pValue: clipped(2 * tail),
    sample: events,
  };
}

/** A share of visits: χ² with one degree of freedom against the nearest that was printed. */
export function shareAgainst(
  hits: number,
  of: number,
  { low, high }: Printed,
  dispersion = 1,
): Sampled {
  const share = hits / of;
  const nearest = Math.min(Math.max(share, low), high);
  const deviation = (at: number) => Math.sqrt((at * (1 - at) * dispersion) / of);
  const z = normalQuantile(1 - TAIL);
  const chiSquare = ((share - nearest) / deviation(nearest)) ** 2;
  return {
    test: 'chi-square',
    simulated: share,
    interval: { low: low - z * deviation(low), high: high + z * deviation(high) },
    pValue: chiSquareAtLeast(chiSquare, 1),
    sample: of,
  };
}

/** A share that was said to be more than a bound; one-sided. */
export function boundAgainst(hits: number, of: number, bound: number, dispersion = 1): Sampled {
  const deviation = Math.sqrt((bound * (1 - bound) * dispersion) / of);
  return {
    test: 'bound',
    simulated: hits / of,
    interval: { low: bound + normalQuantile(2 * TAIL) * deviation, high: 1 },
    pValue: normalAtMost((hits / of - bound) / deviation),
    sample: of,
  };
}

/**
 * Groups that were said to have more than any other: the ratio of the smallest of them to the
 * largest of the others, which is 1 at least; one-sided, Bonferroni over the pairs.
 */
export function rankAgainst(
  named: readonly number[],
  others: readonly number[],
  dispersion = 1,
): Sampled {
  const [smallest, largest] = [Math.min(...named), Math.max(...others)];
  const pairs = named.length * others.length;
  const z = (smallest - largest) / Math.sqrt((smallest + largest) * dispersion);
  const least = normalQuantile((2 * TAIL) / pairs) * Math.sqrt((2 * dispersion) / largest);
  return {
    test: 'rank',
    simulated: smallest / largest,
    interval: { low: 1 + least, high: Number.POSITIVE_INFINITY },
    pValue: clipped(pairs * normalAtMost(z)),
    sample: [...named, ...others].reduce((sum, count) => sum + count, 0),
  };
}

/** A typical duration in seconds, printed to some unit: the sign test of the median, exact. */
export function medianAgainst(durations: Distribution, { low, high }: Printed): Sampled {
  const { count } = durations;
  const seconds = (share: number) => durations.quantileMs(share) / 1000;
  const median = seconds(0.5);
  const rank = Math.max(1, binomialQuantile(TAIL, count, 0.5));
  const below = seconds(rank / count);
  const above = seconds((count - rank + 1) / count);
  // As many as lie on the far side of the bound, of which half should.
  const far =
    median < low
      ? count - durations.countUpTo(low * 1000)
      : median > high
        ? durations.countUpTo(high * 1000)
        : count;
  return {
    test: 'median',
    simulated: median,
    // Outside of it the median’s own interval, from `below` to `above`, does not reach the printed.
    interval: { low: low - (above - median), high: high + (median - below) },
    pValue: clipped(2 * binomialAtMost(far, count, 0.5)),
    sample: count,
  };
}

/** χ² of counts against the shares they should have. */
export function mixAgainst(
  counts: readonly number[],
  shares: readonly number[],
  dispersion = 1,
): { readonly chiSquare: number; readonly freedom: number; readonly pValue: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const chiSquare = counts.reduce((sum, count, index) => {
    const due = (total * (shares[index] as number)) / whole;
    return sum + (count - due) ** 2 / due;
  }, 0);
  const freedom = counts.length - 1;
  const pValue = chiSquareAtLeast(chiSquare / dispersion, freedom);
  return { chiSquare: chiSquare / dispersion, freedom, pValue };
}

/**
 * Probabilities adjusted by Holm’s step-down procedure: if every figure is right, one of them is
 * below 0.05 in at most one report of twenty, however the figures depend on each other.
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index);
  order.sort((left, right) => (pValues[left] as number) - (pValues[right] as number));
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  for (const [step, index] of order.entries()) {
    highest = Math.max(highest, clipped((pValues.length - step) * (pValues[index] as number)));
    adjusted[index] = highest;
  }
  return adjusted;
}

function clipped(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
