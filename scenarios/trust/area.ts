/** The area below a step function of time, window by window; steps may come in any order. */
export class StepArea {
  #windowMs: number;
  /** Net steps within each window. */
  readonly #steps: number[] = [];
  /** What the steps of a window add to its own area, journeys × ms. */
  readonly #partial: number[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** How many windows there are so far. */
  get length(): number {
    return this.#steps.length;
  }

  /** Makes two windows one, so that memory does not grow with time. */
  coarsen(): void {
    for (let window = 0; 2 * window < this.#steps.length; window++) {
      const [first, second] = [2 * window, 2 * window + 1];
      const steps = this.#steps[first] as number;
      // A step within the first one counts in all of the second.
      const partial = (this.#partial[first] as number) + steps * this.#windowMs;
      this.#steps[window] = steps + (this.#steps[second] ?? 0);
      this.#partial[window] = partial + (this.#partial[second] ?? 0);
    }
    this.#steps.length = this.#partial.length = Math.ceil(this.#steps.length / 2);
    this.#windowMs *= 2;
  }

  /** The function is higher by `by` from this instant on; before 0 counts as at 0. */
  step(atMs: number, by: number): void {
    const at = Math.max(0, atMs);
    const window = Math.floor(at / this.#windowMs);
    while (this.#steps.length <= window) {
      this.#steps.push(0);
      this.#partial.push(0);
    }
    this.#steps[window] = (this.#steps[window] as number) + by;
    const restMs = (window + 1) * this.#windowMs - at;
    this.#partial[window] = (this.#partial[window] as number) + by * restMs;
  }

  /** The areas of the windows up to an instant, after which no step lies. */
  windows(untilMs: number): number[] {
    const areas: number[] = [];
    let level = 0;
    for (let window = 0; window * this.#windowMs < untilMs; window++) {
      const lastsMs = Math.min(this.#windowMs, untilMs - window * this.#windowMs);
      const cut = this.#windowMs - lastsMs;
      const steps = this.#steps[window] ?? 0;
      // Within a window that is cut short every step has so much less time to count.
      areas.push(level * lastsMs + (this.#partial[window] ?? 0) - steps * cut);
      level += steps;
    }
    return areas;
  }
}
