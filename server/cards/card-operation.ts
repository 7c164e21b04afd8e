import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import { cardId } from '../contract-card-id.ts';
import { GENERATION_LIMIT } from '../contract-card-serial.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import { about, type Subject } from '../register/register-change-fields.ts';
import type { CardRegistryOffice } from './card-registry.ts';

const card = {
  ...about,
  generation: z
    .int()
    .min(1)
    .max(GENERATION_LIMIT - 1)
    .default(1)
    .describe('Which of their cards'),
  kind: z
    .enum(['basic-resident', 'citizen'])
    .default('basic-resident')
    .describe('basic-resident: 住基カード; citizen: 市民カード'),
};

const Pin = z
  .string()
  .regex(/^\d{4}$/)
  .describe('The four digits the citizen has chosen');

/** What the counter does to cards of the older method. */
export const CardOperation = z.discriminatedUnion('operation', [
  z
    .strictObject({ operation: z.literal('register-card'), ...card, pin: Pin })
    .describe('利用登録: the card can be used for the service from now on'),
  z
    .strictObject({ operation: z.literal('unregister-card'), ...card })
    .describe('利用廃止: it cannot be used any more'),
  z
    .strictObject({ operation: z.literal('reset-pin'), ...card, pin: Pin })
    .describe('暗証番号再設定: unlocks a card after three wrong PINs'),
]);
export type CardOperation = z.infer<typeof CardOperation>;

/** Does an operation at the registry of cards, or answers why it cannot be done. */
export function* applyToCards(
  cards: CardRegistryOffice,
  order: CardOperation,
  nowMs: number,
): Process<Outcome<Subject>> {
  const { municipality, resident, generation, kind } = order;
  const id = cardId(kind, municipality, resident, generation);
  const done = granted({ municipality, resident });
  switch (order.operation) {
    case 'register-card': {
      const { pin } = order;
      const use = { cardId: id, kind, residentNo: resident, generation, usableFromMs: nowMs };
      const isNew = yield* cards.register(municipality, { ...use, pin });
      return isNew ? done : refused('change-impossible');
    }
    case 'unregister-card': {
      const wasThere = yield* cards.unregister(municipality, id);
      return wasThere ? done : refused('card-not-registered');
    }
    case 'reset-pin': {
      const isThere = yield* cards.resetPin(municipality, id, order.pin);
      return isThere ? done : refused('card-not-registered');
    }
  }
}
