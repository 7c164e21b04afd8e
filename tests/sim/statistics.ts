import { normalQuantile } from '../../sim/distribution.ts';

/** A mean of independent replications with the half-width of its 99 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** How many replications every estimate is made of. */
export const REPLICATIONS = 24;

/** Student's t at 99 %, two-sided, for 23 degrees of freedom. */
const STUDENT_T = 2.80734;

/** Estimates a mean from one value of each independent replication. */
export function estimate(values: readonly number[]): Estimate {
  if (values.length !== REPLICATIONS) throw new RangeError(`${values.length} replications`);
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (REPLICATIONS - 1);
  return { mean, halfWidth: STUDENT_T * Math.sqrt(variance / REPLICATIONS) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that χ² exceeds with probability `alpha` (Wilson and Hilferty 1931). */
export function chiSquaredCritical(degrees: number, alpha: number): number {
  const ninth = 2 / (9 * degrees);
  return degrees * (1 - ninth + normalQuantile(1 - alpha) * Math.sqrt(ninth)) ** 3;
}

/** Pearson's χ² of observed against expected counts. */
export function chiSquared(observed: readonly number[], expected: readonly number[]): number {
  return observed.reduce((sum, count, index) => {
    const due = expected[index] as number;
    return sum + (count - due) ** 2 / due;
  }, 0);
}

/**
 * The p-value of the Kolmogorov–Smirnov test of `values` against a continuous distribution
 * (Kolmogorov's series with Stephens's correction for finite samples, 1970).
 */
export function kolmogorovSmirnov(
  values: readonly number[],
  cumulative: (value: number) => number,
): number {
  const sorted = Float64Array.from(values).sort();
  const size = sorted.length;
  let distance = 0;
  sorted.forEach((value, index) => {
    const probability = cumulative(value);
    distance = Math.max(distance, probability - index / size, (index + 1) / size - probability);
  });
  const scaled = (Math.sqrt(size) + 0.12 + 0.11 / Math.sqrt(size)) * distance;
  let sum = 0;
  for (let term = 1; term <= 100; term++) {
    sum += (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * (term * scaled) ** 2);
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** The distances between neighbours, the first from 0. */
export function gapsOf(instants: readonly number[]): number[] {
  return instants.map((instant, index) => instant - (instants[index - 1] ?? 0));
}

/** Variance over mean of the counts in bins of equal width: 1 for Poisson, 0 for a metronome. */
export function dispersionOfCounts(
  instants: readonly number[],
  { binMs, untilMs }: { readonly binMs: number; readonly untilMs: number },
): number {
  const counts = new Array<number>(Math.round(untilMs / binMs)).fill(0);
  for (const instant of instants) {
    const bin = Math.floor(instant / binMs);
    if (bin < counts.length) counts[bin] = (counts[bin] as number) + 1;
  }
  const mean = meanOf(counts);
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1) / mean;
}
