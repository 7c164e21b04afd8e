import type { Demand } from '../demand/demand.ts';
import { portionOf } from '../demand/demand-portion.ts';
import type { Scenario } from '../scenario.ts';
import { LEAST_STORES } from './nation.ts';
import { type Kind, sampled, type Town, townsOf } from './nation-sizes.ts';

/**
 * A part of a run that lives by itself in virtual time: one municipality with its kiosks and its
 * issuing server. Nothing that happens in one changes anything in another.
 */
export interface Component {
  /** Its place in the order of the codes, from 0: what happens at one instant is told in it. */
  readonly place: number;
  readonly code: string;
  /** Share of all citizens who come. */
  readonly share: number;
  readonly firstJourney: number;
  /** What its chance is keyed by besides the seed; the seed alone without. */
  readonly scope?: string;
  /** Its scenario, that of one municipality, made when it is asked for. */
  scenario(): Scenario;
}

/** Numbers of journeys that each municipality has for itself: years of the largest one. */
const JOURNEYS = 10_000_000;

/** The municipality that a journey of a nation is one of, by its number. */
export function codeOf(journey: number): string {
  return String(Math.floor(journey / JOURNEYS));
}

/** What a scenario consists of: one component, or one for each municipality of its nation. */
export function componentsOf(scenario: Scenario): readonly Component[] {
  const { nation, municipality } = scenario;
  if (nation === undefined) {
    const { code } = municipality;
    return [{ place: 0, code, share: 1, firstJourney: 0, scenario: () => scenario }];
  }
  const towns = sampled(townsOf(nation, scenario.stores.inside, LEAST_STORES), nation);
  const all = towns.reduce((sum, { demandShare }) => sum + demandShare, 0);
  return towns.map((town, place) => ({
    place,
    code: town.code,
    share: town.demandShare / all,
    firstJourney: Number(town.code) * JOURNEYS,
    scope: town.code,
    scenario: () => scenarioOf(scenario, town),
  }));
}

/**
 * A nation as if it were one municipality with all their stores and the citizens of those that are
 * run: what a judge needs to know of the whole. Any other scenario is as it is.
 */
export function asWhole(scenario: Scenario): Scenario {
  const { nation } = scenario;
  if (nation === undefined) return scenario;
  const towns = sampled(townsOf(nation, scenario.stores.inside, LEAST_STORES), nation);
  const share = towns.reduce((sum, { demandShare }) => sum + demandShare, 0);
  const [workloads, outsideShare] = portions(scenario, share);
  const stores = towns.map((town) => storesOf(scenario, town, outsideShare));
  const sum = (key: 'inside' | 'outside') => stores.reduce((all, each) => all + each[key], 0);
  const counts = { inside: sum('inside'), outside: sum('outside') };
  return { ...scenario, stores: { ...scenario.stores, ...counts }, workloads };
}

/**
 * Components dealt to `shards`, so that each has about as many citizens: the largest next to whom
 * has the fewest. A shard may be left without any.
 */
export function dealt(
  components: readonly Component[],
  shards: number,
): readonly (readonly Component[])[] {
  const hands = Array.from({ length: shards }, (): { share: number; own: Component[] } => {
    return { share: 0, own: [] };
  });
  const largestFirst = [...components].sort((a, b) => b.share - a.share || a.place - b.place);
  for (const component of largestFirst) {
    const poorest = hands.reduce((least, hand) => (hand.share < least.share ? hand : least));
    poorest.own.push(component);
    poorest.share += component.share;
  }
  return hands.map(({ own }) => own.sort((a, b) => a.place - b.place));
}

/** What a municipality is called: its code says its rank. */
const KIND_NAMES: Readonly<Record<Kind, string>> = { metropolis: '市', city: '市', town: '町' };

function scenarioOf(national: Scenario, town: Town): Scenario {
  const { nation: _, ...common } = national;
  const { code, kind, population, demandShare } = town;
  const name = `模擬${code}${KIND_NAMES[kind]}`;
  const [workloads, outsideShare] = portions(national, demandShare);
  return {
    ...common,
    municipality: { ...national.municipality, code, name, issuerTitle: `${name}長`, population },
    stores: { ...storesOf(national, town, outsideShare), prefix: `${code}-` },
    workloads,
  };
}

/** A share of what makes citizens come, and how many of them at most go outside of their city. */
function portions(national: Scenario, share: number): [Scenario['workloads'], number] {
  let outsideShare = 0;
  const workloads = Object.entries(national.workloads).map(([name, workload]) => {
    if (workload.executor !== 'calendar' || workload.demand === undefined) return [name, workload];
    const demand = portionOf(workload.demand, share);
    outsideShare = Math.max(outsideShare, outsideOf(demand));
    return [name, { ...workload, demand }];
  });
  return [Object.fromEntries(workloads), outsideShare];
}

/** Its stores: those in it, and those elsewhere that its people use and nobody else does. */
function storesOf({ stores }: Scenario, town: Town, outsideShare: number): Scenario['stores'] {
  const wanted = Math.round(town.stores * outsideShare);
  const outside = Math.min(town.stores - 1, Math.max(LEAST_STORES - 1, wanted));
  return { ...stores, inside: town.stores - outside, outside };
}

function outsideOf({ places }: Demand): number {
  return 1 - (places.value['city'] ?? 0);
}
