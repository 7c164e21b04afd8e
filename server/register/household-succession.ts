import type { Process } from '../../sim/process.ts';
import type { ChangeSet } from './change-set.ts';
import { inHouseholdOrder } from './household-order.ts';
import type { Relationship, Resident } from './register.ts';
import { isLiving } from './register-change-fields.ts';

/**
 * 世帯主変更: gives a household a new head if the one it had has gone: the spouse, or else the eldest.
 * What the others are to the new head is simplified: children of a couple stay children of the
 * spouse, everybody else becomes another member.
 */
export function* succeed(changes: ChangeSet, municipality: string, householdNo: number): Process {
  const living = (yield* changes.household(municipality, householdNo)).filter(isLiving);
  if (living.some(({ relationship }) => relationship === 'head')) return;
  const heir = living.find(isSpouse) ?? inHouseholdOrder(living)[0];
  if (heir === undefined) return;
  for (const member of living) {
    const relationship = member === heir ? 'head' : relationTo(heir, member);
    changes.put(municipality, { ...member, relationship });
  }
}

function isSpouse({ relationship }: Resident): boolean {
  return relationship === 'wife' || relationship === 'husband';
}

function relationTo(heir: Resident, { relationship }: Resident): Relationship {
  return isSpouse(heir) && relationship === 'child' ? 'child' : 'other';
}
