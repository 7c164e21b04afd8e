import { type Distribution, lognormal } from '../../sim/distribution.ts';
import { durationMs, type Estimate } from '../../sim/units.ts';

/** The lognormal of an estimate, in ms. */
export function distributionOf({ median, p95 }: Estimate): Distribution {
  return lognormal(durationMs(median), durationMs(p95));
}
