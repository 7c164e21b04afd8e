import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import { MunicipalityCode } from '../contract.ts';
import { type Outcome, type ProblemCode, refused } from '../problems.ts';
import type { ChangeSet } from './change-set.ts';
import type { Resident } from './register.ts';
import {
  about,
  type Effect,
  ResidentNo,
  type Subject,
  subjectOf,
} from './register-change-fields.ts';

const FLAGS = [
  'card-unusable',
  'deceased',
  'moved-out',
  'protected',
  'seal-revoked',
  'not-protected',
  'seal-not-revoked',
] as const;

export const WrongFlag = z
  .strictObject({
    operation: z.literal('wrong-flag'),
    ...about,
    flag: z.enum(FLAGS).default('card-unusable').describe('What the record says and is not so'),
  })
  .describe('Mistake: a flag of the record is wrong, such as a card marked as unusable (S4)');

export const WrongCard = z
  .strictObject({
    operation: z.literal('wrong-card'),
    ...about,
    generation: z
      .int()
      .min(1)
      .max(99)
      .optional()
      .describe('Card linked instead of the one in use; without it, one not handed out yet'),
  })
  .describe('Mistake: the record is linked to another card than the one the resident holds');

export const WrongMunicipality = z
  .strictObject({
    operation: z.literal('wrong-municipality'),
    ...about,
    filedUnder: MunicipalityCode.describe('Municipality whose register has the record instead'),
  })
  .describe('Mistake: the record is filed under another municipality');

export const SwappedPersons = z
  .strictObject({
    operation: z.literal('swapped-persons'),
    ...about,
    other: ResidentNo.describe('Number of the resident whose record it is exchanged with'),
  })
  .describe('Mistake: the records of two residents are exchanged, each under the other’s number');

export const MissingCharacter = z
  .strictObject({ operation: z.literal('missing-character'), ...about })
  .describe('Mistake: a character of the name (外字) is not registered; 〓 stands in its place');

export const Duplicate = z
  .strictObject({ operation: z.literal('duplicate'), ...about })
  .describe('Mistake: this resident is entered twice in the same household');

/** What an office can enter wrongly: the registers then say it, and it is not so. */
export const RegistrationMistake = z.discriminatedUnion('operation', [
  WrongFlag,
  WrongCard,
  WrongMunicipality,
  SwappedPersons,
  MissingCharacter,
  Duplicate,
]);
export type RegistrationMistake = z.infer<typeof RegistrationMistake>;

export const Correct = z
  .strictObject({ operation: z.literal('correct'), ...about })
  .describe('Mistakes about this resident are corrected: the registers say again what is true');
export type Correct = z.infer<typeof Correct>;

/** Nothing a server reads tells it; only who knows what is true can. */
export const UNKNOWABLE = 'unknowable';

/**
 * What has to happen when the citizen comes whom a mistake is about: the refusal that the server
 * owes, or that it cannot know. Where only one kind of certificate is concerned, it is named.
 */
export const REQUIRED_OUTCOMES: Readonly<
  Record<
    Exclude<RegistrationMistake['operation'], 'wrong-flag'> | (typeof FLAGS)[number],
    { readonly outcome: ProblemCode | typeof UNKNOWABLE; readonly why: string }
  >
> = {
  'card-unusable': {
    outcome: 'card-not-registered',
    why: 'no card is in use for this record; a server that is down says issuer-unavailable',
  },
  deceased: { outcome: 'deceased', why: 'the record says so' },
  'moved-out': { outcome: 'moved-out', why: 'the record says so' },
  protected: { outcome: 'support-measures', why: 'the record says so' },
  'seal-revoked': {
    outcome: 'seal-revoked',
    why: 'the record says so; other certificates are issued',
  },
  'not-protected': {
    outcome: UNKNOWABLE,
    why: 'a record without the flag is like all others, and is issued',
  },
  'seal-not-revoked': {
    outcome: UNKNOWABLE,
    why: 'a registration that is not marked as revoked is certified',
  },
  'wrong-card': {
    outcome: 'card-not-registered',
    why: 'the card presented is not the one the record is linked to',
  },
  'wrong-municipality': {
    outcome: 'card-not-registered',
    why: 'where the citizen lives there is no record, and elsewhere the card is unknown',
  },
  'swapped-persons': {
    outcome: UNKNOWABLE,
    why: 'each record is sound in itself; the page is about somebody else',
  },
  'missing-character': {
    outcome: 'character-in-progress',
    why: 'a record with 〓 in it is marked until the character has been registered',
  },
  duplicate: {
    outcome: 'record-inconsistent',
    why: 'nobody is in a household twice; certificates of seal, tax and family are issued',
  },
};

/** What each wrong flag makes of a record. */
const FLAGGED: Readonly<Record<(typeof FLAGS)[number], Partial<Resident>>> = {
  'card-unusable': { cardGeneration: 0 },
  deceased: { standing: 'deceased' },
  'moved-out': { standing: 'moved-out' },
  protected: { supportMeasures: true },
  'seal-revoked': { sealRevoked: true },
  'not-protected': { supportMeasures: false },
  'seal-not-revoked': { sealRevoked: false },
};

const wrongFlag: Effect<z.infer<typeof WrongFlag>> = (changes, order) =>
  alter(changes, order, () => FLAGGED[order.flag]);

const wrongCard: Effect<z.infer<typeof WrongCard>> = (changes, order) =>
  alter(changes, order, ({ cardGeneration }) => ({
    cardGeneration: order.generation ?? cardGeneration + 1,
  }));

const missingCharacter: Effect<Subject> = (changes, order) =>
  alter(changes, order, ({ name }) => ({
    name: name.replace(/^./u, '〓'),
    inProgress: 'character',
  }));

/** Enters something about a resident that has not been so before. */
function* alter(
  changes: ChangeSet,
  order: Subject,
  wrong: (resident: Resident) => Partial<Resident>,
): Process<Outcome<Subject>> {
  const resident = yield* changes.resident(order.municipality, order.resident);
  if (resident === undefined) return refused('resident-unknown');
  const altered = { ...resident, ...wrong(resident) };
  const keys = Object.keys(resident) as (keyof Resident)[];
  if (keys.every((key) => altered[key] === resident[key])) return refused('change-impossible');
  changes.put(order.municipality, altered);
  return subjectOf(order);
}

const wrongMunicipality: Effect<z.infer<typeof WrongMunicipality>> = function* (changes, order) {
  const { municipality, filedUnder } = order;
  const resident = yield* changes.resident(municipality, order.resident);
  if (resident === undefined) return refused('resident-unknown');
  if (filedUnder === municipality) return refused('change-impossible');
  changes.remove(municipality, resident.no);
  const no = changes.take('resident');
  const householdNo = changes.take('household');
  changes.put(filedUnder, { ...resident, no, householdNo });
  return subjectOf(order);
};

const swappedPersons: Effect<z.infer<typeof SwappedPersons>> = function* (changes, order) {
  const { municipality } = order;
  const one = yield* changes.resident(municipality, order.resident);
  const other = yield* changes.resident(municipality, order.other);
  if (one === undefined || other === undefined) return refused('resident-unknown');
  if (one.no === other.no) return refused('change-impossible');
  changes.put(municipality, underTheNumberOf(one, other));
  changes.put(municipality, underTheNumberOf(other, one));
  return subjectOf(order);
};

/** The cards stay linked to their numbers. */
function underTheNumberOf({ no, cardGeneration, cardIssuedOn }: Resident, other: Resident) {
  return { ...other, no, cardGeneration, cardIssuedOn };
}

const duplicate: Effect<Subject> = function* (changes, order) {
  const resident = yield* changes.resident(order.municipality, order.resident);
  if (resident === undefined) return refused('resident-unknown');
  changes.put(order.municipality, { ...resident, no: changes.take('resident') });
  return subjectOf(order);
};

const EFFECTS = {
  'wrong-flag': wrongFlag,
  'wrong-card': wrongCard,
  'wrong-municipality': wrongMunicipality,
  'swapped-persons': swappedPersons,
  'missing-character': missingCharacter,
  duplicate,
} as const satisfies {
  readonly [K in RegistrationMistake['operation']]: Effect<
    Extract<RegistrationMistake, { readonly operation: K }>
  >;
};

/** Makes a mistake in a change set, or answers why it cannot be made. */
export function applyMistake(
  changes: ChangeSet,
  mistake: RegistrationMistake,
): Process<Outcome<Subject>> {
  const effect: (changes: ChangeSet, mistake: never) => Process<Outcome<Subject>> =
    EFFECTS[mistake.operation];
  return effect(changes, mistake as never);
}
