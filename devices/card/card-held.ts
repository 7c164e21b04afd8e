import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { DAMAGED_CARD } from './card-damaged.ts';
import { CardModel } from './card-model.ts';
import { municipalCard } from './card-municipal.ts';
import { type CardKeys, MyNumberChip, signaturePassword } from './card-my-number.ts';
import type { HeldCard, Holding, Period } from './card-office.ts';
import type { PinMemory } from './card-pins.ts';

/** With what an office makes its cards. */
export interface Workshop {
  readonly keys: CardKeys;
  readonly memory: PinMemory;
  /** When certificates are valid, if a holding does not say. */
  readonly period: Period;
}

/** The card of a holding, in its holder's hand. */
export function heldCard(
  workshop: Workshop,
  municipality: string,
  residentNo: number,
  holding: Holding,
): HeldCard {
  const { kind, generation, damaged = false } = holding;
  if (kind !== 'my-number') {
    const held = municipalCard(kind, municipality, residentNo, generation);
    return damaged ? { ...held, card: DAMAGED_CARD } : held;
  }
  const { keys, memory, period } = workshop;
  const { validity = period, signaturePair = true } = holding;
  const pin = cardPin(municipality, residentNo);
  const bearer = { municipality, residentNo, generation, pin, validity, signaturePair };
  const chip = new MyNumberChip(bearer, keys, memory);
  const card = damaged ? DAMAGED_CARD : new CardModel(chip);
  const name = cardName(chip.serial);
  return signaturePair
    ? { card, name, pin, signaturePassword: signaturePassword(pin) }
    : { card, name, pin };
}
