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

/** What goes over the wire: the data, then SW1 and SW2. */
export function responseBytes({ data, status }: CardResponse): Uint8Array {
  const bytes = new Uint8Array(data.length + 2);
  bytes.set(data);
  bytes[data.length] = status >> 8;
  bytes[data.length + 1] = status & 0xff;
  return bytes;
}

/** Status words by their meaning (ISO/IEC 7816-4; JICSAP where the two differ). */
export const STATUS = {
  success: 0x9000,
  /** The low nibble counts the tries left. */
  pinWrong: 0x63c0,
  wrongLength: 0x6700,
  /** A logical channel other than 0. */
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  /** What a My Number card says to READ and VERIFY under secure messaging. */
  secureMessagingRefused: 0x69fc,
  /** The file is of another kind than the command is for. */
  notTransparent: 0x6981,
  securityNotSatisfied: 0x6982,
  /** How ISO/IEC 7816-4 says that a PIN is blocked. */
  pinBlocked: 0x6983,
  /** How JICSAP says it (IEF closed). */
  pinClosed: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  wrongData: 0x6a80,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  wrongParameters: 0x6a86,
  /** A key that was never set, or a data object that is not there. */
  referencedDataNotFound: 0x6a88,
  wrongOffset: 0x6b00,
  instructionNotSupported: 0x6d00,
  classNotSupported: 0x6e00,
  /** No precise diagnosis; a real card may say so to its first command after power-up. */
  noDiagnosis: 0x6f00,
} as const;
