import assert from 'node:assert/strict';
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  initWebAssembly,
  type WasmHistogram,
} from 'hdr-histogram-js';

await initWebAssembly();

/** Values from 1 µs to 7 days keep three significant digits (HDR, Gil Tene). */
const HIGHEST_US = 7 * 24 * 3600 * 1e6;

/** What is kept of a histogram in summary.json: enough to merge it later without loss. */
export interface HistogramRecord {
  readonly count: number;
  readonly sumMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** HDR V2 compressed, base64, values in µs. */
  readonly hdr: string;
}

/**
 * Durations in milliseconds: percentiles to three digits from a mergeable HDR histogram, and
 * count, sum, minimum and maximum exactly. Its memory does not depend on how much it has seen.
 */
export class Histogram {
  readonly #hdr: WasmHistogram;
  #count = 0;
  /** In whole µs: a sum of integers is the same in whatever order shards are merged. */
  #sumUs = 0;
  #minMs = Number.POSITIVE_INFINITY;
  #maxMs = Number.NEGATIVE_INFINITY;

  constructor(hdr: WasmHistogram = emptyHdr()) {
    this.#hdr = hdr;
  }

  get count(): number {
    return this.#count;
  }

  get sumMs(): number {
    return this.#sumUs / 1000;
  }

  /** NaN while empty. */
  get meanMs(): number {
    return this.#sumUs / 1000 / this.#count;
  }

  /** Infinity while empty. */
  get minMs(): number {
    return this.#minMs;
  }

  /** −Infinity while empty. */
  get maxMs(): number {
    return this.#maxMs;
  }

  record(ms: number): void {
    if (!Number.isFinite(ms)) assert.fail(`a duration of ${ms} ms`);
    this.#count += 1;
    const us = Math.round(ms * 1000);
    this.#sumUs += us;
    if (ms < this.#minMs) this.#minMs = ms;
    if (ms > this.#maxMs) this.#maxMs = ms;
    this.#hdr.recordValue(us < 0 ? 0 : us > HIGHEST_US ? HIGHEST_US : us);
  }

  /** The value in ms that `percent` per cent of all do not exceed (0–100); NaN while empty. */
  percentileMs(percent: number): number {
    if (this.#count === 0) return Number.NaN;
    if (percent >= 100) return this.#maxMs;
    const ms = this.#hdr.getValueAtPercentile(percent) / 1000;
    return Math.min(Math.max(ms, this.#minMs), this.#maxMs);
  }

  /** Adds all that another histogram has seen, exactly as if recorded here. */
  add(other: Histogram): void {
    this.#hdr.add(other.#hdr);
    this.#count += other.#count;
    this.#sumUs += other.#sumUs;
    this.#minMs = Math.min(this.#minMs, other.#minMs);
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs);
  }

  toRecord(): HistogramRecord {
    return {
      count: this.#count,
      sumMs: this.sumMs,
      minMs: this.#count === 0 ? 0 : this.#minMs,
      maxMs: this.#count === 0 ? 0 : this.#maxMs,
      hdr: encodeIntoCompressedBase64(this.#hdr),
    };
  }

  static fromRecord(record: HistogramRecord): Histogram {
    const histogram = new Histogram(
      decodeFromCompressedBase64(record.hdr, 32, true) as WasmHistogram,
    );
    histogram.#count = record.count;
    histogram.#sumUs = Math.round(record.sumMs * 1000);
    if (record.count > 0) {
      histogram.#minMs = record.minMs;
      histogram.#maxMs = record.maxMs;
    }
    return histogram;
  }

  /** Gives back the memory outside of the JavaScript heap; the histogram is of no use then. */
  dispose(): void {
    this.#hdr.destroy();
  }
}

function emptyHdr(): WasmHistogram {
  return build({
    bitBucketSize: 32,
    useWebAssembly: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
  }) as WasmHistogram;
}
