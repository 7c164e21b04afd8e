import type { Process } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CardResponse } from '../card/card.ts';
import type { CardReader, Connection, Disposition, Silence } from './card-reader.ts';

/**
 * How long a kiosk waits for a card's answer, ms. Above what ISO/IEC 14443-4 lets a card take for
 * one step (about 5 s): neither PC/SC nor vpcd knows a limit of its own (facts: hil.md §1.2).
 */
export const CARD_PATIENCE_MS = 10_000;

/** How a card is waited for where it is not usual. */
export interface CardPatience {
  /** In whose time: a real reader is measured (scenario). */
  readonly clock?: 'scenario' | 'measured';
  /** How long for an answer, ms (`CARD_PATIENCE_MS`). */
  readonly answerMs?: number;
  /** How long for a card to be there, ms (as long as for an answer). */
  readonly connectMs?: number;
}

/** A reader whose card is waited for just so long: who says nothing is let go of, as mute. */
export class PatientCardReader implements CardReader {
  readonly #reader: CardReader;
  readonly #clock: 'scenario' | 'measured';
  readonly #answerMs: number;
  readonly #connectMs: number;

  constructor(reader: CardReader, patience: CardPatience = {}) {
    this.#reader = reader;
    this.#clock = patience.clock ?? 'scenario';
    this.#answerMs = patience.answerMs ?? CARD_PATIENCE_MS;
    this.#connectMs = patience.connectMs ?? this.#answerMs;
  }

  *connect(): Process<Connection> {
    const connection = yield* within(this.#connectMs, this.#reader.connect(), this.#clock);
    return connection === TIMED_OUT ? UNREADABLE : connection;
  }

  *transmit(command: Uint8Array): Process<CardResponse | Silence> {
    const response = yield* within(this.#answerMs, this.#reader.transmit(command), this.#clock);
    if (response !== TIMED_OUT) return response;
    yield* this.#reader.disconnect('unpower');
    return 'mute';
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }
}

const UNREADABLE: Connection = { kind: 'unreadable' };
