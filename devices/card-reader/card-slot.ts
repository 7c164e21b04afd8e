import type { Card } from '../card/card.ts';

/** Where a citizen's hand puts a card on a reader and takes it off again. */
export interface CardSlot {
  insert(card: Card): void;
  /** Whether a card lies there. */
  readonly occupied: boolean;
  /** Answers the card that lay there, or undefined. */
  remove(): Card | undefined;
}
