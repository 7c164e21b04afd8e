import type { Process } from '../../sim/process.ts';
import type { Applicant } from '../certificate.ts';
import type { Choices } from '../contract.ts';
import { fitsForms } from '../document/form-limits.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { Family, FamilyMember } from './register.ts';

/** The family register of the owner, and what it has about the owner. */
export interface OwnFamily {
  readonly family: Family;
  readonly member: FamilyMember;
}

/** Whether a certificate from the owner's family register may be had here. */
export function* offerFamily(applicant: Applicant): Process<Outcome<Choices>> {
  const own = yield* ownFamily(applicant);
  return own.ok ? granted({}) : own;
}

/** Looks up the family register of the owner where the municipality asked keeps it. */
export function* ownFamily(applicant: Applicant): Process<Outcome<OwnFamily>> {
  const { owner, residence, municipality, register } = applicant;
  const { domicile } = owner;
  if (domicile.municipality !== municipality.code) return refused('domicile-elsewhere');
  const family = yield* register.family(municipality.code, domicile.familyNo);
  const member = family?.members.find(
    ({ resident }) => resident.municipality === residence && resident.no === owner.no,
  );
  // The 住民票 may still name a register that the person has left for another: what the register
  // itself says counts, and about others nothing is said.
  if (family === undefined || member === undefined) return refused('domicile-elsewhere');
  if (family.inProgress === 'notice') return refused('record-in-progress');
  if (family.inProgress === 'character') return refused('character-in-progress');
  const { headName, place } = family.domicile;
  const fits = fitsForms(municipality.layout, headName, place);
  return fits ? granted({ family, member }) : refused('text-too-long');
}
