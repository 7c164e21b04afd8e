import assert from 'node:assert/strict';
import { type Process, ready, sleep } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Card, CardResponse } from '../card/card.ts';
import { answerMs, type CardTiming } from '../card/card-timing.ts';
import type { CardReader, Connection, Disposition } from './card-reader.ts';
import type { CardSlot } from './card-slot.ts';

/** How long cards take on a reader, and the chance by which it varies. */
export interface CardPace {
  readonly timing: CardTiming;
  readonly rng: Rng;
}

/**
 * A card reader in process. A card acts on a command when its time is up: one that is taken out
 * before has not. Without a pace nothing takes time, and nothing waits.
 */
export class CardReaderModel implements CardReader, CardSlot {
  readonly #pace: CardPace | undefined;
  #inserted: Card | undefined;
  #connected: Card | undefined;

  constructor(pace?: CardPace) {
    this.#pace = pace;
  }

  get occupied(): boolean {
    return this.#inserted !== undefined;
  }

  /** Someone puts a card into the slot, which is empty. */
  insert(card: Card): void {
    assert(this.#inserted === undefined, 'there is a card in the reader');
    this.#inserted = card;
  }

  /** Someone takes the card out; answers it, or undefined if there was none. */
  remove(): Card | undefined {
    const card = this.#inserted;
    card?.powerOff();
    this.#inserted = undefined;
    this.#connected = undefined;
    return card;
  }

  connect(): Process<Connection> {
    const delayMs = this.#pace === undefined ? 0 : this.#pace.timing.apduMs(this.#pace.rng);
    return delayMs > 0 ? this.#connectAfter(delayMs) : ready(this.#connect());
  }

  *#connectAfter(delayMs: number): Process<Connection> {
    yield sleep(delayMs);
    return this.#connect();
  }

  #connect(): Connection {
    const card = this.#inserted;
    if (card === undefined) return NO_CARD;
    if (card.atr.length === 0) return UNREADABLE;
    this.#connected = card;
    return { kind: 'connected', atr: card.atr };
  }

  transmit(command: Uint8Array): Process<CardResponse | 'removed'> {
    const card = this.#connected;
    if (card === undefined) return REMOVED;
    const pace = this.#pace;
    const delayMs = pace === undefined ? 0 : answerMs(pace.timing, command, pace.rng);
    return delayMs > 0
      ? this.#transmitAfter(delayMs, card, command)
      : ready(card.transmit(command));
  }

  *#transmitAfter(
    delayMs: number,
    card: Card,
    command: Uint8Array,
  ): Process<CardResponse | 'removed'> {
    yield sleep(delayMs);
    return this.#connected === card ? card.transmit(command) : 'removed';
  }

  disconnect(disposition: Disposition): Process {
    if (disposition === 'unpower') this.#connected?.powerOff();
    if (disposition === 'reset') this.#connected?.reset();
    this.#connected = undefined;
    return LET_GO;
  }
}

const REMOVED = ready<CardResponse | 'removed'>('removed');
const LET_GO = ready(undefined);

const NO_CARD: Connection = { kind: 'no-card' };
const UNREADABLE: Connection = { kind: 'unreadable' };
