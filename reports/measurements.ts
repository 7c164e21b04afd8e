import type { Judgement, MetricRecord } from '../scenarios/judging/result.ts';
import { Histogram } from '../sim/histogram.ts';
import type { SinkRecord } from '../sim/metric.ts';

/** The published target of a whole journey, 受付から交付まで3分ほど (S1), after which metrics are named. */
export const TARGET_MS = 180_000;

const QUICK_MS = 60_000;

/** A stage and who takes its time, told to the reports by whoever knows the devices. */
export interface StageActor {
  readonly stage: string;
  readonly actor: Actor;
}

export type Actor = 'citizen' | 'device' | 'server';

/** Where the measured durations of a trend lie, ms. */
export interface TrendFigures {
  readonly count: number;
  readonly sumMs: number;
  readonly meanMs: number;
  readonly minMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What a trend has seen; undefined if that is nothing. */
export function figuresOf(sink: SinkRecord | undefined): TrendFigures | undefined {
  if (sink?.kind !== 'trend' || sink.count === 0) return undefined;
  const histogram = Histogram.fromRecord(sink);
  const [p50Ms, p90Ms, p95Ms, p99Ms] = [50, 90, 95, 99].map((p) => histogram.percentileMs(p));
  const { count, sumMs, meanMs, minMs, maxMs } = histogram;
  histogram.dispose();
  return { count, sumMs, meanMs, minMs, p50Ms, p90Ms, p95Ms, p99Ms, maxMs } as TrendFigures;
}

/** The sub-series of exactly these tags. */
export function sinkOf(
  { metrics }: Pick<Judgement, 'metrics'>,
  name: string,
  tags: MetricRecord['tags'] = {},
): SinkRecord | undefined {
  const wanted = Object.entries(tags);
  return metrics.find(
    (metric) =>
      metric.name === name &&
      Object.keys(metric.tags).length === wanted.length &&
      wanted.every(([tag, value]) => metric.tags[tag] === value),
  )?.sink;
}

export interface StageFigures extends StageActor {
  readonly figures: TrendFigures | undefined;
}

/** The figures of every stage, in the order of the stages. */
export function stageFigures(
  result: Pick<Judgement, 'metrics'>,
  stages: readonly StageActor[],
): readonly StageFigures[] {
  return stages.map(({ stage, actor }) => ({
    stage,
    actor,
    figures: figuresOf(sinkOf(result, 'stage_duration', { stage })),
  }));
}

/** How many of the journeys that have a duration exceeded the target, counted exactly. */
export function overTarget(result: Pick<Judgement, 'metrics'>): {
  readonly over: number;
  readonly of: number;
} {
  const over = sinkOf(result, 'tx_over_180s');
  const journeys = sinkOf(result, 'journey_duration');
  return {
    over: over?.kind === 'counter' ? over.count : 0,
    of: journeys?.kind === 'trend' ? journeys.count : 0,
  };
}

/** All journeys by how they stand to the target; the four add up to those offered. */
export interface JourneyClasses {
  /** Shorter than 60 s. */
  readonly quick: number;
  /** From 60 s to 180 s. */
  readonly within: number;
  /** Longer than 180 s. */
  readonly over: number;
  /** Refused, failed, abandoned or in flight: without the duration of a whole journey. */
  readonly without: number;
}

/** Counts journeys by class; bins of a width that divides a minute count those below it exactly. */
export function journeyClasses(
  result: Pick<Judgement, 'metrics' | 'durations' | 'counts'>,
): JourneyClasses {
  const { over, of } = overTarget(result);
  const { widthMs, counts } = result.durations;
  const quick = counts.slice(0, Math.floor(QUICK_MS / widthMs)).reduce((sum, n) => sum + n, 0);
  return { quick, within: of - quick - over, over, without: result.counts.offered - of };
}
