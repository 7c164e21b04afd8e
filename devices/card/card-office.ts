import type { Process } from '../../sim/process.ts';
import type { Card } from './card.ts';
import { USER_PIN_TRIES } from './card-applications.ts';
import type { CardKind } from './card-designs.ts';

/** A card in its holder's hand. */
export interface HeldCard {
  readonly card: Card;
  /** Tells this card from every other, and does not say whose it is (`cardName`). */
  readonly name: number;
  /** What only the holder knows: four digits, checked by the card or by the municipality. */
  readonly pin: string;
}

/** Civil time, milliseconds since 1970-01-01T00:00Z, both included. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Which card a resident carries. Whether it is of any use is the server's to find out. */
export interface Holding {
  readonly kind: CardKind;
  /** Counts the cards this resident has been given, from 1. */
  readonly generation: number;
  /** When its certificate is valid: five years from when the office opened, if not given. */
  readonly validity?: Period;
}

/** Who carries which card, if so many of them have been handed out to this resident (1). */
export type Holdings = (municipality: string, residentNo: number, generation?: number) => Holding;

/** Everybody has the last My Number card they were given. */
export const MY_NUMBER_CARDS: Holdings = (_, __, generation = 1) =>
  generation === 1 ? FIRST_CARD : { ...FIRST_CARD, generation };
const FIRST_CARD: Holding = { kind: 'my-number', generation: 1 };

/** Who personalises cards and certifies them: the municipality's counter and J-LIS in one. */
export interface CardOffice {
  /** The certificate of the authority, for cards and for the server that checks them. */
  readonly authority: Uint8Array;
  /**
   * The resident's card, as it was left: wrong PINs are remembered from one call to the next. A
   * resident has one card, so one object at a time is in use: the one handed out last, if that is
   * not the first.
   */
  card(municipality: string, residentNo: number, generation?: number): Process<HeldCard>;
}

/** 利用者証明用電子証明書 is valid for five years, counted as days: 5 × 365 and one leap day. */
export const CERTIFICATE_VALIDITY_MS = 1826 * 86_400_000;

/** The PIN counters that are not full, by the serial of their card. */
export class PinCounters {
  readonly #triesLeft = new Map<string, number>();

  /** Tries left on the card with this serial. */
  triesLeft(serial: string): number {
    if (this.#triesLeft.size === 0) return USER_PIN_TRIES;
    return this.#triesLeft.get(serial) ?? USER_PIN_TRIES;
  }

  /** Keeps the counter, or drops it when it is full again. */
  remember(serial: string, triesLeft: number): void {
    if (triesLeft === USER_PIN_TRIES) this.#triesLeft.delete(serial);
    else this.#triesLeft.set(serial, triesLeft);
  }

  /** How many counters are kept. */
  get size(): number {
    return this.#triesLeft.size;
  }
}
