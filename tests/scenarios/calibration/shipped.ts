import { calibrateShipped } from '../../../scenarios/calibration/calibrate-files.ts';
import type { Calibration } from '../../../scenarios/calibration/calibration.ts';
import { STUDIES } from '../../../scenarios/calibration/studies.ts';
import type { Demand } from '../../../scenarios/demand/demand.ts';

/** Some cities against what is published of them, with demands of one’s own. */
export function calibrated(
  cities: readonly string[],
  demands: Readonly<Record<string, Demand>> = {},
  seed = 1,
): Promise<Calibration> {
  const studies = STUDIES.filter(({ city }) => cities.includes(city));
  const { signal } = new AbortController();
  return calibrateShipped(studies, seed, signal, { demands: new Map(Object.entries(demands)) });
}

/** Names of the rows and sets of shares with a verdict. */
export function having({ rows, mixes }: Calibration, verdict: string): readonly string[] {
  return [...rows, ...mixes].filter((row) => row.verdict === verdict).map(({ id }) => id);
}
