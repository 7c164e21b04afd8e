import { cardId } from '../../server/contract-card-id.ts';
import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import type { CardPersonalisation } from './card-applications.ts';
import { CARD_DESIGNS, type CardKind } from './card-designs.ts';
import { CardModel } from './card-model.ts';
import type { HeldCard } from './card-office.ts';

/** Of a card without the application for municipal services. */
export const NO_CARD_ID = new Uint8Array(0);

/** There is nothing on these cards to sign with, and no PIN that the card itself would check. */
const NOTHING_SECRET: Omit<CardPersonalisation, 'cardId'> = {
  certificate: new Uint8Array(0),
  authority: new Uint8Array(0),
  pin: '',
  triesLeft: 0,
  sign: () => new Uint8Array(0),
  remember: () => {},
};

/** A card that is no 個人番号カード: at most it says which one it is. */
export function municipalCard(
  kind: Exclude<CardKind, 'my-number'>,
  municipality: string,
  residentNo: number,
  generation: number,
): HeldCard {
  const id = kind === 'other' ? '' : cardId(kind, municipality, residentNo, generation);
  const bytes = id === '' ? NO_CARD_ID : new TextEncoder().encode(id);
  const card = new CardModel({ ...NOTHING_SECRET, cardId: bytes }, { design: CARD_DESIGNS[kind] });
  return { card, name: cardName(id), pin: cardPin(municipality, residentNo) };
}
