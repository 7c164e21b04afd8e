import { cardId } from '../../server/contract-card-id.ts';
import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { ChallengeModel } from './card-challenge.ts';
import { CARD_DESIGNS, type CardKind } from './card-designs.ts';
import { type CardHolder, inventedHolder } from './card-holder.ts';
import { type CardBehaviour, CardModel } from './card-model.ts';
import type { HeldCard } from './card-office.ts';
import type { CardPersonalisation } from './card-personalisation.ts';
import { textBytes } from './card-tlv.ts';

/** A card that is no 個人番号カード: at most it says which one it is. */
export function municipalCard(
  kind: Exclude<CardKind, 'my-number'>,
  municipality: string,
  residentNo: number,
  generation: number,
  behaviour: Omit<CardBehaviour, 'design'> = {},
): HeldCard {
  const id = kind === 'other' ? '' : cardId(kind, municipality, residentNo, generation);
  const name = cardName(id);
  const chip = new MunicipalChip(id, name);
  const card = new CardModel(chip, { ...behaviour, design: CARD_DESIGNS[kind] });
  return { card, name, pin: cardPin(municipality, residentNo) };
}

const NOTHING = new Uint8Array(0);

/** There is nothing on these cards to sign with, and no PIN that the card itself would check. */
class MunicipalChip implements CardPersonalisation {
  readonly cardId: Uint8Array;
  readonly #seed: number;
  #challenges: ChallengeModel | undefined;

  constructor(id: string, seed: number) {
    this.cardId = id === '' ? NOTHING : textBytes(id);
    this.#seed = seed;
  }

  challenge(length: number): Uint8Array {
    this.#challenges ??= new ChallengeModel(this.#seed);
    return this.#challenges.next(length);
  }

  /** No application of these cards says what is printed on them. */
  holder(): CardHolder {
    return NOBODY;
  }

  triesLeft(): number {
    return 0;
  }

  secret(): undefined {}
  remember(): void {}
  change(): void {}
  certificate(): undefined {}
  authority(): undefined {}
  sign(): undefined {}
}

const NOBODY = inventedHolder({
  municipality: '00000',
  residentNo: 0,
  generation: 1,
  issuedIn: 2003,
  child: false,
});
