import type { Process } from '../sim/process.ts';
import type { Card } from './card.ts';
import { USER_PIN_TRIES } from './card-applications.ts';

/** A card in its holder's hand. */
export interface HeldCard {
  readonly card: Card;
  /** What only the holder knows: 利用者証明用パスワード, four digits. */
  readonly pin: string;
}

/** Who personalises cards and certifies them: the municipality's counter and J-LIS in one. */
export interface CardOffice {
  /** The certificate of the authority, for cards and for the server that checks them. */
  readonly authority: Uint8Array;
  /**
   * The resident's card, as it was left: wrong PINs are remembered from one call to the next. A
   * resident has one card, so one object at a time is in use.
   */
  card(municipality: string, residentNo: number): Process<HeldCard>;
}

/** 利用者証明用電子証明書 is valid for five years, counted as days: 5 × 365 and one leap day. */
export const CERTIFICATE_VALIDITY_MS = 1826 * 86_400_000;

/** Generation of the card every resident holds; nobody has lost one yet. */
export const CARD_GENERATION = 1;

/**
 * The PIN of a resident: any of the 10,000, always the same. It does not depend on the seed, so
 * that a person at a real kiosk can be told it once.
 */
export function cardPin(municipality: string, residentNo: number): string {
  let mixed = Math.imul(Number(municipality) ^ 0x5bd1e995, 0x9e3779b1) ^ residentNo;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  const number = ((mixed ^ (mixed >>> 16)) >>> 0) % 10_000;
  return String(10_000 + number).slice(1);
}

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
