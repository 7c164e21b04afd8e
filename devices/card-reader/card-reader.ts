import type { Process } from '../../sim/process.ts';
import type { CardResponse } from '../card/card.ts';

/** What the reader found in its slot. `unreadable`: something that does not answer to reset. */
export type Connection =
  | { readonly kind: 'connected'; readonly atr: Uint8Array }
  | { readonly kind: 'no-card' }
  | { readonly kind: 'unreadable' };

/** Why there is no answer: the card is not there any more, or it says nothing. */
export type Silence = 'removed' | 'mute';

/** What becomes of the card when the reader lets go of it (PC/SC's names). */
export type Disposition = 'leave' | 'reset' | 'unpower';

/**
 * A reader with one slot, shaped like PC/SC. A card taken out in the middle, or never connected, is
 * 'removed' until the next `connect`, even if another card lies in the slot by then.
 */
export interface CardReader {
  connect(): Process<Connection>;
  /** The command must not be changed before the answer is there. */
  transmit(command: Uint8Array): Process<CardResponse | Silence>;
  disconnect(disposition: Disposition): Process;
}
