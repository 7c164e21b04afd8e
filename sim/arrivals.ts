import type { RateCurve } from './rate-curve.ts';
import type { Rng } from './rng.ts';

/** Instants at which users are due, in ms since the workload began, in order. */
export type Arrivals = Iterable<number>;

/** Evenly spaced along the curve: the n-th user is due when n − ½ are expected. */
export function* evenArrivals(curve: RateCurve): Arrivals {
  for (let index = 0; ; index++) {
    const dueMs = curve.instantMs(index + 0.5);
    if (dueMs === undefined) return;
    yield dueMs;
  }
}

/**
 * A Poisson process that follows the curve exactly, by time change: unit-rate exponential gaps on
 * the axis of expected events, carried back to time by the inverse of the curve's integral
 * (Çinlar 1975, Introduction to Stochastic Processes, §4.7).
 */
export function* poissonArrivals(curve: RateCurve, rng: Rng): Arrivals {
  for (let count = 0; ; ) {
    count -= Math.log(1 - rng.uniform());
    const dueMs = curve.instantMs(count);
    if (dueMs === undefined) return;
    yield dueMs;
  }
}
