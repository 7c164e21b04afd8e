import { JOURNEY_TARGET_MS } from '../../devices/kiosk/stages.ts';
import type { EventOf } from '../trace-events.ts';
import type { ToldRun } from './compared-run.ts';
import type { Measure } from './measures.ts';
import { recordedEvents } from './recorded-events.ts';

/** Stretches of equal length into which a run is cut. */
const BLOCKS = 60;

/** How much more a figure varies than that of as many journeys that know nothing of each other. */
export type DesignEffects = (measure: Measure) => number;

/** Used where no trace was kept: journeys are taken for independent. */
export const INDEPENDENT: DesignEffects = () => 1;

/** One figure, counted block by block: the total memory depends on the blocks alone. */
class Blocks {
  readonly #samples = new Float64Array(BLOCKS);
  readonly #hits = new Float64Array(BLOCKS);

  add(block: number, hits: number, samples = 1): void {
    this.#samples[block] = (this.#samples[block] as number) + samples;
    this.#hits[block] = (this.#hits[block] as number) + hits;
  }

  /**
   * Kish’s design effect of a share or a frequency, with blocks of time as clusters: the variance
   * of the ratio between blocks over that of independent journeys, and never less than 1. Queues,
   * stalls and bad hours make it large.
   */
  effect(kind: Measure['kind']): number {
    const used = this.#samples.filter((count) => count > 0).length;
    const samples = this.#samples.reduce((sum, count) => sum + count, 0);
    const hits = this.#hits.reduce((sum, count) => sum + count, 0);
    const ratio = hits / samples;
    const alone = kind === 'frequency' ? ratio / samples : (ratio * (1 - ratio)) / samples;
    if (used < 2 || !(alone > 0)) return 1;
    const squares = this.#hits.reduce(
      (sum, count, block) => sum + (count - ratio * (this.#samples[block] as number)) ** 2,
      0,
    );
    return Math.max(1, (used / (used - 1)) * (squares / samples ** 2 / alone));
  }
}

const KINDS = ['arrived', 'stage', 'queued', 'asked-again', 'ended'] as const;
type Counted = EventOf<(typeof KINDS)[number]>;

/**
 * Reads a trace once and says how much journeys that were near in time were alike. A percentile is
 * judged by the share of values beyond it.
 */
export async function designEffects(
  run: ToldRun,
  measures: readonly Measure[],
): Promise<DesignEffects> {
  const counts = new BlockCounts(measures, run.summary.metadata.scenarioMs);
  for await (const event of recordedEvents(run, KINDS)) counts.accept(event);
  return (measure) => counts.effect(measure);
}

/** Counts what each figure is made of, block by block. */
class BlockCounts {
  readonly #counted: ReadonlyMap<Measure, Blocks>;
  readonly #bySelector = new Map<string, Measure[]>();
  /** Certificates of the journeys under way. */
  readonly #types = new Map<number, string>();
  readonly #blockMs: number;

  constructor(measures: readonly Measure[], scenarioMs: number) {
    this.#counted = new Map(measures.map((measure) => [measure, new Blocks()]));
    for (const measure of measures) {
      const others = this.#bySelector.get(measure.selector) ?? [];
      this.#bySelector.set(measure.selector, [...others, measure]);
    }
    this.#blockMs = Math.max(1, scenarioMs) / BLOCKS;
  }

  effect(measure: Measure): number {
    return this.#counted.get(measure)?.effect(measure.kind) ?? 1;
  }

  accept(event: Counted): void {
    const block = Math.min(BLOCKS - 1, Math.max(0, Math.floor(event.t / this.#blockMs)));
    switch (event.kind) {
      case 'arrived':
        this.#types.set(event.journey, event.type);
        break;
      case 'stage':
        this.#took(`stage_duration{stage:${event.stage}}`, block, event.ms);
        break;
      case 'queued':
        this.#took('kiosk_waiting', block, event.ms);
        break;
      case 'asked-again':
        this.#happened('asked_again', block, 1, 0);
        break;
      case 'ended':
        this.#ended(event, block);
        break;
    }
  }

  #ended({ outcome, ms, journey }: EventOf<'ended'>, block: number): void {
    const isBroken = outcome === 'failed' || outcome === 'timed-out';
    this.#happened('journeys_broken', block, Number(isBroken));
    this.#happened('journeys{outcome:refused}', block, Number(outcome === 'refused'));
    this.#happened('journeys{outcome:abandoned}', block, Number(outcome === 'abandoned'));
    this.#happened('asked_again', block, 0);
    const type = this.#types.get(journey);
    this.#types.delete(journey);
    if (outcome !== 'completed' && outcome !== 'timed-out') return;
    this.#took('journey_duration', block, ms);
    this.#took(`journey_duration{type:${type}}`, block, ms);
    this.#happened('share_over_180s', block, Number(ms > JOURNEY_TARGET_MS));
  }

  #took(selector: string, block: number, ms: number): void {
    for (const measure of this.#bySelector.get(selector) ?? []) {
      const isBeyond = ms > (measure.value ?? Number.POSITIVE_INFINITY);
      this.#counted.get(measure)?.add(block, Number(isBeyond));
    }
  }

  #happened(selector: string, block: number, hits: number, samples = 1): void {
    for (const measure of this.#bySelector.get(selector) ?? []) {
      this.#counted.get(measure)?.add(block, hits, samples);
    }
  }
}
