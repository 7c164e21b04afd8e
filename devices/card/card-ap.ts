import type { Process } from '../../sim/process.ts';
import {
  type CardFailure,
  failed,
  failure,
  type Opening,
  readCommand,
  selectApplicationCommand,
  selectFileCommand,
  selection,
} from '../card-reader/card-exchange.ts';
import type { CardReader } from '../card-reader/card-reader.ts';

export type CardIdReading =
  | { readonly kind: 'read'; readonly cardId: string }
  | { readonly kind: 'malformed' }
  | CardFailure;

/**
 * Selects the application for municipal services (条例利用AP) of a 住基カード or 市民カード, by an
 * AID of our own: the true one was never published.
 */
export function* openCardAp(reader: CardReader): Process<Opening> {
  return selection(yield* reader.transmit(SELECT_CARD_AP));
}

/** Reads which card it is, once its application is open; nothing on the card keeps it secret. */
export function* readCardId(reader: CardReader): Process<CardIdReading> {
  const unselected = failure(yield* reader.transmit(SELECT_CARD_ID));
  if (unselected !== undefined) return unselected;
  const response = yield* reader.transmit(READ);
  if (failure(response) !== undefined || typeof response === 'string') return failed(response);
  const cardId = String.fromCharCode(...response.data);
  return CARD_ID.test(cardId) ? { kind: 'read', cardId } : MALFORMED;
}

const SELECT_CARD_AP = selectApplicationCommand([0xf0, 0x6b, 0x6f, 0x66, 0x75, 0x01]);
const SELECT_CARD_ID = selectFileCommand(0x0001);
const READ = readCommand(0, 256);

/** What the wire takes for a card id. */
const CARD_ID = /^[A-Za-z0-9-]{1,32}$/;

const MALFORMED: CardIdReading = { kind: 'malformed' };
