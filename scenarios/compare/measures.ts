import { METRICS } from '../judging/metrics.ts';
import type { MetricTold, RunTelling } from './compared-run.ts';
import { type Distribution, distributionOf } from './distribution.ts';

/** Percentiles that are compared, in per cent. */
export const PERCENTS = [50, 90, 95, 99] as const;

/** Fewer values beyond a percentile than this say nothing of where it lies. */
export const LEAST_BEYOND = 10;

/** Fewer journeys than this say nothing of a share. */
const LEAST_JOURNEYS = 20;

/** One figure of a run; for all of them less is better. */
export interface Measure {
  /** e.g. `stage_duration{stage:issue}`. */
  readonly selector: string;
  /** e.g. `p(95)`, or `rate`. */
  readonly aggregation: string;
  readonly kind: 'quantile' | 'share' | 'frequency';
  /** Of samples: durations, or journeys. */
  readonly samples: number;
  /** Events that are counted, or durations beyond the percentile. */
  readonly hits: number;
  /** ms, or events per journey; undefined if there is nothing to measure. */
  readonly value: number | undefined;
  /** Whether there is enough of it to be judged. */
  readonly enough: boolean;
  /** Of a percentile alone: 0–1. */
  readonly share?: number;
  readonly distribution?: Distribution;
}

/** Everything of a run that is compared, in a fixed order; less is better for all. */
export function measuresOf(run: RunTelling): readonly Measure[] {
  return [...trendMeasures(run), ...countMeasures(run)];
}

/** `name`, or `name{tag:value}`. */
export function selectorOf({ name, tags }: Pick<MetricTold, 'name' | 'tags'>): string {
  const parts = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`);
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}

/** Trends in the order of their definitions: journeys, stages one by one, waiting. */
export function trendsOf({ results }: RunTelling): readonly (MetricTold & { type: 'trend' })[] {
  const rank = (metric: MetricTold) => [...METRICS.keys()].indexOf(metric.name);
  return results.metrics
    .filter((metric): metric is MetricTold & { type: 'trend' } => metric.type === 'trend')
    .filter(({ name, tags }) => name !== 'stage_duration' || Object.keys(tags).length > 0)
    .map((metric, index) => ({ metric, index }))
    .sort((a, b) => rank(a.metric) - rank(b.metric) || a.index - b.index)
    .map(({ metric }) => metric);
}

function trendMeasures(run: RunTelling): readonly Measure[] {
  return trendsOf(run).flatMap((metric) => {
    const distribution = distributionOf(metric.histogram);
    const { count } = distribution;
    return PERCENTS.map((percent): Measure => {
      const share = percent / 100;
      const value = count === 0 ? undefined : distribution.quantileMs(share);
      const hits = value === undefined ? 0 : count - distribution.countUpTo(value);
      return {
        selector: selectorOf(metric),
        aggregation: percent === 50 ? 'med' : `p(${percent})`,
        kind: 'quantile',
        samples: count,
        hits,
        value,
        enough: count * Math.min(share, 1 - share) >= LEAST_BEYOND,
        share,
        distribution,
      };
    });
  });
}

function countMeasures(run: RunTelling): readonly Measure[] {
  const { completed, refused, failed, timedOut, abandoned } = run.results.counts;
  const ended = completed + refused + failed + timedOut + abandoned;
  const count = (selector: string) => {
    const metric = run.results.metrics.find((one) => selectorOf(one) === selector);
    return metric?.type === 'counter' ? metric.values.count : 0;
  };
  const timed = completed + timedOut;
  return [
    counted('share_over_180s', 'share', count('tx_over_180s'), timed),
    counted('journeys_broken', 'share', failed + timedOut, ended),
    counted('journeys{outcome:refused}', 'share', refused, ended),
    counted('journeys{outcome:abandoned}', 'share', abandoned, ended),
    counted('asked_again', 'frequency', count('asked_again'), ended),
    counted('wrong_documents', 'frequency', count('wrong_documents'), ended),
  ];
}

function counted(
  selector: string,
  kind: 'share' | 'frequency',
  hits: number,
  samples: number,
): Measure {
  const value = samples === 0 ? undefined : hits / samples;
  const aggregation = kind === 'share' ? 'rate' : 'per journey';
  return { selector, aggregation, kind, samples, hits, value, enough: samples >= LEAST_JOURNEYS };
}
