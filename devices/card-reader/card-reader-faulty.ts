import { type Process, ready, sleep } from '../../sim/process.ts';
import { Signal } from '../../sim/waiting.ts';
import type { CardResponse } from '../card/card.ts';
import type { CardReader, Connection, Disposition, Silence } from './card-reader.ts';

/** What a card can do instead of answering a command as it should. */
export const CARD_FAULTS = {
  removed: 'the card is taken off in the middle of the command',
  mute: 'the card never answers',
  slow: 'the card answers after five seconds, as long as one may take',
  refused: 'the card answers 6F00, no precise diagnosis',
} as const;

export type CardFault = keyof typeof CARD_FAULTS;

const SLOW_MS = 5_000;
const NO_DIAGNOSIS = 0x6f00;

/** A reader whose card fails at one command, counted from 1 over all that it is given. */
export class FaultyCardReader implements CardReader {
  readonly #reader: CardReader;
  readonly #fault: CardFault;
  readonly #nth: number;
  #commands = 0;

  constructor(reader: CardReader, fault: CardFault, nth: number) {
    this.#reader = reader;
    this.#fault = fault;
    this.#nth = nth;
  }

  connect(): Process<Connection> {
    return this.#reader.connect();
  }

  transmit(command: Uint8Array): Process<CardResponse | Silence> {
    this.#commands += 1;
    return this.#commands === this.#nth ? this.#fail(command) : this.#reader.transmit(command);
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }

  #fail(command: Uint8Array): Process<CardResponse | Silence> {
    switch (this.#fault) {
      case 'removed':
        return ready<Silence>('removed');
      case 'mute':
        return new Signal<Silence>().wait();
      case 'slow':
        return slowly(this.#reader.transmit(command));
      case 'refused':
        return ready({ data: new Uint8Array(0), status: NO_DIAGNOSIS });
    }
  }
}

function* slowly<A>(answer: Process<A>): Process<A> {
  yield sleep(SLOW_MS);
  return yield* answer;
}
