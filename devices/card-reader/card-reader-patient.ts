import type { Process } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CardResponse } from '../card/card.ts';
import type { CardReader, Connection, Disposition, Silence } from './card-reader.ts';

/**
 * How long a kiosk waits for a card's answer, ms. Above what ISO/IEC 14443-4 lets a card take for
 * one step (about 5 s): neither PC/SC nor vpcd knows a limit of its own (facts: hil.md §1.2).
 */
export const CARD_PATIENCE_MS = 10_000;

/** A reader whose card is waited for just so long: who says nothing is let go of, as mute. */
export class PatientCardReader implements CardReader {
  readonly #reader: CardReader;

  constructor(reader: CardReader) {
    this.#reader = reader;
  }

  *connect(): Process<Connection> {
    const connection = yield* within(CARD_PATIENCE_MS, this.#reader.connect());
    return connection === TIMED_OUT ? UNREADABLE : connection;
  }

  *transmit(command: Uint8Array): Process<CardResponse | Silence> {
    const response = yield* within(CARD_PATIENCE_MS, this.#reader.transmit(command));
    if (response !== TIMED_OUT) return response;
    yield* this.#reader.disconnect('unpower');
    return 'mute';
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }
}

const UNREADABLE: Connection = { kind: 'unreadable' };
