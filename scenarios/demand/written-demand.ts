import type { Complaint, Setting, Written } from '../scenario-text.ts';
import { Demand } from './demand.ts';
import type { Demands } from './demand-text.ts';

/** A scenario as it was written, each demand that was only named put in the place of its name. */
export type Demanded =
  | { readonly kind: 'complete'; readonly data: unknown }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] };

/**
 * Fills in the demands that a scenario names, and who its citizens are: what `citizens` does not
 * say of ages, certificates and places is what the first demand says.
 */
export function withDemands(data: unknown, demands: Demands): Demanded {
  if (!isMap(data) || !isMap(data['workloads'])) return { kind: 'complete', data };
  const complaints: Complaint[] = [];
  const workloads = Object.entries(data['workloads']).map(([name, workload]) => {
    if (!isMap(workload) || typeof workload['demand'] !== 'string') return [name, workload];
    const reading = demands(workload['demand']);
    if (reading.kind === 'read') return [name, { ...workload, demand: reading.demand }];
    complaints.push(...reading.complaints);
    return [name, workload];
  });
  if (complaints.length > 0) return { kind: 'refused', complaints };
  const complete = { ...data, workloads: Object.fromEntries(workloads) as unknown };
  return { kind: 'complete', data: withCitizens(complete) };
}

/** A demand that is only named can be changed key by key as well. */
export function openDemands(
  settings: readonly Setting[],
  { set, data }: Pick<Written, 'set' | 'data'>,
  demands: Demands,
): void {
  for (const { path } of settings) {
    const [first, name, third] = path;
    if (first !== 'workloads' || name === undefined || third !== 'demand' || path.length < 4) {
      continue;
    }
    const workloads = mapIn(data(), 'workloads');
    const demand = mapIn(workloads, name)['demand'];
    if (typeof demand !== 'string') continue;
    const reading = demands(demand);
    if (reading.kind === 'read') set({ path: [first, name, third], value: reading.demand });
  }
}

function withCitizens(data: Readonly<Record<string, unknown>>): unknown {
  const written = Object.values(mapIn(data, 'workloads')).map((each) => mapIn(each)['demand']);
  const first = written.find((demand) => demand !== undefined);
  const parsed = Demand.safeParse(first);
  const citizens = data['citizens'] ?? {};
  if (!parsed.success || !isMap(citizens)) return data;
  return { ...data, citizens: { ...citizensOf(parsed.data), ...citizens } };
}

/** The citizens of a demand as `citizens` of a scenario says it. */
function citizensOf({ ages, certificates, places }: Demand) {
  const outside = Object.entries(places.value).filter(([place]) => place !== 'city');
  const outsideShare = outside.reduce((sum, [, share]) => sum + share, 0);
  return {
    ages: ages.value,
    certificates: certificates.value,
    outsideShare: Math.min(1, outsideShare),
  };
}

function mapIn(data: unknown, key?: string): Readonly<Record<string, unknown>> {
  const value = key === undefined ? data : isMap(data) ? data[key] : undefined;
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
