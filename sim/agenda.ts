/** What the agenda holds: something that is to happen at an instant. */
export interface Occurrence {
  /** Called when its instant has come; `token` is the 32-bit number it was scheduled with. */
  occur(token: number): void;
}

/** Priorities lie between −LIMIT and LIMIT; 0 is usual, lower goes first. */
export const PRIORITY_LIMIT = 16;

/** Ranks of one priority: 2⁴⁸ schedulings fit below the next one, exactly, in a double. */
const RANKS_PER_PRIORITY = 2 ** 48;

/**
 * The future event list: occurrences in order of time, then of priority, then of scheduling.
 *
 * Ties are exact, which is what makes a run repeatable: two occurrences of one instant and one
 * priority happen in the order in which they were scheduled, whatever else the heap has seen.
 *
 * A binary heap of keys in typed arrays, O(log n); what is to happen stays in its slot while its
 * key moves. Numbers are handed on by position, as a double that is passed or returned is boxed.
 */
export class Agenda {
  /** Time in µs and rank of each position of the heap, side by side. */
  #keys = new Float64Array(2 * FIRST_CAPACITY);
  /** Slot of each position of the heap. */
  #slots = new Int32Array(FIRST_CAPACITY);
  /** What is to happen, and with which token, by slot. */
  readonly #occurrences: (Occurrence | undefined)[] = [];
  #tokens = new Int32Array(FIRST_CAPACITY);
  readonly #freeSlots: number[] = [];
  #size = 0;
  #scheduled = 0;

  /** How many occurrences are still to come, withdrawn ones among them. */
  get size(): number {
    return this.#size;
  }

  /** The instant of the earliest occurrence in µs, or Infinity when nothing is left to happen. */
  get nextUs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] as number);
  }

  schedule(atUs: number, occurrence: Occurrence, token: number, priority = 0): void {
    const position = this.#size++;
    if (position === this.#slots.length) this.#grow();
    const slot = this.#freeSlots.pop() ?? position;
    this.#occurrences[slot] = occurrence;
    this.#tokens[slot] = token;
    this.#slots[position] = slot;
    this.#keys[2 * position] = atUs;
    this.#keys[2 * position + 1] = priority * RANKS_PER_PRIORITY + this.#scheduled++;
    this.#rise(position);
  }

  /** Takes the earliest occurrence off the list and lets it happen. */
  occurNext(): void {
    const slot = this.#slots[0] as number;
    const occurrence = this.#occurrences[slot] as Occurrence;
    const token = this.#tokens[slot] as number;
    this.#occurrences[slot] = undefined;
    this.#freeSlots.push(slot);
    this.#size -= 1;
    if (this.#size > 0) this.#sinkLast();
    occurrence.occur(token);
  }

  /** Moves the key at a position up to where it belongs. */
  #rise(position: number): void {
    const keys = this.#keys;
    const slots = this.#slots;
    const time = keys[2 * position] as number;
    const rank = keys[2 * position + 1] as number;
    const slot = slots[position] as number;
    let at = position;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = keys[2 * parent] as number;
      if (above < time || (above === time && (keys[2 * parent + 1] as number) < rank)) break;
      keys[2 * at] = above;
      keys[2 * at + 1] = keys[2 * parent + 1] as number;
      slots[at] = slots[parent] as number;
      at = parent;
    }
    keys[2 * at] = time;
    keys[2 * at + 1] = rank;
    slots[at] = slot;
  }

  /** Puts the last key, which lies beyond the size by now, at the top and moves it down. */
  #sinkLast(): void {
    const keys = this.#keys;
    const slots = this.#slots;
    const size = this.#size;
    const time = keys[2 * size] as number;
    const rank = keys[2 * size + 1] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size) {
        const leftTime = keys[2 * child] as number;
        const rightTime = keys[2 * right] as number;
        const tie = rightTime === leftTime;
        if (rightTime < leftTime || (tie && rankAt(keys, right) < rankAt(keys, child))) {
          child = right;
        }
      }
      const below = keys[2 * child] as number;
      if (time < below || (time === below && rank < rankAt(keys, child))) break;
      keys[2 * at] = below;
      keys[2 * at + 1] = rankAt(keys, child);
      slots[at] = slots[child] as number;
      at = child;
    }
    keys[2 * at] = time;
    keys[2 * at + 1] = rank;
    slots[at] = slots[size] as number;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const slots = new Int32Array(this.#slots.length * 2);
    slots.set(this.#slots);
    this.#slots = slots;
    const tokens = new Int32Array(this.#tokens.length * 2);
    tokens.set(this.#tokens);
    this.#tokens = tokens;
  }
}

/** Small, as a nation has an agenda for each of its municipalities; it doubles as need be. */
const FIRST_CAPACITY = 64;

function rankAt(keys: Float64Array, position: number): number {
  return keys[2 * position + 1] as number;
}
