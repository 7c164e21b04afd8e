import {
  CARD_AP,
  type CardApplication,
  COMMON,
  JPKI,
  JPKI_SIGNATURES,
} from './card-applications.ts';

/** What all cards of one kind have in common. */
export interface CardDesign {
  /** Answer to reset, as a reader of contactless cards reports it (facts: hil.md §1.3). */
  readonly atr: Uint8Array;
  /** In the order in which an AID prefix is looked up. */
  readonly applications: readonly CardApplication[];
}

/** 個人番号カード. */
export const MY_NUMBER_CARD: CardDesign = {
  atr: bytes('3b888001000005e0b381a1007f'),
  applications: [JPKI, COMMON],
};

const BASIC_RESIDENT_ATR = bytes('3b888001000014e0b38191005e');

/**
 * Cards that citizens carry: 個人番号カード; 住基カード, handed out from 2003 to 2015; 市民カード,
 * a municipality's own card of the same make without the functions of the state (S5); and any other
 * card with a chip, such as a bank's, with nothing on it that a kiosk knows.
 */
export const CARD_DESIGNS = {
  'my-number': MY_NUMBER_CARD,
  'basic-resident': { atr: BASIC_RESIDENT_ATR, applications: [JPKI_SIGNATURES, CARD_AP] },
  citizen: { atr: BASIC_RESIDENT_ATR, applications: [CARD_AP] },
  other: { atr: bytes('3b80800101'), applications: [] },
} as const satisfies Record<string, CardDesign>;

export type CardKind = keyof typeof CARD_DESIGNS;

function bytes(digits: string): Uint8Array {
  const pairs = digits.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
