/**
 * A set of whole numbers from 1 that are added more or less in order: all up to a mark, and a few
 * beyond it. Its memory is what is out of order, not what it holds.
 */
export class NumberSet {
  #mark = 0;
  readonly #beyond = new Set<number>();

  /** Adds a number; answers false if it was there. */
  add(number: number): boolean {
    if (number <= this.#mark || this.#beyond.has(number)) return false;
    if (number === this.#mark + 1) {
      this.#mark = number;
      while (this.#beyond.size > 0 && this.#beyond.delete(this.#mark + 1)) this.#mark += 1;
    } else {
      this.#beyond.add(number);
    }
    return true;
  }

  /** How many numbers lie beyond a gap. */
  get outOfOrder(): number {
    return this.#beyond.size;
  }
}
