import { z } from 'zod';
import { GENERATION_LIMIT } from '../contract-card-serial.ts';
import { refused } from '../problems.ts';
import type { Resident } from './register.ts';
import {
  about,
  type Effect,
  livingResident,
  type Subject,
  subjectOf,
  yearsOld,
} from './register-change-fields.ts';

/** Nobody under 15 can register a seal (印鑑登録証明事務処理要領). */
const SEAL_AGE = 15;

export const RegisterSeal = z
  .strictObject({
    operation: z.literal('register-seal'),
    ...about,
    number: z
      .string()
      .regex(/^\d{1,12}$/)
      .optional()
      .describe('印鑑登録番号; without it the next free one'),
  })
  .describe('印鑑登録: a seal of this resident is registered, instead of one that was before');

export const RevokeSeal = z
  .strictObject({ operation: z.literal('revoke-seal'), ...about })
  .describe('印鑑登録廃止: the registration of the seal is revoked');

export const HandOutCard = z
  .strictObject({ operation: z.literal('hand-out-card'), ...about })
  .describe('カード交付: a new card is handed out today; the one before is nobody’s any more');

export const SetSupportMeasures = z
  .strictObject({
    operation: z.literal('set-support-measures'),
    ...about,
    on: z.boolean().describe('Whether they protect this resident from now on'),
  })
  .describe('支援措置 begin or end');

const Which = z
  .enum(['residents', 'family'])
  .default('residents')
  .describe('Whether it is about the 住民票 or about the 戸籍 of this resident');

export const BeginNotice = z
  .strictObject({
    operation: z.literal('begin-notice'),
    ...about,
    register: Which,
    because: z
      .enum(['notice', 'character'])
      .default('notice')
      .describe(
        'A notice (届出) that is not entered yet, or a character (外字) not registered yet',
      ),
  })
  .describe('届出の受理: the entry cannot be certified until it has been dealt with');

export const FinishNotice = z
  .strictObject({ operation: z.literal('finish-notice'), ...about, register: Which })
  .describe('記載の完了: what had been in progress has been entered');

const Amount = z.int().min(0).max(1_000_000_000_000);

export const SetTaxRecord = z
  .strictObject({
    operation: z.literal('set-tax-record'),
    ...about,
    year: z.int().min(1950).max(2200).describe('年度: the fiscal year of the tax'),
    amounts: z
      .strictObject({
        incomeYen: Amount,
        deductionsYen: Amount,
        dependants: z.int().min(0).max(99),
        municipalTaxYen: Amount,
        prefecturalTaxYen: Amount,
      })
      .nullable()
      .describe('What the record says; null takes it out'),
  })
  .describe('賦課決定・更正: what the tax office has on this resident for a year');

export const registerSeal: Effect<z.infer<typeof RegisterSeal>> = function* (changes, order) {
  const living = yield* livingResident(changes, order);
  if (!living.ok) return living;
  const resident = living.value;
  if (yearsOld(resident.birthDate, changes.today) < SEAL_AGE) return refused('change-impossible');
  const sealNumber = order.number ?? String(changes.take('seal')).padStart(7, '0');
  changes.put(order.municipality, { ...resident, sealNumber, sealRevoked: false });
  return subjectOf(order);
};

export const revokeSeal: Effect<Subject> = function* (changes, order) {
  const living = yield* livingResident(changes, order);
  if (!living.ok) return living;
  const resident = living.value;
  if (!hasSeal(resident)) return refused('change-impossible');
  changes.put(order.municipality, { ...resident, sealRevoked: true });
  return subjectOf(order);
};

/** Whether a certificate of this resident's seal could be had. */
export function hasSeal({ sealNumber, sealRevoked }: Resident): boolean {
  return sealNumber !== undefined && !sealRevoked;
}

export const handOutCard: Effect<Subject> = function* (changes, order) {
  const living = yield* livingResident(changes, order);
  if (!living.ok) return living;
  const cardGeneration = living.value.cardGeneration + 1;
  if (cardGeneration >= GENERATION_LIMIT) return refused('change-impossible');
  const cardIssuedOn = changes.today;
  changes.put(order.municipality, { ...living.value, cardGeneration, cardIssuedOn });
  return subjectOf(order);
};

export const setSupportMeasures: Effect<z.infer<typeof SetSupportMeasures>> = function* (
  changes,
  order,
) {
  const resident = yield* changes.resident(order.municipality, order.resident);
  if (resident === undefined) return refused('resident-unknown');
  changes.put(order.municipality, { ...resident, supportMeasures: order.on });
  return subjectOf(order);
};

export const beginNotice: Effect<z.infer<typeof BeginNotice>> = (changes, order) =>
  mark(changes, { ...order, inProgress: order.because });

export const finishNotice: Effect<z.infer<typeof FinishNotice>> = (changes, order) =>
  mark(changes, { ...order, inProgress: 'nothing' });

const mark: Effect<
  Subject & Pick<Resident, 'inProgress'> & { readonly register: z.infer<typeof Which> }
> = function* (changes, order) {
  const { municipality, inProgress } = order;
  const resident = yield* changes.resident(municipality, order.resident);
  if (resident === undefined) return refused('resident-unknown');
  if (order.register === 'residents') {
    if (resident.inProgress === inProgress) return refused('change-impossible');
    changes.put(municipality, { ...resident, inProgress });
    return subjectOf(order);
  }
  const { domicile } = resident;
  const family = yield* changes.family(domicile.municipality, domicile.familyNo);
  if (family === undefined || family.inProgress === inProgress) return refused('change-impossible');
  changes.putFamily(domicile.municipality, { ...family, inProgress });
  return subjectOf(order);
};

export const setTaxRecord: Effect<z.infer<typeof SetTaxRecord>> = function* (changes, order) {
  const { municipality, resident: no, year, amounts } = order;
  const resident = yield* changes.resident(municipality, no);
  if (resident === undefined) return refused('resident-unknown');
  const record = amounts === null ? undefined : { residentNo: no, year, ...amounts };
  changes.putTax(municipality, no, year, record);
  return subjectOf(order);
};
