import type { Scenario } from '../scenario.ts';

/** Names of all kiosks: `in-001` … in the city, `out-001` … outside of it. */
export function kioskIds({ stores }: Pick<Scenario, 'stores'>): readonly string[] {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`);
  return [...named('in', stores.inside), ...named('out', stores.outside)];
}
