import { normalQuantile } from '../../sim/distribution.ts';

/** A number that was estimated, and the interval in which it lies. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How far an interval reaches to either side, in standard errors, at a confidence such as 0.95. */
export function normalReach(confidence: number): number {
  return normalQuantile((1 + confidence) / 2);
}

/**
 * The same where the standard error itself was estimated with so many degrees of freedom: the
 * quantile of Student’s t by the expansion of Cornish and Fisher, to 3 digits from 5 degrees on.
 */
export function studentReach(confidence: number, degrees: number): number {
  const z = normalReach(confidence);
  if (degrees < 1) return Number.POSITIVE_INFINITY;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + g1 / degrees + g2 / degrees ** 2 + g3 / degrees ** 3;
}

/** A share that follows from its definition. */
export const WHOLE: Estimate = { value: 1, low: 1, high: 1 };

/**
 * The interval of a share by Wilson’s score (1927), which keeps within 0 and 1 and holds for small
 * counts; `dispersion` is how many times the variance exceeds that of a multinomial.
 */
export function shareEstimate(
  count: number,
  total: number,
  reach: number,
  dispersion = 1,
): Estimate {
  const own = total / dispersion;
  const value = count / total;
  const middle = (value + reach ** 2 / (2 * own)) / (1 + reach ** 2 / own);
  const half =
    (reach / (1 + reach ** 2 / own)) *
    Math.sqrt((value * (1 - value)) / own + reach ** 2 / (4 * own ** 2));
  const low = count === 0 ? 0 : Math.max(0, middle - half);
  return { value, low, high: count === total ? 1 : Math.min(1, middle + half) };
}

/** The interval of what a count was expected to be, by the score test of its variance. */
export function countEstimate(count: number, reach: number, dispersion = 1): Estimate {
  const middle = count + (reach ** 2 * dispersion) / 2;
  const half = reach * Math.sqrt(dispersion * count + (reach ** 2 * dispersion ** 2) / 4);
  return { value: count, low: Math.max(0, middle - half), high: middle + half };
}

/** The value that χ² stays below with a probability (Wilson and Hilferty 1931). */
export function chiSquaredQuantile(probability: number, degrees: number): number {
  const ninth = 2 / (9 * degrees);
  return degrees * Math.max(0, 1 - ninth + normalQuantile(probability) * Math.sqrt(ninth)) ** 3;
}

/** With what probability χ² exceeds a value: the incomplete gamma function, to 12 digits or so. */
export function chiSquaredTail(value: number, degrees: number): number {
  if (!(degrees > 0)) return Number.NaN;
  if (value <= 0) return 1;
  const [shape, at] = [degrees / 2, value / 2];
  const front = Math.exp(shape * Math.log(at) - at - logGamma(shape));
  return at < shape + 1 ? 1 - front * lowerSeries(shape, at) : front * upperFraction(shape, at);
}

function lowerSeries(shape: number, at: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let step = 1; step < 10_000 && term > sum * 1e-15; step++) {
    term *= at / (shape + step);
    sum += term;
  }
  return sum;
}

/** Lentz’s way through the continued fraction. */
function upperFraction(shape: number, at: number): number {
  const tiny = 1e-300;
  let b = at + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let product = d;
  for (let step = 1; step < 10_000; step++) {
    const a = -step * (step - shape);
    b += 2;
    d = a * d + b;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = b + a / c;
    c = Math.abs(c) < tiny ? tiny : c;
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return product;
}

/** Lanczos’ approximation, for positive arguments. */
function logGamma(x: number): number {
  let sum = 0.999_999_999_999_809_9;
  LANCZOS.forEach((coefficient, index) => {
    sum += coefficient / (x + index);
  });
  const t = x + LANCZOS.length - 1.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
];
