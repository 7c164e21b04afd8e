import type { Rng } from '../../sim/rng.ts';

/** How long is waited before something is tried again. */
export interface BackOff {
  /** Longest pause before the second attempt, ms. */
  readonly firstMs: number;
  /** Longest pause at all, ms. */
  readonly longestMs: number;
}

/** Half a second at first, ten in the end: so a fleet is back soon after any outage. */
export const BUS_BACK_OFF: BackOff = { firstMs: 500, longestMs: 10_000 };

/**
 * The pause after so many failures in a row (1 or more), ms: each twice the one before, and drawn
 * between half of that and all of it, so that a fleet does not come back all at once.
 */
export function pauseMs(failures: number, { firstMs, longestMs }: BackOff, rng: Rng): number {
  const wholeMs = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return wholeMs * (0.5 + rng.uniform() / 2);
}
