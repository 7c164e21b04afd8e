import type { EventOf } from '../trace-events.ts';

/**
 * When faults of some kinds were on, as the trace tells it. It keeps two numbers for each stretch
 * of time in which at least one of them was.
 */
export class FaultTimes {
  readonly #kinds: string;
  readonly #on = new Set<string>();
  readonly #stretches: { readonly fromMs: number; toMs: number }[] = [];

  /** `kinds` is how the names of the kinds begin, e.g. `feed.`; all of them without it. */
  constructor(kinds = '') {
    this.#kinds = kinds;
  }

  began({ t, fault, means }: EventOf<'fault-began'>): void {
    if (!means.startsWith(this.#kinds)) return;
    if (this.#on.size === 0) this.#stretches.push({ fromMs: t, toMs: Number.POSITIVE_INFINITY });
    this.#on.add(fault);
  }

  ended({ t, fault }: EventOf<'fault-ended'>): void {
    if (!this.#on.delete(fault) || this.#on.size > 0) return;
    const last = this.#stretches.at(-1);
    if (last !== undefined) last.toMs = t;
  }

  /** Whether any of them was on at some instant between the two, both included. */
  wereOn(fromMs: number, toMs: number): boolean {
    for (let index = this.#stretches.length - 1; index >= 0; index--) {
      const stretch = this.#stretches[index];
      if (stretch === undefined || stretch.toMs < fromMs) return false;
      if (stretch.fromMs <= toMs) return true;
    }
    return false;
  }
}
