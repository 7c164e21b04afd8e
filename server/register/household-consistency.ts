import type { Resident } from './register.ts';

/** Whether somebody is entered twice among these (二重登録). */
export function hasDuplicate(members: readonly Resident[]): boolean {
  return members.some((one, index) => {
    for (let later = index + 1; later < members.length; later++) {
      if (areTheSame(one, members[later] as Resident)) return true;
    }
    return false;
  });
}

/** The same day of birth, and the same name or 個人番号: twins share the day only. */
function areTheSame(one: Resident, other: Resident): boolean {
  if (one.birthDate !== other.birthDate) return false;
  return one.name === other.name || one.individualNumber === other.individualNumber;
}
