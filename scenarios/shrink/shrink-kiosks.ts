import type { Scenario } from '../scenario.ts';
import { kioskIds, templateOf } from '../traffic/kiosk-ids.ts';
import { type Candidates, inTurn, visitsIn, withVisits } from './shrink-candidates.ts';

/** Kiosks among which two are tried as one at most. */
const MERGED = 10;

/** No kiosk but those that somebody comes to, the first ones of the city, and one for two. */
export function* kiosksPass(scenario: Scenario): Candidates {
  const now = yield* inTurn(scenario, [renamed, trimmed]);
  const used = usedKiosks(now);
  const few = used.length > MERGED ? [] : used;
  const pairs = few.flatMap((gone, index) =>
    few.slice(0, index).map((stays) => (at: Scenario) => moved(at, new Map([[gone, stays]]))),
  );
  const merged = yield* inTurn(now, pairs.toReversed());
  if (merged !== now) yield* inTurn(merged, [renamed, trimmed]);
}

/** Those that somebody comes to, in the order of the fleet. */
function usedKiosks(scenario: Scenario): readonly string[] {
  const used = new Set(visitsIn(scenario).map(({ kiosk }) => kiosk));
  return kioskIds(scenario).filter((id) => used.has(id));
}

function renamed(scenario: Scenario): Scenario {
  const used = usedKiosks(scenario);
  const stores = { inside: used.length, outside: 0, skew: 0, fleet: [] };
  const names = kioskIds({ stores });
  const renaming = new Map(used.map((id, index) => [id, names[index] as string] as const));
  const citizens = { ...scenario.citizens, outsideShare: 0 };
  return { ...moved(scenario, renaming), stores, citizens };
}

/** As few as the names allow. */
function trimmed(scenario: Scenario): Scenario {
  const used = usedKiosks(scenario);
  const highest = (name: string) =>
    Math.max(
      0,
      ...used
        .filter((id) => templateOf(id) === name)
        .map((id) => Number(id.slice(name.length + 1))),
    );
  const fleet = scenario.stores.fleet
    .map((each) => ({ ...each, count: highest(each.template) }))
    .filter(({ count }) => count > 0);
  const isInside = fleet.some((each) => !each.outside);
  const inside = Math.max(isInside ? 0 : 1, highest('in'));
  const outside = highest('out');
  const isOutside = outside > 0 || fleet.some((each) => each.outside);
  const outsideShare = isOutside ? scenario.citizens.outsideShare : 0;
  return {
    ...scenario,
    stores: { inside, outside, skew: 0, fleet },
    citizens: { ...scenario.citizens, outsideShare },
  };
}

/** The same with citizens, and faults that name kiosks, at other ones. */
function moved(scenario: Scenario, to: ReadonlyMap<string, string>): Scenario {
  const visits = visitsIn(scenario).map((visit) => ({
    ...visit,
    kiosk: to.get(visit.kiosk) ?? visit.kiosk,
  }));
  const faults = scenario.faults.map((fault) => {
    const kiosks = fault.select?.kiosks?.map((id) => to.get(id) ?? id);
    return kiosks === undefined
      ? fault
      : { ...fault, select: { ...fault.select, kiosks: [...new Set(kiosks)] } };
  });
  return { ...withVisits(scenario, visits), faults };
}
