import type { SentMessage } from '../../server/contract-bus.ts';

/** Messages that are kept for a centre that cannot be reached; of more the oldest are lost. */
export const UNHEARD_MAX = 10_000;

/** A message with its number in the start of a kiosk, from 1. */
export interface NumberedMessage {
  readonly number: number;
  readonly message: SentMessage;
}

/**
 * What a kiosk has told and the centre has not acknowledged, in the order it was told. Numbers have
 * no gaps but where the oldest had to be dropped, so that the centre sees how many it has missed.
 */
export class Unheard {
  readonly #kept: NumberedMessage[] = [];
  #told = 0;

  /** Keeps a message until it is acknowledged, and numbers it. */
  add(message: SentMessage): NumberedMessage {
    this.#told += 1;
    const numbered = { number: this.#told, message };
    this.#kept.push(numbered);
    if (this.#kept.length > UNHEARD_MAX) this.#kept.shift();
    return numbered;
  }

  /** The centre has heard everything up to this one. */
  heard(number: number): void {
    const [first] = this.#kept;
    // Their numbers follow one another.
    if (first !== undefined) this.#kept.splice(0, Math.max(0, number - first.number + 1));
  }

  /** What is to be told again, oldest first. */
  get all(): readonly NumberedMessage[] {
    return [...this.#kept];
  }
}
