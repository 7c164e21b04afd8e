import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import { MunicipalityCode } from '../contract.ts';
import { individualNumberOf } from '../population/individual-number-synthetic.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { ChangeSet } from './change-set.ts';
import { addAddress, changeMember } from './family-entries.ts';
import { succeed } from './household-succession.ts';
import type { Resident } from './register.ts';
import {
  Address,
  about,
  Day,
  type Effect,
  isLiving,
  livingResident,
  Municipality,
  Name,
  ResidentNo,
  type Subject,
  subjectOf,
} from './register-change-fields.ts';

const Who = z
  .enum(['self', 'household'])
  .default('self')
  .describe('Whether only this resident moves, or everybody of the household');

export const MoveOut = z
  .strictObject({
    operation: z.literal('move-out'),
    ...about,
    who: Who,
    on: Day.describe('Day of moving; on that day the office enters that they have gone'),
  })
  .describe('転出届: somebody is about to leave the municipality, or has left');

const Known = z
  .strictObject({ municipality: MunicipalityCode, resident: ResidentNo })
  .describe('Whom another municipality knows, and who has given notice of moving out there');

const Newcomer = z
  .strictObject({
    name: Name,
    birthDate: Day,
    sex: z.enum(['female', 'male']),
    domicile: z
      .string()
      .max(200)
      .regex(/^\P{C}+$/u)
      .default('青葉県青葉町本町1丁目1番地')
      .describe('本籍'),
    headName: Name.optional().describe('筆頭者; without it, this person'),
  })
  .describe('Somebody from a municipality that takes no part');

export const MoveIn = z
  .strictObject({
    operation: z.literal('move-in'),
    municipality: Municipality,
    person: z.union([Known, Newcomer]),
    address: Address,
    household: z.int().min(0).optional().describe('Household they join; without it, a new one'),
  })
  .describe('転入届: somebody comes to live here from today, and brings the card along');

export const MoveWithin = z
  .strictObject({
    operation: z.literal('move-within'),
    ...about,
    who: Who,
    address: Address.describe('The new address'),
  })
  .describe('転居届: the address changes within the municipality');

export const moveOut: Effect<z.infer<typeof MoveOut>> = function* (changes, order) {
  const { municipality, on } = order;
  const movers = yield* moversOf(changes, order);
  if (!movers.ok) return movers;
  const hasGone = on <= changes.today;
  for (const resident of movers.value) {
    changes.put(
      municipality,
      hasGone ? departed(resident) : { ...resident, standing: 'moving-out' },
    );
    if (hasGone) yield* succeed(changes, municipality, resident.householdNo);
  }
  return subjectOf(order);
};

/** Who has left has no seal registered there any more. */
function departed(resident: Resident): Resident {
  const sealRevoked = resident.sealNumber !== undefined;
  return { ...resident, standing: 'moved-out', sealRevoked };
}

export const moveWithin: Effect<z.infer<typeof MoveWithin>> = function* (changes, order) {
  const { municipality, address } = order;
  const movers = yield* moversOf(changes, order);
  if (!movers.ok) return movers;
  const alone = order.who === 'self';
  for (const resident of movers.value) {
    const home: Partial<Resident> = alone
      ? { householdNo: changes.take('household'), relationship: 'head' }
      : {};
    changes.put(municipality, { ...resident, ...home, address });
    if (alone) yield* succeed(changes, municipality, resident.householdNo);
    const since = addAddress(changes.today, `${changes.placeName(municipality)}${address}`);
    yield* changeMember(changes, { municipality, resident: resident.no }, resident, since);
  }
  return subjectOf(order);
};

function* moversOf(
  changes: ChangeSet,
  order: Subject & { readonly who: z.infer<typeof Who> },
): Process<Outcome<readonly Resident[]>> {
  const living = yield* livingResident(changes, order);
  if (!living.ok || order.who === 'self') return living.ok ? granted([living.value]) : living;
  const { householdNo } = living.value;
  return granted((yield* changes.household(order.municipality, householdNo)).filter(isLiving));
}

export const moveIn: Effect<z.infer<typeof MoveIn>> = function* (changes, order) {
  const { municipality, address } = order;
  const home = yield* homeOf(changes, order);
  if (!home.ok) return home;
  const no = changes.take('resident');
  const identity = yield* identityOf(changes, order, no);
  if (!identity.ok) return identity;
  const resident: Resident = {
    ...identity.value,
    ...home.value,
    no,
    nonce: changes.nonce(municipality, no),
    address,
    residentSince: changes.today,
    standing: 'resident',
    inProgress: 'nothing',
    cardGeneration: 1,
    sealNumber: undefined,
    sealRevoked: false,
    version: 0,
  };
  changes.put(municipality, resident);
  return granted({ municipality, resident: no });
};

function* homeOf(
  changes: ChangeSet,
  { municipality, household }: z.infer<typeof MoveIn>,
): Process<Outcome<Pick<Resident, 'householdNo' | 'relationship'>>> {
  if (household === undefined) {
    return granted({ householdNo: changes.take('household'), relationship: 'head' });
  }
  const members = yield* changes.household(municipality, household);
  if (!members.some(isLiving)) return refused('change-impossible');
  return granted({ householdNo: household, relationship: 'other' });
}

/** What a person keeps wherever they live. */
type Identity = Pick<
  Resident,
  | 'name'
  | 'birthDate'
  | 'sex'
  | 'domicile'
  | 'individualNumber'
  | 'supportMeasures'
  | 'cardIssuedOn'
>;

function* identityOf(
  changes: ChangeSet,
  { municipality, person, address }: z.infer<typeof MoveIn>,
  no: number,
): Process<Outcome<Identity>> {
  if (!('resident' in person)) return granted(newcomer(changes, municipality, person, no));
  const before = yield* changes.resident(person.municipality, person.resident);
  if (before === undefined) return refused('resident-unknown');
  const hasNotified = before.standing === 'moving-out' || before.standing === 'moved-out';
  if (!hasNotified || person.municipality === municipality) return refused('change-impossible');
  // The municipality left is told (転入通知).
  changes.put(person.municipality, departed(before));
  yield* succeed(changes, person.municipality, before.householdNo);
  const addressFrom = addAddress(changes.today, `${changes.placeName(municipality)}${address}`);
  yield* changeMember(changes, person, before, (member) => ({
    ...addressFrom(member),
    resident: { municipality, no },
  }));
  const { name, birthDate, sex, domicile, individualNumber } = before;
  const { supportMeasures, cardIssuedOn } = before;
  return granted({
    name,
    birthDate,
    sex,
    domicile,
    individualNumber,
    supportMeasures,
    cardIssuedOn,
  });
}

/** Code of no municipality: those of the prefectures end at 47. */
const NOT_TAKING_PART = '48301';

/** Numbers of residents from which on nobody of a synthetic population has the 個人番号. */
const SPARE_NUMBERS = 1_000_000;

function newcomer(
  changes: ChangeSet,
  municipality: string,
  { name, birthDate, sex, domicile, headName = name }: z.infer<typeof Newcomer>,
  no: number,
): Identity {
  const family = { municipality: NOT_TAKING_PART, familyNo: 0, place: domicile, headName };
  return {
    name,
    birthDate,
    sex,
    domicile: family,
    individualNumber: individualNumberOf(municipality, no - SPARE_NUMBERS),
    supportMeasures: false,
    cardIssuedOn: changes.yesterday,
  };
}
