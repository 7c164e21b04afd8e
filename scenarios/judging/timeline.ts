import { JOURNEY_TARGET_MS } from '../../devices/kiosk/stages.ts';
import type { Watch } from '../trace-events.ts';
import type { DurationBins, EndReason, TimelineBucket } from './result.ts';

/** Bucket widths that read well on an axis of time, ms. */
const WIDTHS_MS = [1_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000];

/** At most about so many buckets over the run. */
const BUCKETS = 24;

const BIN_MS = 5_000;
/** Journeys of ten minutes and longer share the last bin. */
const BINS = 121;

interface Bucket {
  offered: number;
  readonly ended: Record<string, number>;
  over180s: number;
  violations: number;
}

/** What happened when: counts by stretch of time, durations by bin, ends by reason. */
export class Timeline {
  readonly #bucketMs: number;
  readonly #buckets: Bucket[] = [];
  readonly #bins = new Array<number>(BINS).fill(0);
  readonly #reasons = new Map<string, { -readonly [K in keyof EndReason]: EndReason[K] }>();

  constructor(durationMs: number) {
    this.#bucketMs = WIDTHS_MS.find((width) => durationMs / width <= BUCKETS) ?? 86_400_000;
  }

  readonly watch: Watch = {
    arrived: ({ t }) => {
      this.#bucket(t).offered += 1;
    },
    ended: ({ t, outcome, stage, reason, ms }) => {
      const bucket = this.#bucket(t);
      bucket.ended[outcome] = (bucket.ended[outcome] ?? 0) + 1;
      if (outcome === 'completed' || outcome === 'timed-out') {
        if (ms > JOURNEY_TARGET_MS) bucket.over180s += 1;
        const bin = Math.min(BINS - 1, Math.floor(ms / BIN_MS));
        this.#bins[bin] = (this.#bins[bin] as number) + 1;
      }
      if (outcome !== 'completed') this.#count(outcome, stage, reason);
    },
  };

  /** Marks an oracle's finding at an instant. */
  violated(t: number): void {
    this.#bucket(t).violations += 1;
  }

  record(): { bucketMs: number; buckets: readonly TimelineBucket[] } {
    const bucketMs = this.#bucketMs;
    const buckets = this.#buckets.map((bucket, index) => ({ fromMs: index * bucketMs, ...bucket }));
    return { bucketMs, buckets };
  }

  durations(): DurationBins {
    return { widthMs: BIN_MS, counts: [...this.#bins] };
  }

  endReasons(): readonly EndReason[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count);
  }

  #count(outcome: string, stage: string, reason: string): void {
    const key = `${outcome}/${stage}/${reason}`;
    const known = this.#reasons.get(key);
    if (known === undefined) this.#reasons.set(key, { outcome, stage, reason, count: 1 });
    else known.count += 1;
  }

  #bucket(t: number): Bucket {
    const index = Math.max(0, Math.floor(t / this.#bucketMs));
    while (this.#buckets.length <= index) {
      this.#buckets.push({ offered: 0, ended: {}, over180s: 0, violations: 0 });
    }
    return this.#buckets[index] as Bucket;
  }
}
