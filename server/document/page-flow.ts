/** Fills pages with blocks of lines, none of which is torn apart. */
export class PageFlow {
  readonly #linesPerPage: number;
  #page = 1;
  #line = 0;

  constructor(linesPerPage: number) {
    this.#linesPerPage = linesPerPage;
  }

  /** The page of the last block put. */
  get page(): number {
    return this.#page;
  }

  /** Lines used on that page. */
  get line(): number {
    return this.#line;
  }

  /**
   * Puts a block after the last one, or at the top of a new page if it and `following` lines would
   * not fit; answers its first line.
   */
  put(lines: number, following = 0): number {
    if (this.#line > 0 && this.#line + lines + following > this.#linesPerPage) {
      this.#page += 1;
      this.#line = 0;
    }
    const first = this.#line;
    this.#line += lines;
    return first;
  }
}
