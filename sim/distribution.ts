import type { Rng } from './rng.ts';

/** Draws one value; its unit is that of the parameters it was made from. */
export type Distribution = (rng: Rng) => number;

/** Always the same value. */
export function constant(value: number): Distribution {
  return () => value;
}

/** Exponential with the given mean: gaps of a Poisson process, memoryless services. */
export function exponential(mean: number): Distribution {
  return (rng) => -mean * Math.log(1 - rng.uniform());
}

/**
 * Lognormal from its median and its 95th percentile, the two figures people can estimate.
 * With equal figures it is constant. Throws RangeError unless 0 < median ≤ p95.
 */
export function lognormal(median: number, p95: number): Distribution {
  if (!(median > 0 && p95 >= median)) {
    throw new RangeError(`a lognormal needs 0 < median ≤ p95, not ${median} and ${p95}`);
  }
  const sigma = Math.log(p95 / median) / normalQuantile(0.95);
  return (rng) => median * Math.exp(sigma * normalQuantile(rng.uniform()));
}

/** The mean of the lognormal with this median and 95th percentile. */
export function lognormalMean(median: number, p95: number): number {
  const sigma = Math.log(p95 / median) / normalQuantile(0.95);
  return median * Math.exp((sigma * sigma) / 2);
}

/** One of the observed values, each as probable as its weight. */
export function empirical<T>(values: readonly T[], weights: readonly number[]): (rng: Rng) => T {
  if (values.length === 0 || values.length !== weights.length) {
    throw new RangeError('an empirical distribution needs one weight for each of its values');
  }
  let total = 0;
  const cumulative = weights.map((weight) => {
    if (!(weight >= 0)) throw new RangeError(`a weight of ${weight}`);
    total += weight;
    return total;
  });
  if (!(total > 0)) throw new RangeError('the weights of an empirical distribution add up to 0');
  return (rng) => values[firstAbove(cumulative, rng.uniform() * total)] as T;
}

function firstAbove(cumulative: readonly number[], target: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The standard normal quantile, to about 1 part in 10¹⁶ (Wichura 1988, Algorithm AS 241, PPND16).
 * One uniform makes one normal, monotonically, so a stream's draws can be counted. The end points,
 * where the quantile is infinite, are moved in by half of the resolution of `uniform()`.
 */
export function normalQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 2 ** -54), 1 - 2 ** -53);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * ratio(r, CENTRAL)) as number;
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? ratio(r - 1.6, NEAR) : ratio(r - 5, FAR);
  return q < 0 ? -tail : tail;
}

interface Rational {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

function ratio(x: number, { over, under }: Rational): number {
  let numerator = 0;
  let denominator = 0;
  for (let index = 7; index >= 0; index--) {
    numerator = numerator * x + (over[index] as number);
    denominator = denominator * x + (under[index] as number);
  }
  return numerator / denominator;
}

const CENTRAL: Rational = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.693765509461,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852545,
  ],
};

const NEAR: Rational = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 5.475938084995345e-4, 1.0507500716444169e-9,
  ],
};

const FAR: Rational = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
