import { normalQuantile } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';

/**
 * A factor drawn from the gamma distribution with mean 1 and this variance (Marsaglia and Tsang
 * 2000, A simple method for generating gamma variables). Without variance it is 1.
 */
export function gammaFactor(variance: number, rng: Rng): number {
  if (variance === 0) return 1;
  const shape = 1 / variance;
  // Below 1 the method does not hold: a gamma of one more is brought down by a power of chance.
  if (shape < 1) return gamma(shape + 1, rng) * rng.uniform() ** (1 / shape) * variance;
  return gamma(shape, rng) * variance;
}

function gamma(shape: number, rng: Rng): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = normalQuantile(rng.uniform());
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    const u = 1 - rng.uniform();
    if (Math.log(u) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}
