/** One stretch of time over which the rate changes linearly from one value to another. */
export interface RateSegment {
  readonly fromMs: number;
  readonly toMs: number;
  /** Events per second at `fromMs` and at `toMs`. */
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
}

/**
 * A rate over time, piecewise linear: constant rates, ramps and the curve of a day are all one.
 * Its integral Λ(t), the number of events expected until t, can be turned round exactly, which is
 * how arrival processes follow the curve without rounding the load or rejecting draws.
 */
export class RateCurve {
  readonly #segments: readonly RateSegment[];
  /** Λ at the end of each segment. */
  readonly #cumulative: readonly number[];

  /** Throws RangeError unless segments follow one another in time with rates of 0 or more. */
  constructor(segments: readonly RateSegment[]) {
    let expected = 0;
    let lastMs = Number.NEGATIVE_INFINITY;
    this.#segments = segments;
    this.#cumulative = segments.map((segment) => {
      const { fromMs, toMs, fromPerSecond, toPerSecond } = segment;
      if (!(fromMs >= lastMs && toMs > fromMs)) {
        throw new RangeError(`rate segments must follow one another: ${fromMs}–${toMs} ms`);
      }
      if (
        !(fromPerSecond >= 0 && toPerSecond >= 0 && Number.isFinite(fromPerSecond + toPerSecond))
      ) {
        throw new RangeError(`a rate from ${fromPerSecond} to ${toPerSecond} per second`);
      }
      lastMs = toMs;
      expected += ((fromPerSecond + toPerSecond) / 2) * ((toMs - fromMs) / 1000);
      return expected;
    });
  }

  /** The pieces it is made of, in order. */
  get segments(): readonly RateSegment[] {
    return this.#segments;
  }

  /** The number of events expected over the whole curve. */
  get expected(): number {
    return this.#cumulative.at(-1) ?? 0;
  }

  /** The rate at an instant, events per second; 0 outside of all segments. */
  ratePerSecond(atMs: number): number {
    const segment = this.#segments.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
    if (segment === undefined) return 0;
    const { fromMs, toMs, fromPerSecond, toPerSecond } = segment;
    return fromPerSecond + ((toPerSecond - fromPerSecond) * (atMs - fromMs)) / (toMs - fromMs);
  }

  /** The instant, to the µs, by which `count` events are expected; undefined beyond the last one. */
  instantMs(count: number): number | undefined {
    const index = this.#indexOf(count);
    const segment = this.#segments[index];
    if (segment === undefined) return undefined;
    const { fromMs, toMs, fromPerSecond, toPerSecond } = segment;
    const within = count - (index === 0 ? 0 : (this.#cumulative[index - 1] as number));
    const slope = ((toPerSecond - fromPerSecond) * 1000) / (toMs - fromMs);
    // Solve from·s + slope·s²/2 = within for s, in the form that is stable for small slopes.
    // At the end of a ramp down to 0 rounding can make the square a little less than nothing.
    const square = fromPerSecond * fromPerSecond + 2 * slope * within;
    const root = Math.sqrt(Math.max(0, square));
    const seconds = within === 0 ? 0 : (2 * within) / (fromPerSecond + root);
    // To the µs of all clocks, so that rounding cannot let a later event come an instant earlier.
    const instantMs = Math.round((fromMs + seconds * 1000) * 1000) / 1000;
    return Math.min(toMs, Math.max(fromMs, instantMs));
  }

  #indexOf(count: number): number {
    let low = 0;
    let high = this.#cumulative.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cumulative[middle] as number) > count) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The same rate all the time. */
export function constantRate(perSecond: number, durationMs: number): RateCurve {
  return new RateCurve([
    { fromMs: 0, toMs: durationMs, fromPerSecond: perSecond, toPerSecond: perSecond },
  ]);
}

/** k6's stages: from the start rate linearly to each target in turn; one of no time is a jump. */
export function rampingRate(
  startPerSecond: number,
  stages: readonly { readonly durationMs: number; readonly targetPerSecond: number }[],
): RateCurve {
  let fromMs = 0;
  let fromPerSecond = startPerSecond;
  const segments = stages.flatMap(({ durationMs, targetPerSecond }) => {
    const toMs = fromMs + durationMs;
    const segment = { fromMs, toMs, fromPerSecond, toPerSecond: targetPerSecond };
    fromMs = toMs;
    fromPerSecond = targetPerSecond;
    return durationMs === 0 ? [] : [segment];
  });
  return new RateCurve(segments);
}
