/** Counts of kinds by day, and whether the kinds’ shares vary from day to day. */
export class ShareCounts {
  readonly kinds: number;
  readonly totals: Float64Array;
  readonly #byDay = new Map<number, Uint32Array>();
  #last: { readonly day: number; readonly counts: Uint32Array } | undefined;

  constructor(kinds: number) {
    this.kinds = kinds;
    this.totals = new Float64Array(kinds);
  }

  add(day: number, kind: number): void {
    let own = this.#last?.day === day ? this.#last.counts : this.#byDay.get(day);
    if (own === undefined) {
      own = new Uint32Array(this.kinds);
      this.#byDay.set(day, own);
    }
    if (this.#last?.day !== day) this.#last = { day, counts: own };
    own[kind] = (own[kind] as number) + 1;
    this.totals[kind] = (this.totals[kind] as number) + 1;
  }

  get total(): number {
    return this.totals.reduce((sum, count) => sum + count, 0);
  }

  /** How many of a kind a day has. */
  countOn(day: number, kind: number): number {
    return this.#byDay.get(day)?.[kind] ?? 0;
  }

  /** Those of a part of the days. */
  of(isWanted: (day: number) => boolean): ShareCounts {
    const part = new ShareCounts(this.kinds);
    for (const [day, counts] of this.#byDay) if (isWanted(day)) part.#take(day, counts);
    return part;
  }

  /** Totals of the kinds over groups of days. */
  grouped(groups: number, groupOf: (day: number) => number): readonly (readonly number[])[] {
    const table = Array.from({ length: groups }, () => new Array<number>(this.kinds).fill(0));
    for (const [day, counts] of this.#byDay) {
      const row = table[groupOf(day)];
      if (row === undefined) continue;
      counts.forEach((count, kind) => {
        row[kind] = (row[kind] as number) + count;
      });
    }
    return table;
  }

  /**
   * How many times the variance of the shares from day to day exceeds that of a multinomial, by
   * Pearson’s χ² of days × kinds; never less than 1.
   */
  get dispersion(): number {
    const { total } = this;
    const seen = [...this.totals.keys()].filter((kind) => (this.totals[kind] as number) > 0);
    const degrees = (this.#byDay.size - 1) * (seen.length - 1);
    if (degrees <= 0) return 1;
    let sum = 0;
    // In the order of days: sums that are rounded must not depend on that of the rows.
    const days = [...this.#byDay].sort(([one], [other]) => one - other);
    for (const [, counts] of days) {
      const day = counts.reduce((all, count) => all + count, 0);
      for (const kind of seen) {
        const due = (day * (this.totals[kind] as number)) / total;
        sum += ((counts[kind] as number) - due) ** 2 / due;
      }
    }
    return Math.max(1, sum / degrees);
  }

  #take(day: number, counts: Uint32Array): void {
    this.#byDay.set(day, counts);
    counts.forEach((count, kind) => {
      this.totals[kind] = (this.totals[kind] as number) + count;
    });
  }
}
