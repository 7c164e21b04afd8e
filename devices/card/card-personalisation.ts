import type { CardHolder } from './card-holder.ts';
import type { PinDesign } from './card-pins.ts';

/** 利用者証明用 (who is it) or 署名用 (whose declaration is it). */
export type KeyPair = 'user' | 'signature';

/**
 * How a card makes what it signs from the data of the command, its P1. Measured on real cards
 * (soltia48/myna-card): 0 signs 1 to 245 bytes as they are (PKCS #1 v1.5), 1 their SHA-256 bare, 2
 * the DigestInfo of a SHA-256 it is given, 3 the DigestInfo of their SHA-256, 4 a SHA-256 it is
 * given with PSS, 5 their SHA-256 with PSS.
 */
export type SignatureScheme = 0 | 1 | 2 | 3 | 4 | 5;

/** What the maker of a card puts on it, and where the card keeps what must outlive it. */
export interface CardPersonalisation {
  /** What the application for municipal services answers for itself, in ASCII; empty if nothing. */
  readonly cardId: Uint8Array;
  /** The certificate of a pair, DER; undefined if the card has none. */
  certificate(pair: KeyPair): Uint8Array | undefined;
  /** The certificate of the authority that issued it. */
  authority(pair: KeyPair): Uint8Array | undefined;
  /** Whose it is, as far as it is printed on the card. */
  holder(): CardHolder;
  /** The PIN as it is now; undefined if it was never set, which is as if blocked. */
  secret(pin: PinDesign): string | undefined;
  /** Tries left on the PIN now, 0 (blocked) to `triesMax`: the counter is on the card. */
  triesLeft(pin: PinDesign): number;
  /** Sets the tries left, each time they change. */
  remember(pin: PinDesign, triesLeft: number): void;
  /** Sets another PIN. */
  change(pin: PinDesign, secret: string): void;
  /** The private key at work; undefined if it was never set. */
  sign(pair: KeyPair, scheme: SignatureScheme, data: Uint8Array): Uint8Array | undefined;
  /** Random bytes of the card’s own. */
  challenge(length: number): Uint8Array;
}
