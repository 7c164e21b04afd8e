import type { CardApplication } from './card-application.ts';
import {
  CARD_AP,
  COMMON,
  FACE,
  INPUT,
  ISSUER_SECURITY_DOMAIN,
  JPKI,
  JPKI_SIGNATURES,
  RESIDENT,
} from './card-applications.ts';
import { hexBytes } from './card-tlv.ts';

/** How a card speaks with its reader: through its contacts, or by radio. */
export const CARD_INTERFACES = ['contact', 'contactless'] as const;
export type CardInterface = (typeof CARD_INTERFACES)[number];

/** What all cards of one kind have in common. */
export interface CardDesign {
  /** Answer to reset; without contacts it is the reader that makes it up (facts: hil.md §1.3). */
  readonly atr: Readonly<Record<CardInterface, Uint8Array>>;
  /** In the order in which an AID prefix is looked up. */
  readonly applications: readonly CardApplication[];
  /** What is selected when it has just been powered. */
  readonly atFirst?: CardApplication;
}

/** 個人番号カード. */
export const MY_NUMBER_CARD: CardDesign = {
  atr: {
    contact: hexBytes('3be000ff8131fe4514'),
    contactless: hexBytes('3b888001000005e0b381a1007f'),
  },
  applications: [JPKI, COMMON, RESIDENT, FACE, INPUT, ISSUER_SECURITY_DOMAIN],
  atFirst: ISSUER_SECURITY_DOMAIN,
};

const BASIC_RESIDENT_ATR = {
  contact: hexBytes('3be000ff8131fe4514'),
  contactless: hexBytes('3b888001000014e0b38191005e'),
};

/**
 * Cards that citizens carry: 個人番号カード; 住基カード, handed out from 2003 to 2015; 市民カード,
 * a municipality's own card of the same make without the functions of the state (S5); and any other
 * card with a chip, such as a bank's, with nothing on it that a kiosk knows.
 */
export const CARD_DESIGNS = {
  'my-number': MY_NUMBER_CARD,
  'basic-resident': { atr: BASIC_RESIDENT_ATR, applications: [JPKI_SIGNATURES, CARD_AP] },
  citizen: { atr: BASIC_RESIDENT_ATR, applications: [CARD_AP] },
  other: {
    atr: { contact: hexBytes('3b00'), contactless: hexBytes('3b80800101') },
    applications: [],
  },
} as const satisfies Record<string, CardDesign>;

export type CardKind = keyof typeof CARD_DESIGNS;
