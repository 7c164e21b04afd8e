import type { Process } from '../../sim/process.ts';
import type { Card } from './card.ts';
import type { CardKind } from './card-designs.ts';

/** A card in its holder's hand. */
export interface HeldCard {
  readonly card: Card;
  /** Tells this card from every other, and does not say whose it is (`cardName`). */
  readonly name: number;
  /** What only the holder knows: four digits, checked by the card or by the municipality. */
  readonly pin: string;
  /** Of a card with a pair for signatures: 署名用パスワード, which no kiosk asks for. */
  readonly signaturePassword?: string;
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
  /** Whether a My Number card has the pair for signatures (yes); a child's has none. */
  readonly signaturePair?: boolean;
  /** Whether its chip is broken (no). */
  readonly damaged?: boolean;
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
