import type { Card, CardResponse } from '../../devices/card/card.ts';
import type {
  CardReader,
  Connection,
  Disposition,
  Silence,
} from '../../devices/card-reader/card-reader.ts';
import type { CardPatience } from '../../devices/card-reader/card-reader-patient.ts';
import type { CardSlot } from '../../devices/card-reader/card-slot.ts';
import type { PageReader } from '../../devices/printer/page-reader.ts';
import type { Printer } from '../../devices/printer/printer.ts';
import type { Process, Runner } from '../../sim/process.ts';

/** A device that a run cannot have, with the remedy. */
export class HardwareRefused extends Error {
  override readonly name = 'HardwareRefused';
}

/** What of a kiosk is not simulated. */
export interface KioskHardware {
  readonly reader?: CardReader & CardSlot;
  /** How its cards are waited for. */
  readonly patience?: CardPatience;
  readonly printer?: Printer;
}

/** What a kiosk gives to its devices. */
export interface KioskMeans {
  readonly runner: Runner;
  /** Reads what a printer has put on the paper. */
  readonly pageReader: PageReader;
}

/** The true devices of the kiosks that have some. */
export type KioskHardwareOf = (kioskId: string, means: KioskMeans) => KioskHardware | undefined;

/** A true reader, and the hand that puts cards there. */
export class CardReaderWithSlot implements CardReader, CardSlot {
  readonly #reader: CardReader;
  readonly #slot: CardSlot;

  constructor(reader: CardReader, slot: CardSlot) {
    this.#reader = reader;
    this.#slot = slot;
  }

  get occupied(): boolean {
    return this.#slot.occupied;
  }

  insert(card: Card): void {
    this.#slot.insert(card);
  }

  remove(): Card | undefined {
    return this.#slot.remove();
  }

  connect(): Process<Connection> {
    return this.#reader.connect();
  }

  transmit(command: Uint8Array): Process<CardResponse | Silence> {
    return this.#reader.transmit(command);
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }
}
