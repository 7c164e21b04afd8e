import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import { japaneseDate } from '../document/japanese-date.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { ChangeSet } from './change-set.ts';
import {
  addEntry,
  changeMember,
  deathEntry,
  familyEntry,
  familyOf,
  hasLeft,
  memberOf,
} from './family-entries.ts';
import { succeed } from './household-succession.ts';
import type { Family, FamilyMember, Resident } from './register.ts';
import {
  Address,
  about,
  Day,
  type Effect,
  livingResident,
  Municipality,
  ResidentNo,
  subjectOf,
  yearsOld,
} from './register-change-fields.ts';
import { hasSeal } from './register-change-person.ts';

export const Die = z
  .strictObject({
    operation: z.literal('die'),
    ...about,
    on: Day.optional().describe('Day of death; without it, today'),
  })
  .describe('死亡届: somebody has died, which ends the registration of the seal');

export const Marry = z
  .strictObject({
    operation: z.literal('marry'),
    municipality: Municipality,
    husband: ResidentNo,
    wife: ResidentNo,
    surname: z
      .enum(['husband', 'wife'])
      .default('husband')
      .describe('Whose surname both bear, who becomes 筆頭者'),
    address: Address.optional().describe('Where they live together; without it, nobody moves'),
  })
  .describe('婚姻届: two residents get a family register, a surname and perhaps a household');

export const die: Effect<z.infer<typeof Die>> = function* (changes, order) {
  const { municipality, on = changes.today } = order;
  const living = yield* livingResident(changes, order);
  if (!living.ok) return living;
  const resident = living.value;
  if (on > changes.today || on < resident.birthDate) return refused('change-impossible');
  const sealRevoked = resident.sealNumber !== undefined;
  changes.put(municipality, { ...resident, standing: 'deceased', sealRevoked });
  yield* succeed(changes, municipality, resident.householdNo);
  yield* changeMember(changes, order, resident, addEntry(deathEntry(on)));
  return subjectOf(order);
};

/** Of full age (民法 731条). */
const MARRIAGE_AGE = 18;

/** One of two who marry. */
interface Spouse {
  readonly resident: Resident;
  readonly relationship: 'husband' | 'wife';
  /** What the register they come from has about them. */
  readonly member: FamilyMember | undefined;
}

export const marry: Effect<z.infer<typeof Marry>> = function* (changes, order) {
  const { municipality } = order;
  const husband = yield* spouseOf(changes, municipality, order.husband, 'husband');
  if (!husband.ok) return husband;
  const wife = yield* spouseOf(changes, municipality, order.wife, 'wife');
  if (!wife.ok) return wife;
  const couple = [husband.value, wife.value] as const;
  if (areOfOneFamily(husband.value, wife.value)) return refused('change-impossible');
  const [head, other] = order.surname === 'husband' ? couple : [wife.value, husband.value];
  const family = familyOfCouple(changes, order, head, other);
  changes.putFamily(municipality, family);
  const householdNo = order.address === undefined ? undefined : changes.take('household');
  for (const spouse of couple) {
    const { resident } = spouse;
    yield* leaveFamily(changes, municipality, spouse, family);
    const named = { ...renamed(resident, head.resident), domicile: family.domicile };
    const relationship = spouse === head ? 'head' : spouse.relationship;
    const { address = resident.address } = order;
    const moved: Partial<Resident> =
      householdNo === undefined ? {} : { householdNo, relationship, address };
    changes.put(municipality, { ...named, ...moved });
    if (householdNo !== undefined) yield* succeed(changes, municipality, resident.householdNo);
  }
  return subjectOf({ municipality, resident: head.resident.no });
};

function* spouseOf(
  changes: ChangeSet,
  municipality: string,
  no: number,
  relationship: Spouse['relationship'],
): Process<Outcome<Spouse>> {
  const living = yield* livingResident(changes, { municipality, resident: no });
  if (!living.ok) return living;
  const resident = living.value;
  const family = yield* familyOf(changes, resident);
  const member = family && memberOf(family, { municipality, resident: no });
  const isFree =
    resident.sex === (relationship === 'husband' ? 'male' : 'female') &&
    yearsOld(resident.birthDate, changes.today) >= MARRIAGE_AGE &&
    !isMarried(family, member);
  return isFree ? granted({ resident, relationship, member }) : refused('change-impossible');
}

/** Those of one family register are kin, or a couple already, or the same person twice. */
function areOfOneFamily(one: Spouse, other: Spouse): boolean {
  const [a, b] = [one.resident, other.resident];
  const sameRegister =
    a.domicile.municipality === b.domicile.municipality &&
    a.domicile.familyNo === b.domicile.familyNo;
  return a.no === b.no || (one.member !== undefined && sameRegister);
}

/** Whether the register has this person as one of a couple of which both are still in it. */
function isMarried(family: Family | undefined, member: FamilyMember | undefined): boolean {
  if (family === undefined || member === undefined || !isOfCouple(member)) return false;
  return family.members.some((other) => other !== member && isOfCouple(other) && !hasLeft(other));
}

function isOfCouple({ role }: FamilyMember): boolean {
  return role === '夫' || role === '妻';
}

/** Who marries takes the surname of the head; a seal that shows the old one is worth nothing. */
function renamed(resident: Resident, head: Resident): Resident {
  const name = `${surnameOf(head.name)} ${givenNameOf(resident.name)}`;
  const sealRevoked = resident.sealRevoked || (hasSeal(resident) && name !== resident.name);
  return { ...resident, name, sealRevoked };
}

/** 編製: the register of the couple, kept where they live. */
function familyOfCouple(
  changes: ChangeSet,
  { municipality, address }: z.infer<typeof Marry>,
  head: Spouse,
  other: Spouse,
): Family {
  const no = changes.take('family');
  const city = changes.placeName(municipality);
  const { name } = head.resident;
  const home = (spouse: Spouse) => `${city}${address ?? spouse.resident.address}`;
  const member = (spouse: Spouse, partner: Spouse): FamilyMember => ({
    ...memberOfCouple(changes.today, spouse, partner),
    resident: { municipality, no: spouse.resident.no },
    addresses: [{ since: changes.today, address: home(spouse) }],
  });
  return {
    no,
    domicile: { municipality, familyNo: no, place: home(head), headName: name },
    madeOn: changes.today,
    members: [member(head, other), member(other, head)],
    inProgress: 'nothing',
    version: 0,
  };
}

function memberOfCouple(today: string, { resident, relationship, member }: Spouse, other: Spouse) {
  const { nonce, birthDate, sex, domicile } = resident;
  const marriage = familyEntry('marriage', today, {
    婚姻日: japaneseDate(today),
    配偶者氏名: other.resident.name.replace(' ', ''),
    従前戸籍: `${domicile.place}　${domicile.headName.replace(' ', '')}`,
  });
  // What the register before says of the birth goes along, an earlier marriage does not.
  const births = member?.entries.filter(({ kind }) => kind === 'birth') ?? [];
  return {
    nonce,
    givenName: givenNameOf(resident.name),
    birthDate,
    sex,
    role: relationship === 'husband' ? '夫' : '妻',
    fatherName: member?.fatherName ?? UNKNOWN,
    motherName: member?.motherName ?? UNKNOWN,
    parentage: member?.parentage ?? (sex === 'female' ? '長女' : '長男'),
    entries: [...births, marriage],
  };
}

/** Of parents in a register that a municipality keeps which takes no part. */
const UNKNOWN = '不詳';

/** 除籍: the register each comes from says so. */
function* leaveFamily(
  changes: ChangeSet,
  municipality: string,
  { resident }: Spouse,
  { domicile }: Family,
): Process {
  const { today } = changes;
  const removal = familyEntry('removal', today, {
    婚姻日: japaneseDate(today),
    新本籍: domicile.place,
    称する氏: surnameOf(domicile.headName),
  });
  const subject = { municipality, resident: resident.no };
  yield* changeMember(changes, subject, resident, addEntry(removal));
}

function surnameOf(name: string): string {
  return name.slice(0, name.indexOf(' '));
}

function givenNameOf(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}
