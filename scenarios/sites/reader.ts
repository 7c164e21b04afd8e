import type { Card, CardResponse } from '../../devices/card/card.ts';
import type {
  CardReader,
  Connection,
  Disposition,
  Silence,
} from '../../devices/card-reader/card-reader.ts';
import type { CardSlot } from '../../devices/card-reader/card-slot.ts';
import type { Process } from '../../sim/process.ts';
import type { Around } from '../injection/site.ts';

/** The card on a kiosk’s reader, with what can befall it. */
export class ExposedCardReader implements CardReader, CardSlot {
  readonly #kiosk: string;
  readonly #reader: CardReader & CardSlot;
  readonly #around: Around<'reader'>;
  #cards = 0;
  /** Commands to the card that lies there. */
  #commands = 0;

  constructor(kiosk: string, reader: CardReader & CardSlot, around: Around<'reader'>) {
    this.#kiosk = kiosk;
    this.#reader = reader;
    this.#around = around;
  }

  get occupied(): boolean {
    return this.#reader.occupied;
  }

  insert(card: Card): void {
    this.#cards += 1;
    this.#commands = 0;
    this.#reader.insert(card);
  }

  remove(): Card | undefined {
    return this.#reader.remove();
  }

  *connect(): Process<Connection> {
    const call = { operation: 'connect', kiosk: this.#kiosk, key: this.#key('connect') };
    const found = yield* this.#around(call, () => this.#reader.connect());
    return typeof found === 'object' && 'kind' in found ? found : { kind: 'unreadable' };
  }

  *transmit(command: Uint8Array): Process<CardResponse | Silence> {
    const nth = ++this.#commands;
    const call = { operation: 'transmit', kiosk: this.#kiosk, key: this.#key(nth), nth };
    const reader = this.#reader;
    let isGone = false;
    const response = yield* this.#around(call, function* () {
      const answer = yield* reader.transmit(command);
      isGone = answer === 'removed';
      return answer;
    });
    // Whoever takes the card away has it in the hand: it does not lie there any more. A reader that
    // says so itself has lost it already, or has never been connected with what lies there now.
    if (response === 'removed' && !isGone) reader.remove();
    return typeof response === 'object' && 'kind' in response ? 'mute' : response;
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }

  #key(what: string | number): string {
    return `${this.#kiosk}/${this.#cards}/${what}`;
  }
}
