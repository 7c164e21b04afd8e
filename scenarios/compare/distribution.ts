import { decodeFromCompressedBase64, type JsHistogram } from 'hdr-histogram-js';
import type { HistogramRecord } from '../../sim/histogram.ts';

/** A measured distribution as its bins: ascending values, and how many do not exceed each. */
export interface Distribution {
  readonly count: number;
  readonly sumMs: number;
  /** Highest value of each bin that is not empty, ms. */
  readonly valuesMs: Float64Array;
  readonly cumulative: Float64Array;
  /** Smallest value such that `share` (0–1) of all do not exceed it; NaN if there are none. */
  quantileMs(share: number): number;
  /** How many of all do not exceed a value, to the three digits of the bins. */
  countUpTo(ms: number): number;
}

/** The distribution that a histogram record holds: three significant digits, as it was recorded. */
export function distributionOf(record: HistogramRecord): Distribution {
  const { count, sumMs, minMs, maxMs } = record;
  const bins = binsOf(record);
  const valuesMs = Float64Array.from(bins, ([us]) => Math.min(Math.max(us / 1000, minMs), maxMs));
  const cumulative = new Float64Array(bins.length);
  let before = 0;
  for (const [index, [, inBin]] of bins.entries()) {
    before += inBin;
    cumulative[index] = before;
  }
  return {
    count,
    sumMs,
    valuesMs,
    cumulative,
    quantileMs: (share) => {
      if (count === 0) return Number.NaN;
      // Rounding must not make the 95th of 100 the 96th.
      const rank = Math.max(1, Math.ceil(share * count - 1e-9 * count));
      return valuesMs[firstAtLeast(cumulative, Math.min(rank, count))] ?? maxMs;
    },
    countUpTo: (ms) => {
      const index = firstAbove(valuesMs, ms);
      return index === 0 ? 0 : (cumulative[index - 1] ?? 0);
    },
  };
}

function binsOf({ count, hdr }: HistogramRecord): readonly (readonly [us: number, n: number])[] {
  if (count === 0) return [];
  const histogram = decodeFromCompressedBase64(hdr, 32, false) as JsHistogram;
  const iterator = histogram.recordedValuesIterator;
  iterator.reset();
  const bins: [number, number][] = [];
  while (iterator.hasNext()) {
    const { valueIteratedTo, countAtValueIteratedTo } = iterator.next();
    bins.push([valueIteratedTo, countAtValueIteratedTo]);
  }
  return bins;
}

/** Index of the first of ascending numbers that is at least `bound`. */
function firstAtLeast(ascending: Float64Array, bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(ascending: Float64Array, bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
