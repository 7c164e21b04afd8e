import type { Resident } from './register.ts';

/** Those of a household in the order of a 住民票: the head first, then by age, then by number. */
export function inHouseholdOrder(members: readonly Resident[]): readonly Resident[] {
  return [...members].sort(
    (one, other) =>
      rank(one) - rank(other) || compare(one.birthDate, other.birthDate) || one.no - other.no,
  );
}

/** Who has gone comes last, even if the household was theirs. */
function rank({ standing, relationship }: Resident): number {
  if (standing === 'moved-out' || standing === 'deceased') return 2;
  return relationship === 'head' ? 0 : 1;
}

/** Dates of this form compare as their letters do. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
