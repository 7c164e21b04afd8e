import type { Demand } from '../../../scenarios/demand/demand.ts';
import { loadDemand } from '../../../scenarios/demand/demand-files.ts';

/** The demand of a city that comes with kofu. */
export function demandOf(city: string): Demand {
  const reading = loadDemand(`scenarios/cities/${city}.yaml`);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.demand;
}
