import type { Process } from '../../sim/process.ts';
import type { Applicant, Compiled } from '../certificate.ts';
import type { CertificateOptions, Choices } from '../contract.ts';
import { fitsForms } from '../document/form-limits.ts';
import type { Municipality } from '../municipalities/municipality.ts';
import { granted, type Outcome, type ProblemCode, refused } from '../problems.ts';
import { hasDuplicate } from './household-consistency.ts';
import type { Relationship, Resident } from './register.ts';

/** What a certificate from the 住民票 says of a household. */
export interface Listing {
  readonly address: string;
  /** 世帯主, unless it is left out. */
  readonly headName: string | undefined;
  /** Whether everybody of the household is listed. */
  readonly isWhole: boolean;
  readonly people: readonly ListedPerson[];
}

/** One person listed; what is undefined was not asked for. */
export interface ListedPerson {
  readonly name: string;
  readonly birthDate: string;
  readonly sex: Resident['sex'];
  readonly residentSince: string;
  readonly relationship: Relationship | undefined;
  readonly domicile: { readonly place: string; readonly headName: string } | undefined;
  readonly individualNumber: string | undefined;
}

/**
 * Whether anybody of the owner's household can be listed. Withheld only if nobody can: who asks may
 * still leave out a person that cannot be.
 */
export function* offerListing(applicant: Applicant): Process<Outcome<Choices>> {
  const { items } = applicant.municipality;
  const household = yield* livingTogether(applicant);
  if (!household.ok) return household;
  const { owner, members } = household.value;
  const reason = unlistable(owner, applicant.municipality, false);
  if (reason !== undefined) {
    const others = members.some(
      (member) => unlistable(member, applicant.municipality, false) === undefined,
    );
    if (!others) return refused(reason);
  }
  return granted({ householdSize: members.length, ...items });
}

/** Looks up who is to be listed, with the items asked for. */
export function* compileListing(
  applicant: Applicant,
  options: CertificateOptions,
): Process<Outcome<Compiled>> {
  const { municipality } = applicant;
  if (!allows(municipality.items, options)) return refused('option-not-offered');
  const household = yield* livingTogether(applicant);
  if (!household.ok) return household;
  const { owner, members } = household.value;
  const chosen = choose(members, owner, options.people);
  if (!chosen.ok) return chosen;
  const people = chosen.value;
  const head = members.find(({ relationship }) => relationship === 'head') ?? members[0] ?? owner;
  if (options.relationships && !isNameable(head, municipality)) {
    return refused(head.inProgress === 'character' ? 'character-in-progress' : 'text-too-long');
  }
  let registerVersion = 0;
  for (const person of people) {
    const reason = unlistable(person, municipality, options.domicile);
    if (reason !== undefined) return refused(reason);
    registerVersion = Math.max(registerVersion, person.version);
  }
  return granted({
    pages: Math.ceil(people.length / municipality.layout.peoplePerPage),
    registerVersion,
    body: () => listing(people, people.length === members.length, head, options),
  });
}

/** Those of the owner's household who live there now, and the owner as read together with them. */
function* livingTogether({
  owner,
  residence,
  register,
}: Applicant): Process<Outcome<{ owner: Resident; members: readonly Resident[] }>> {
  const all = yield* register.household(residence, owner.householdNo);
  const members = all.every(livesThere) ? all : all.filter(livesThere);
  if (hasDuplicate(members)) return refused('record-inconsistent');
  const self = members.find(({ no }) => no === owner.no);
  // Who is not in the household any more that was read a moment before is just being moved.
  return self === undefined ? refused('record-in-progress') : granted({ owner: self, members });
}

/** Who has gone is certified by another document (住民票の除票). */
function livesThere({ standing }: Resident): boolean {
  return standing === 'resident' || standing === 'moving-out';
}

function allows(items: Municipality['items'], options: CertificateOptions): boolean {
  return (
    (items.relationships || !options.relationships) &&
    (items.domicile || !options.domicile) &&
    (items.individualNumber || !options.individualNumber)
  );
}

function choose(
  members: readonly Resident[],
  owner: Resident,
  people: CertificateOptions['people'],
): Outcome<readonly Resident[]> {
  if (people === 'self') return granted([owner]);
  if (people === 'household') {
    const isLeaving = members.some(({ standing }) => standing === 'moving-out');
    return isLeaving ? refused('household-moving-out') : granted(members);
  }
  if (people.some((place) => place > members.length)) return refused('person-unknown');
  return granted(members.filter((_, index) => people.includes(index + 1)));
}

/** Why this person cannot be on the list, or undefined. */
function unlistable(
  person: Resident,
  { layout }: Municipality,
  withDomicile: boolean,
): ProblemCode | undefined {
  if (person.standing === 'moving-out') return 'moving-out';
  if (person.supportMeasures) return 'support-measures';
  if (person.inProgress === 'notice') return 'record-in-progress';
  if (person.inProgress === 'character') return 'character-in-progress';
  if (!fitsForms(layout, person.name, person.address)) return 'text-too-long';
  if (!withDomicile) return undefined;
  const { headName, place } = person.domicile;
  return fitsForms(layout, headName, place) ? undefined : 'text-too-long';
}

/** Whether the head can be named in the heading, listed or not. */
function isNameable(head: Resident, { layout }: Municipality): boolean {
  return head.inProgress !== 'character' && fitsForms(layout, head.name, head.address);
}

function listing(
  people: readonly Resident[],
  isWhole: boolean,
  head: Resident,
  options: CertificateOptions,
): Listing {
  return {
    address: head.address,
    headName: options.relationships ? head.name : undefined,
    isWhole,
    people: people.map((person) => ({
      name: person.name,
      birthDate: person.birthDate,
      sex: person.sex,
      residentSince: person.residentSince,
      relationship: options.relationships ? person.relationship : undefined,
      domicile: options.domicile
        ? { place: person.domicile.place, headName: person.domicile.headName }
        : undefined,
      individualNumber: options.individualNumber ? person.individualNumber : undefined,
    })),
  };
}
