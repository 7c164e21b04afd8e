import { type CardIdentity, cardSerial, parseCardSerial } from './contract-card-serial.ts';

/** Cards that a municipality registers itself: 住基カード and 市民カード. */
export const MUNICIPAL_CARD_KINDS = ['basic-resident', 'citizen'] as const;
export type MunicipalCardKind = (typeof MUNICIPAL_CARD_KINDS)[number];

/** Which card of whom a card id names. */
export interface MunicipalCardIdentity extends CardIdentity {
  readonly kind: MunicipalCardKind;
}

const LETTERS: Readonly<Record<MunicipalCardKind, string>> = {
  'basic-resident': 'J',
  citizen: 'C',
};

/**
 * What the application for municipal services (条例利用AP) on a card answers for itself: a letter
 * for its kind, then the sixteen digits of `cardSerial`. Real ids are given out by the municipality
 * and tell nothing about the holder; their form was never published.
 */
export function cardId(
  kind: MunicipalCardKind,
  municipality: string,
  residentNo: number,
  generation: number,
): string {
  return LETTERS[kind] + cardSerial(municipality, residentNo, generation);
}

/** Which card of whom an id names, or undefined if it is none of ours. */
export function parseCardId(id: string): MunicipalCardIdentity | undefined {
  const kind = MUNICIPAL_CARD_KINDS.find((known) => LETTERS[known] === id[0]);
  const identity = parseCardSerial(id.slice(1));
  return kind === undefined || identity === undefined ? undefined : { kind, ...identity };
}
