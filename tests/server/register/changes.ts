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
export async function original(
  small: SmallOffice,
  no: number,
  municipality = TOWN,
): Promise<Resident> {
  return plain(await small.answer(ORIGIN.resident(municipality, no)))!;
}

/** The family register a resident is in now. */
export async function familyOf(small: SmallOffice, no: number): Promise<Family> {
  const { municipality, familyNo } = (await small.truth(no)).domicile;
  return (await small.answer(small.base.family(municipality, familyNo)))!;
}

/** Who lives together with a resident, and as what. */
export async function household(
  small: SmallOffice,
  no: number,
): Promise<readonly (readonly [number, string])[]> {
  const { householdNo } = await small.truth(no);
  const members = await small.answer(small.base.household(TOWN, householdNo));
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
