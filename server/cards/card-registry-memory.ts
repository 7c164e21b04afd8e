import type { Process } from '../../sim/process.ts';
import {
  type CardOrigin,
  type CardRegistryOffice,
  type NewCard,
  PIN_TRIES,
  type PinAnswer,
  type PinTry,
  type RegisteredCard,
} from './card-registry.ts';
import { type PinDigest, UNHASHED_PIN } from './pin-digest.ts';

interface Held {
  readonly card: Omit<RegisteredCard, 'wrongPins'>;
  readonly pinDigest: string;
  readonly wrongPins: number;
  /** The entry that came last, with the digest of its PIN. */
  readonly lastEntry: string;
}

/**
 * A registry in memory. Only cards that differ from what their origin says are kept, so a city
 * whose citizens all hold cards costs nothing until one of them types a wrong PIN.
 */
export class MemoryCardRegistry implements CardRegistryOffice {
  readonly #origin: CardOrigin;
  readonly #digest: PinDigest;
  /** By municipality and card id; null where the counter has unregistered the card. */
  readonly #changed = new Map<string, Held | null>();

  constructor(origin: CardOrigin, digest: PinDigest = UNHASHED_PIN) {
    this.#origin = origin;
    this.#digest = digest;
  }

  /** Cards kept because they are not, or not any more, as their origin says. */
  get size(): number {
    return this.#changed.size;
  }

  *find(municipality: string, cardId: string): Process<RegisteredCard | undefined> {
    const held = yield* this.#held(municipality, cardId);
    return held && { ...held.card, wrongPins: held.wrongPins };
  }

  *tryPin({ municipality, cardId, pin, attempt }: PinTry): Process<PinAnswer> {
    const held = yield* this.#held(municipality, cardId);
    if (held === undefined) return 'unknown-card';
    const digest = this.#digest(municipality, cardId, pin);
    const lastEntry = `${attempt} ${digest}`;
    const again = held.lastEntry === lastEntry;
    if (held.wrongPins >= PIN_TRIES && !again) return 'locked';
    const right = digest === held.pinDigest;
    const wrongPins = again ? held.wrongPins : right ? 0 : held.wrongPins + 1;
    if (wrongPins > 0 || held.wrongPins > 0) {
      this.#changed.set(keyOf(municipality, cardId), { ...held, wrongPins, lastEntry });
    }
    if (wrongPins >= PIN_TRIES) return 'locked';
    return right ? 'right' : 'wrong';
  }

  *register(municipality: string, card: NewCard): Process<boolean> {
    const { cardId } = card;
    if ((yield* this.#held(municipality, cardId)) !== undefined) return false;
    this.#changed.set(keyOf(municipality, cardId), this.#hold(municipality, card));
    return true;
  }

  *unregister(municipality: string, cardId: string): Process<boolean> {
    if ((yield* this.#held(municipality, cardId)) === undefined) return false;
    this.#changed.set(keyOf(municipality, cardId), null);
    return true;
  }

  *resetPin(municipality: string, cardId: string, pin: string): Process<boolean> {
    const held = yield* this.#held(municipality, cardId);
    if (held === undefined) return false;
    const reset = this.#hold(municipality, { ...held.card, pin });
    this.#changed.set(keyOf(municipality, cardId), reset);
    return true;
  }

  *#held(municipality: string, cardId: string): Process<Held | undefined> {
    const key = keyOf(municipality, cardId);
    const changed = this.#changed.get(key);
    if (changed !== undefined) return changed ?? undefined;
    const card = yield* this.#origin.card(municipality, cardId);
    // Looked up again: an origin that takes its time may have been overtaken by a change.
    const since = this.#changed.get(key);
    if (since !== undefined) return since ?? undefined;
    return card && this.#hold(municipality, card);
  }

  #hold(municipality: string, { pin, ...card }: NewCard): Held {
    const pinDigest = this.#digest(municipality, card.cardId, pin);
    return { card, pinDigest, wrongPins: 0, lastEntry: '' };
  }
}

function keyOf(municipality: string, cardId: string): string {
  return `${municipality}/${cardId}`;
}
