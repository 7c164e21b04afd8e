/** Why a row could not be read. */
export const BAD_ROW_REASONS = [
  'long-line',
  'open-quote',
  'nul',
  'columns',
  'no-time',
  'time',
  'no-clock',
  'no-such-time',
  'year',
  'no-type',
  'type',
  'encoding',
  'place',
  'age',
  'copies',
] as const;
export type BadRowReason = (typeof BAD_ROW_REASONS)[number];

/** Rows that could not be read, for one reason. */
export interface BadRowCount {
  readonly reason: BadRowReason;
  readonly count: number;
  /** The first ones, shortened. */
  readonly examples: readonly { readonly line: number; readonly text: string }[];
}

/** Examples kept for each reason, and characters of each. */
const EXAMPLES = 3;
const SHOWN = 120;

/** Distinct values of a column that nobody knows, kept with how often they came. */
const VALUES = 50;

/** Counts rows that could not be read: every one, by its reason, with the first of each. */
export class BadRows {
  readonly #byReason = new Map<BadRowReason, { count: number; examples: Example[] }>();
  readonly #unknownTypes = new Map<string, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** In the order of the reasons that came most. */
  get byReason(): readonly BadRowCount[] {
    return [...this.#byReason]
      .map(([reason, { count, examples }]) => ({ reason, count, examples }))
      .sort((one, other) => other.count - one.count);
  }

  /** What certificates were called that nobody knows, the most frequent first. */
  get unknownTypes(): readonly (readonly [value: string, count: number])[] {
    return [...this.#unknownTypes].sort(([, one], [, other]) => other - one);
  }

  add(reason: BadRowReason, line: number, text: () => string): void {
    this.#count += 1;
    const known = this.#byReason.get(reason);
    const bad = known ?? { count: 0, examples: [] };
    if (known === undefined) this.#byReason.set(reason, bad);
    bad.count += 1;
    if (bad.examples.length >= EXAMPLES) return;
    bad.examples.push({ line, text: shown(text()) });
  }

  addUnknownType(value: string): void {
    const count = this.#unknownTypes.get(value);
    if (count === undefined && this.#unknownTypes.size >= VALUES) return;
    this.#unknownTypes.set(value.slice(0, SHOWN), (count ?? 0) + 1);
  }
}

interface Example {
  readonly line: number;
  readonly text: string;
}

function shown(text: string): string {
  const plain = text.replace(/\p{Cc}/gu, '�');
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain;
}
