/** Places for the marks of rows at first, and at most: 32 MB, whatever the log. */
const FIRST_PLACES = 2 ** 14;
const MOST_PLACES = 2 ** 22;
/** How many places a mark may lie from its own. */
const REACH = 8;

/**
 * Finds rows that are alike in every column, in bounded memory: by 52-bit hashes of the last some
 * four million of them, each compared with eight at most, so that of 10⁷ different rows one is
 * taken for another with probability 10⁻⁷ or so.
 */
export class RepeatedRows {
  #marks = new Float64Array(FIRST_PLACES);
  #count = 0;

  /** Whether the same row was seen before, so far as it is remembered. */
  seen(row: string): boolean {
    if (this.#put(markOf(row))) return true;
    this.#count += 1;
    const size = this.#marks.length;
    if (this.#count * 4 > size && size < MOST_PLACES) this.#grow();
    return false;
  }

  #grow(): void {
    const before = this.#marks;
    this.#marks = new Float64Array(before.length * 4);
    for (const mark of before) if (mark !== 0) this.#put(mark);
  }

  /** Whether a mark is there; it is afterwards, in the place of another one if need be. */
  #put(mark: number): boolean {
    const marks = this.#marks;
    const last = marks.length - 1;
    const own = Math.floor(mark / 2 ** 20) & last;
    for (let step = 0; step < REACH; step++) {
      const place = (own + step) & last;
      const there = marks[place];
      if (there === mark) return true;
      if (there === 0) {
        marks[place] = mark;
        return false;
      }
    }
    marks[(own + (mark & (REACH - 1))) & last] = mark;
    return false;
  }
}

/** A hash of 52 bits, never 0: two of 32 bits, mixed (after FNV and MurmurHash3’s finalizer). */
function markOf(row: string): number {
  let low = 0x811c9dc5;
  let high = 0x2545f491;
  for (let at = 0; at < row.length; at++) {
    const code = row.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul((high + code) ^ (high >>> 15), 0x85ebca6b);
  }
  low = Math.imul(low ^ (low >>> 16), 0x7feb352d);
  high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((low ^ (low >>> 15)) >>> 0) * 2 ** 20 + ((high ^ (high >>> 16)) >>> 12) + 1;
}
