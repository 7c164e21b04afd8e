import type { Scenario } from '../scenario.ts';

/** What says which kiosks there are. */
export type Kiosks = Pick<Scenario, 'stores'>;

/** How many kiosks stand in the city, and how many outside of it. */
export function kioskCounts({ stores: { inside, outside, fleet } }: Kiosks): {
  readonly inside: number;
  readonly outside: number;
} {
  const fromTemplates = (isOutside: boolean) =>
    fleet.reduce((sum, each) => sum + (each.outside === isOutside ? each.count : 0), 0);
  return { inside: inside + fromTemplates(false), outside: outside + fromTemplates(true) };
}

/** Names that were asked for: those of tens of thousands of kiosks are kept once. */
const known = new WeakMap<Scenario['stores'], readonly string[]>();

/**
 * Names of all kiosks: `in-001` … in the city and those of its templates, then `out-001` … outside
 * of it and those of their templates; each with the prefix before it, if there is one.
 */
export function kioskIds({ stores }: Kiosks): readonly string[] {
  const before = known.get(stores);
  if (before !== undefined) return before;
  const { prefix = '' } = stores;
  const ids = [
    ...named(`${prefix}in`, stores.inside),
    ...namedAfter(stores.fleet, false, prefix),
    ...named(`${prefix}out`, stores.outside),
    ...namedAfter(stores.fleet, true, prefix),
  ];
  known.set(stores, ids);
  return ids;
}

/** The template that a kiosk of a fleet was made from: its name without its number. */
export function templateOf(kioskId: string): string {
  return kioskId.slice(0, kioskId.lastIndexOf('-'));
}

function namedAfter(
  fleet: Scenario['stores']['fleet'],
  isOutside: boolean,
  prefix: string,
): readonly string[] {
  const there = fleet.filter(({ outside }) => outside === isOutside);
  return there.flatMap(({ template, count }) => named(`${prefix}${template}`, count));
}

function named(prefix: string, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`,
  );
}
