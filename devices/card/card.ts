/** What a card answers to a command. */
export interface CardResponse {
  /** Not to be written to: it may be the card's own file. */
  readonly data: Uint8Array;
  /** The status word SW1 SW2 as one number, e.g. 0x9000. */
  readonly status: number;
}

/**
 * An IC card: command APDU in, response APDU out (ISO/IEC 7816-4). Any bytes at all are answered,
 * with an error status if need be. How long a card takes is its reader's affair, so a card answers
 * at once.
 */
export interface Card {
  /** Answer to reset; empty if the card does not answer at all. */
  readonly atr: Uint8Array;
  transmit(command: Uint8Array): CardResponse;
  /** Warm reset: selections are forgotten, verified PINs are not. */
  reset(): void;
  /** Verified PINs are forgotten too; what is left are files and PIN counters. */
  powerOff(): void;
}

/** Status words by their meaning (ISO/IEC 7816-4; JICSAP where the two differ). */
export const STATUS = {
  success: 0x9000,
  /** The low nibble counts the tries left. */
  pinWrong: 0x63c0,
  wrongLength: 0x6700,
  notTransparent: 0x6981,
  securityNotSatisfied: 0x6982,
  /** How ISO/IEC 7816-4 says that a PIN is blocked. */
  pinBlocked: 0x6983,
  /** How JICSAP says it (IEF closed). */
  pinClosed: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  fileNotFound: 0x6a82,
  wrongParameters: 0x6a86,
  wrongOffset: 0x6b00,
  instructionNotSupported: 0x6d00,
  classNotSupported: 0x6e00,
} as const;
