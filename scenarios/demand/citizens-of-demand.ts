import type { Scenario } from '../scenario.ts';
import { whyNobodyComes } from '../traffic/crowd.ts';
import { kioskCounts } from '../traffic/kiosk-ids.ts';
import { placesOutside } from './demand-crowd.ts';

interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Why the citizens of a demand could not come in a scenario: where, and the remedy. */
export function whyNoCitizens(
  scenario: Pick<Scenario, 'municipality' | 'stores' | 'workloads'>,
): readonly Complaint[] {
  const { municipality, stores, workloads } = scenario;
  const { outside } = kioskCounts({ stores });
  return Object.entries(workloads).flatMap(([name, workload]) => {
    if (workload.executor !== 'calendar' || workload.demand === undefined) return [];
    const { demand } = workload;
    const path = ['workloads', name, 'demand'];
    const complaints: Complaint[] = [];
    const places = placesOutside(demand);
    if (places.length > outside) {
      const message =
        `the demand goes to ${places.join(', ')} outside of the city: ` +
        `have ${places.length} kiosks or more there, one for each`;
      complaints.push({ path: ['stores', 'outside'], message });
    }
    const citizens = { ages: demand.ages.value, certificates: demand.certificates.value };
    const nobody = whyNobodyComes({ municipality, citizens });
    if (nobody === undefined) return complaints;
    const isOwn = nobody.path[0] === 'citizens';
    const where = isOwn ? [...path, ...nobody.path.slice(1)] : nobody.path;
    return [...complaints, { path: where, message: nobody.message }];
  });
}
