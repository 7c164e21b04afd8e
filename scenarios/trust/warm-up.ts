import type { WarmUp, WarmUpFigures } from '../judging/result.ts';
import type { Watch } from '../trace-events.ts';

/** Values in a batch at first: the 5 of MSER-5 (White, Cobb and Spratt 2000). */
const BATCH = 5;

/** So many batches at most: then two become one, so that memory does not grow with the run. */
const BATCHES = 128;

/** Fewer batches have no beginning to cut off. */
const FEWEST_BATCHES = 20;

/** Percentiles without the warm-up come from bins so wide, relative to their values. */
const BIN_RATIO = 1.005;

/** From 1 ms to 27 h; what is shorter or longer is in the first or the last one. */
const BINS = Math.ceil(Math.log(1e8) / Math.log(BIN_RATIO));

interface Batch {
  count: number;
  sumMs: number;
  /** When its last journey ended. */
  untilMs: number;
  /** How many values each bin has. */
  readonly bins: Uint32Array;
}

/**
 * Where a run settles, by MSER-5: of the journeys in the order in which they ended, in batches, so
 * many are cut off at the beginning that the mean of the rest has the smallest standard error. A
 * cut in the second half means that it never settled. Nothing is left out of any threshold.
 */
export class WarmUpWatch {
  #batchOf = BATCH;
  readonly #batches: Batch[] = [];

  readonly watch: Watch = {
    ended: ({ t, ms, outcome }) => {
      if (outcome === 'completed' || outcome === 'timed-out') this.#add(t, ms);
    },
  };

  /** What came out; undefined where there were too few journeys. */
  record(): WarmUp | undefined {
    const full = this.#batches.filter(({ count }) => count === this.#batchOf);
    if (full.length < FEWEST_BATCHES) return undefined;
    const cut = mserCut(full.map(({ sumMs, count }) => sumMs / count));
    const whole = figuresOf(this.#batches);
    if (cut > full.length / 2) return { batchOf: this.#batchOf, settled: false, whole };
    return {
      batchOf: this.#batchOf,
      settled: true,
      whole,
      journeys: cut * this.#batchOf,
      untilMs: cut === 0 ? 0 : (full[cut - 1] as Batch).untilMs,
      without: figuresOf(this.#batches.slice(cut)),
    };
  }

  /** How many numbers are kept. */
  get size(): number {
    return this.#batches.reduce((sum, { bins }) => sum + 3 + bins.length, 0);
  }

  #add(atMs: number, ms: number): void {
    let last = this.#batches.at(-1);
    if (last === undefined || last.count === this.#batchOf) {
      if (this.#batches.length === BATCHES) this.#halve();
      last = this.#batches.at(-1);
      if (last === undefined || last.count === this.#batchOf) {
        last = { count: 0, sumMs: 0, untilMs: 0, bins: new Uint32Array(BINS) };
        this.#batches.push(last);
      }
    }
    last.count += 1;
    last.sumMs += ms;
    last.untilMs = Math.max(last.untilMs, atMs);
    const bin = binOf(ms);
    last.bins[bin] = (last.bins[bin] as number) + 1;
  }

  #halve(): void {
    const before = this.#batches.splice(0);
    this.#batchOf *= 2;
    for (let index = 0; index < before.length; index += 2) {
      this.#batches.push(merged(before.slice(index, index + 2)));
    }
  }
}

/**
 * How many values at the beginning are cut off so that the standard error of the mean of the rest,
 * Σ(x − x̄)² / n², is smallest. The last five are never all that is left (Spratt 1998).
 */
export function mserCut(values: readonly number[]): number {
  let best = { cut: 0, statistic: Number.POSITIVE_INFINITY };
  let count = 0;
  let mean = 0;
  let squares = 0;
  // From the end, so that each cut adds one value to what is known already (Welford 1962).
  for (let cut = values.length - 1; cut >= 0; cut--) {
    const value = values[cut] as number;
    count += 1;
    const apart = value - mean;
    mean += apart / count;
    squares += apart * (value - mean);
    const statistic = squares / (count * count);
    if (count >= 5 && statistic <= best.statistic) best = { cut, statistic };
  }
  return best.cut;
}

function binOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(BINS - 1, Math.floor(Math.log(ms) / Math.log(BIN_RATIO)));
}

function merged(batches: readonly Batch[]): Batch {
  const [first, ...others] = batches as [Batch, ...Batch[]];
  const all: Batch = { ...first, bins: first.bins.slice() };
  for (const { count, sumMs, untilMs, bins } of others) {
    all.count += count;
    all.sumMs += sumMs;
    all.untilMs = Math.max(all.untilMs, untilMs);
    bins.forEach((times, bin) => {
      all.bins[bin] = (all.bins[bin] as number) + times;
    });
  }
  return all;
}

function figuresOf(batches: readonly Batch[]): WarmUpFigures {
  const { count, sumMs, bins } = merged(batches);
  const percentile = (percent: number) => {
    let left = Math.ceil((percent / 100) * count);
    for (const [bin, times] of bins.entries()) {
      left -= times;
      if (left <= 0) return Math.round(BIN_RATIO ** (bin + 0.5));
    }
    return 0;
  };
  return {
    count,
    meanMs: sumMs / count,
    medMs: percentile(50),
    p95Ms: percentile(95),
    p99Ms: percentile(99),
  };
}
