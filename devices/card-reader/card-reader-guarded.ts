import type { Process } from '../../sim/process.ts';
import { type CardResponse, STATUS } from '../card/card.ts';
import type { CardReader, Connection, Disposition, Silence } from './card-reader.ts';

/** Why a PIN was not sent to a real card. */
export type PinWithheld = 'none-given' | 'tries-used' | 'was-wrong';

export interface CardGuard {
  /** The PIN of the real card, if whoever owns it has told it. */
  readonly pin: string | undefined;
  readonly onWithheld: (why: PinWithheld) => void;
}

/** VERIFY, and the tries a card must still have for it: all that the user's PIN has. */
const VERIFY = 0x20;
const TRIES = 3;

/**
 * A reader for cards that belong to somebody. What a simulated citizen types is none of their PINs,
 * and three wrong ones lock a real card until its owner goes to the municipality's counter. So the
 * owner's PIN is sent in its place, only while the card has all of its tries, and never again once
 * it was wrong; without one no PIN is sent at all, and the card is left as it was.
 */
export class GuardedCardReader implements CardReader {
  readonly #reader: CardReader;
  readonly #guard: CardGuard;
  #wasWrong = false;

  constructor(reader: CardReader, guard: CardGuard) {
    this.#reader = reader;
    this.#guard = guard;
  }

  connect(): Process<Connection> {
    return this.#reader.connect();
  }

  transmit(command: Uint8Array): Process<CardResponse | Silence> {
    const isVerify = command[1] === VERIFY && command.length > 5;
    return isVerify ? this.#verify(command) : this.#reader.transmit(command);
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }

  *#verify(command: Uint8Array): Process<CardResponse | Silence> {
    const { pin } = this.#guard;
    if (pin === undefined) return this.#withhold('none-given');
    if (this.#wasWrong) return this.#withhold('was-wrong');
    const tries = yield* this.#reader.transmit(command.slice(0, 4));
    if (typeof tries === 'string') return tries;
    if (tries.status !== (STATUS.pinWrong | TRIES)) return this.#withhold('tries-used');
    const own = Uint8Array.of(...command.subarray(0, 4), pin.length, ...asciiOf(pin));
    try {
      const answer = yield* this.#reader.transmit(own);
      this.#wasWrong = typeof answer === 'string' || answer.status !== STATUS.success;
      return answer;
    } finally {
      own.fill(0);
    }
  }

  /** Such as a card says whose conditions of use are not met. */
  #withhold(why: PinWithheld): CardResponse {
    this.#guard.onWithheld(why);
    return { data: new Uint8Array(0), status: STATUS.conditionsNotSatisfied };
  }
}

function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
