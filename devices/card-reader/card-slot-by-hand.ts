import assert from 'node:assert/strict';
import type { Card } from '../card/card.ts';
import type { CardSlot } from './card-slot.ts';

/**
 * The slot of a real reader. A simulated citizen's card cannot lie there: whoever runs this is
 * asked to put a real one there instead, and to take it off again.
 */
export class CardSlotByHand implements CardSlot {
  readonly #ask: (what: 'insert' | 'remove') => void;
  #asked: Card | undefined;

  constructor(ask: (what: 'insert' | 'remove') => void) {
    this.#ask = ask;
  }

  /** Whether a card has been asked for, and not yet asked back. */
  get occupied(): boolean {
    return this.#asked !== undefined;
  }

  insert(card: Card): void {
    assert(this.#asked === undefined, 'a card was asked for already');
    this.#asked = card;
    this.#ask('insert');
  }

  remove(): Card | undefined {
    const card = this.#asked;
    if (card !== undefined) this.#ask('remove');
    this.#asked = undefined;
    return card;
  }
}
