import type { Family, Resident } from '../../../server/register/register.ts';
import { plain } from './register.contract.ts';
import { ORIGIN, type SmallOffice, TOWN } from './small-office.ts';

/** A couple who live with their children, 10 and 11. */
export const HUSBAND = 8;
export const WIFE = 9;
/** One who lives alone, and one who lives with her parents. */
export const SINGLE = 16;
export const DAUGHTER = 15;

/** Somebody whom no municipality knows. */
export const NEWCOMER = { name: '千里 中', birthDate: '1980-04-01', sex: 'female' };

/** What a resident was before anything changed, as plain data. */
export function original(small: SmallOffice, no: number, municipality = TOWN): Resident {
  return plain(small.answer(ORIGIN.resident(municipality, no)))!;
}

/** The family register a resident is in now. */
export function familyOf(small: SmallOffice, no: number): Family {
  const { municipality, familyNo } = small.truth(no).domicile;
  return small.answer(small.base.family(municipality, familyNo))!;
}

/** Who lives together with a resident, and as what. */
export function household(small: SmallOffice, no: number): readonly (readonly [number, string])[] {
  const { householdNo } = small.truth(no);
  const members = small.answer(small.base.household(TOWN, householdNo));
  return members.map((member) => [member.no, member.relationship]);
}

/** Enters an operation of the town. */
export function enter(small: SmallOffice, operation: string, order: Record<string, unknown>) {
  return small.enter({ operation, municipality: TOWN, ...order });
}

/** What an operation of moving in needs besides. */
export function moveIn(person: unknown) {
  return { person, address: '本町9番' };
}
