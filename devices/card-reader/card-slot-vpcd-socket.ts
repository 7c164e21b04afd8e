import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Card } from '../card/card.ts';
import type { CardReader } from './card-reader.ts';
import { CardReaderModel } from './card-reader-model.ts';
import type { CardSlot } from './card-slot.ts';
import { type Offering, type OfferingPorts, offerCard, type VpcdPlace } from './vpcd-socket.ts';

/**
 * How long a reader of vpcd must have been empty before the next card, ms: pcscd looks into it
 * every 400 ms, and takes a card that was changed meanwhile for the one that lay there.
 */
const EMPTY_MS = 600;

export interface VpcdSlotPorts extends OfferingPorts {
  /** What stands between a card and vpcd (nothing), such as `FaultyCardReader`. */
  readonly fitted?: (reader: CardReader) => CardReader;
  /** Told why a card could not be put into the reader, or what has broken it there. */
  readonly onTrouble: (error: Error) => void;
}

/** The slot of a virtual reader: what is put there reaches its PC/SC reader through vpcd. */
export class VpcdCardSlot implements CardSlot {
  readonly #place: VpcdPlace;
  readonly #ports: VpcdSlotPorts;
  #inserted: Card | undefined;
  #offering: Promise<Offering | undefined> = Promise.resolve(undefined);
  #emptySinceMs = Number.NEGATIVE_INFINITY;

  constructor(place: VpcdPlace, ports: VpcdSlotPorts) {
    this.#place = place;
    this.#ports = ports;
  }

  get occupied(): boolean {
    return this.#inserted !== undefined;
  }

  /** The reader sees it within a second. */
  insert(card: Card): void {
    assert(this.#inserted === undefined, 'there is a card in the reader');
    this.#inserted = card;
    this.#offering = this.#offering.then(() => this.#offer(card));
  }

  remove(): Card | undefined {
    const card = this.#inserted;
    if (card === undefined) return undefined;
    this.#inserted = undefined;
    this.#offering = this.#offering.then((offering) => this.#withdraw(card, offering));
    return card;
  }

  /** Takes out what lies there. Resolves when it is gone. */
  async close(): Promise<void> {
    this.remove();
    await this.#offering;
  }

  async #offer(card: Card): Promise<Offering | undefined> {
    const waitMs = this.#emptySinceMs + EMPTY_MS - performance.now();
    if (waitMs > 0) await delay(waitMs);
    if (this.#inserted !== card) return undefined;
    const model = new CardReaderModel();
    model.insert(card);
    const reader = this.#ports.fitted?.(model) ?? model;
    try {
      const offering = await offerCard(this.#place, { atr: card.atr, reader }, this.#ports);
      offering.ended.catch((error) => this.#ports.onTrouble(error as Error));
      return offering;
    } catch (error) {
      this.#ports.onTrouble(error as Error);
      return undefined;
    }
  }

  async #withdraw(card: Card, offering: Offering | undefined): Promise<undefined> {
    if (offering !== undefined) {
      offering.close();
      // What has broken it was told when it did.
      await offering.ended.catch(() => {});
      this.#emptySinceMs = performance.now();
    }
    card.powerOff();
    return undefined;
  }
}
