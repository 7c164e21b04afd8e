/** What the agenda holds: something that is to happen at an instant. */
export interface Occurrence {
  /** Called when its instant has come; `token` is what it was scheduled with. */
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
 * Keys live in typed arrays so that a push allocates nothing (binary heap, O(log n)).
 */
export class Agenda {
  #times = new Float64Array(1024);
  #ranks = new Float64Array(1024);
  #tokens = new Float64Array(1024);
  readonly #occurrences: (Occurrence | undefined)[] = [];
  #size = 0;
  #scheduled = 0;

  /** How many occurrences are still to come, withdrawn ones among them. */
  get size(): number {
    return this.#size;
  }

  /** The instant of the earliest occurrence in µs, or Infinity when nothing is left to happen. */
  get nextUs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number);
  }

  schedule(atUs: number, occurrence: Occurrence, token: number, priority = 0): void {
    if (this.#size === this.#times.length) this.#grow();
    const rank = priority * RANKS_PER_PRIORITY + this.#scheduled++;
    this.#rise(this.#size++, atUs, rank, occurrence, token);
  }

  /** Takes the earliest occurrence off the list and lets it happen. */
  occurNext(): void {
    const occurrence = this.#occurrences[0] as Occurrence;
    const token = this.#tokens[0] as number;
    const last = --this.#size;
    const moved = this.#occurrences[last] as Occurrence;
    const [time, rank, movedToken] = [this.#times[last], this.#ranks[last], this.#tokens[last]];
    this.#occurrences[last] = undefined;
    if (last > 0) this.#sink(time as number, rank as number, moved, movedToken as number);
    occurrence.occur(token);
  }

  #rise(from: number, time: number, rank: number, occurrence: Occurrence, token: number): void {
    const times = this.#times;
    const ranks = this.#ranks;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = times[parent] as number;
      if (above < time || (above === time && (ranks[parent] as number) < rank)) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#put(index, time, rank, occurrence, token);
  }

  #sink(time: number, rank: number, occurrence: Occurrence, token: number): void {
    const times = this.#times;
    const ranks = this.#ranks;
    const size = this.#size;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && this.#precedes(right, child)) child = right;
      const below = times[child] as number;
      if (time < below || (time === below && rank < (ranks[child] as number))) break;
      this.#move(child, index);
      index = child;
    }
    this.#put(index, time, rank, occurrence, token);
  }

  #precedes(a: number, b: number): boolean {
    const [timeA, timeB] = [this.#times[a] as number, this.#times[b] as number];
    return (
      timeA < timeB || (timeA === timeB && (this.#ranks[a] as number) < (this.#ranks[b] as number))
    );
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number;
    this.#ranks[to] = this.#ranks[from] as number;
    this.#tokens[to] = this.#tokens[from] as number;
    this.#occurrences[to] = this.#occurrences[from];
  }

  #put(at: number, time: number, rank: number, occurrence: Occurrence, token: number): void {
    this.#times[at] = time;
    this.#ranks[at] = rank;
    this.#tokens[at] = token;
    this.#occurrences[at] = occurrence;
  }

  #grow(): void {
    this.#times = widened(this.#times);
    this.#ranks = widened(this.#ranks);
    this.#tokens = widened(this.#tokens);
  }
}

function widened(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(values.length * 2);
  wider.set(values);
  return wider;
}
