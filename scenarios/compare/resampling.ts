import { normalQuantile } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';

/** What the same measurement might have given, had it been made again. */
export type Draw = (rng: Rng) => number;

/**
 * The bootstrap of a percentile without drawing whole samples: the share of all values below the
 * k-th of n drawn ones is Beta(k, n − k + 1) distributed, so one Beta draw and one look into the
 * distribution give one resampled percentile (order statistics; Efron 1979 for the bootstrap).
 */
export function resampledQuantile(
  share: number,
  samples: number,
  quantileMs: (share: number) => number,
): Draw {
  const [a, b] = [share * (samples + 1), (1 - share) * (samples + 1)];
  return (rng) => quantileMs(beta(a, b, rng));
}

/**
 * A share, by Jeffreys’ Beta(k + ½, n − k + ½): unlike a resampled count it does not claim to be
 * certain where nothing was seen (Brown, Cai, DasGupta 2001).
 */
export function resampledShare(hits: number, samples: number): Draw {
  return (rng) => beta(hits + 0.5, samples - hits + 0.5, rng);
}

/** Events per journey, maybe more than one: Gamma(k + ½) / n, Jeffreys’ for a Poisson rate. */
export function resampledFrequency(events: number, journeys: number): Draw {
  return (rng) => gamma(events + 0.5, rng) / journeys;
}

/** So many relative changes from one to the other, ascending. */
export function resampledChanges(
  from: { readonly draw: Draw; readonly rng: Rng },
  to: { readonly draw: Draw; readonly rng: Rng },
  resamples: number,
): Float64Array {
  const changes = new Float64Array(resamples);
  for (let index = 0; index < resamples; index++) {
    const before = from.draw(from.rng);
    const after = to.draw(to.rng);
    changes[index] = before === after ? 0 : after / before - 1;
  }
  return changes.sort();
}

/** An interval of a change, as parts of what it was: 0.05 is 5 % more. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The interval that leaves `alpha` outside, half of it at either end, of ascending values. */
export function intervalOf(ascending: Float64Array, alpha: number): Interval {
  const outside = Math.floor((ascending.length * alpha) / 2);
  const low = ascending[outside] ?? Number.NaN;
  return { low, high: ascending[ascending.length - 1 - outside] ?? Number.NaN };
}

/** How many resamples an interval needs for one of them at least to lie beyond either end. */
export function resamplesFor(alpha: number): number {
  return Math.ceil(2 / alpha);
}

function beta(a: number, b: number, rng: Rng): number {
  const x = gamma(a, rng);
  return x / (x + gamma(b, rng));
}

/** Marsaglia and Tsang 2000; below 1 by the power of a uniform draw, as they say. */
function gamma(shape: number, rng: Rng): number {
  if (shape < 1) return gamma(shape + 1, rng) * (1 - rng.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(1 - rng.uniform());
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
