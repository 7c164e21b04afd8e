/** Distribution functions, by the regularised incomplete gamma and beta functions. */

/** Probability of at most `count` events of a Poisson distribution. */
export function poissonAtMost(count: number, mean: number): number {
  if (count < 0) return 0;
  return mean === 0 ? 1 : 1 - lowerGamma(Math.floor(count) + 1, mean);
}

/** Probability of at least `count` events of a Poisson distribution. */
export function poissonAtLeast(count: number, mean: number): number {
  if (count <= 0) return 1;
  return mean === 0 ? 0 : lowerGamma(Math.ceil(count), mean);
}

/** The smallest count that at most so many events have at least this probability of. */
export function poissonQuantile(probability: number, mean: number): number {
  let [low, high] = [-1, Math.ceil(mean + 10 * Math.sqrt(mean) + 40)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (poissonAtMost(middle, mean) >= probability) high = middle;
    else low = middle;
  }
  return high;
}

/** Probability of at most `hits` of `trials`, each with the probability `share`. */
export function binomialAtMost(hits: number, trials: number, share: number): number {
  if (hits < 0) return 0;
  return hits >= trials ? 1 : regularBeta(1 - share, trials - hits, hits + 1);
}

/** The smallest number of hits that at most so many have at least this probability of. */
export function binomialQuantile(probability: number, trials: number, share: number): number {
  let [low, high] = [-1, trials];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (binomialAtMost(middle, trials, share) >= probability) high = middle;
    else low = middle;
  }
  return high;
}

/** Probability that χ² with so many degrees of freedom is at least this. */
export function chiSquareAtLeast(value: number, freedom: number): number {
  return value <= 0 ? 1 : upperGamma(freedom / 2, value / 2);
}

/** Probability that a standard normal is at most this. */
export function normalAtMost(value: number): number {
  const tail = 0.5 * (value === 0 ? 1 : upperGamma(0.5, (value * value) / 2));
  return value < 0 ? tail : 1 - tail;
}

/** P(a, x): the share of the gamma function’s integral below x. */
function lowerGamma(shape: number, x: number): number {
  return x < shape + 1 ? gammaSeries(shape, x) : 1 - gammaFraction(shape, x);
}

function upperGamma(shape: number, x: number): number {
  return x < shape + 1 ? 1 - gammaSeries(shape, x) : gammaFraction(shape, x);
}

function gammaSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let index = 1; Math.abs(term) > Math.abs(sum) * PRECISION; index++) {
    term *= x / (shape + index);
    sum += term;
  }
  return sum * Math.exp(-x + shape * Math.log(x) - lnGamma(shape));
}

/** Lentz’s way through the continued fraction. */
function gammaFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let index = 1, step = 0; Math.abs(step - 1) > PRECISION; index++) {
    const a = -index * (index - shape);
    b += 2;
    d = 1 / away(a * d + b);
    c = away(b + a / c);
    step = d * c;
    result *= step;
  }
  return result * Math.exp(-x + shape * Math.log(x) - lnGamma(shape));
}

/** I_x(a, b). */
function regularBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(
    lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x),
  );
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1, step = 0; Math.abs(step - 1) > PRECISION; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    step = d * c;
    result *= step;
  }
  return result;
}

/** Lanczos’ approximation, g = 7, nine terms: about 15 digits. */
function lnGamma(value: number): number {
  const x = value - 1;
  const [first = 0, ...others] = LANCZOS;
  const sum = others.reduce((total, term, index) => total + term / (x + index + 1), first);
  const t = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

const PRECISION = 1e-14;
const TINY = 1e-300;

/** Keeps a fraction from dividing by nothing. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
