import { Signal } from '../../sim/waiting.ts';
import type { Card } from '../card/card.ts';
import type { CardSlot } from '../card-reader/card-slot.ts';

/** A slot that tells when a hand puts a card in or takes it out. */
export class WatchedSlot implements CardSlot {
  readonly #slot: CardSlot;
  readonly #listeners = new Set<(occupied: boolean) => void>();
  #inserted = new Signal();

  constructor(slot: CardSlot) {
    this.#slot = slot;
    if (slot.occupied) this.#inserted.fire();
  }

  get occupied(): boolean {
    return this.#slot.occupied;
  }

  /** Fires when a card lies there; it has fired if one does. */
  get inserted(): Signal {
    return this.#inserted;
  }

  watch(listener: (occupied: boolean) => void): void {
    this.#listeners.add(listener);
  }

  insert(card: Card): void {
    this.#slot.insert(card);
    this.#inserted.fire();
    for (const tell of this.#listeners) tell(true);
  }

  remove(): Card | undefined {
    const card = this.#slot.remove();
    if (card === undefined) return undefined;
    this.#inserted = new Signal();
    for (const tell of this.#listeners) tell(false);
    return card;
  }
}
