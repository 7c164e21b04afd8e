import type { RateSegment } from '../../sim/rate-curve.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import type { Scenario } from '../scenario.ts';
import { isListed, rateCurve, type Workload } from '../traffic/workloads.ts';
import { K6_TIME_UNIT, type K6Window, k6Duration, k6Stages, rateAt } from './k6-stages.ts';

/** A workload as it stands in k6’s `options.scenarios`. */
export interface K6Scenario {
  readonly executor: string;
  readonly [field: string]: unknown;
}

/** A workload in k6’s words; or why k6 cannot drive it. */
export type K6Reading =
  | {
      readonly kind: 'driven';
      readonly k6: K6Scenario;
      /** How many citizens come, where the server does not set the pace. */
      readonly expected: number | undefined;
    }
  | { readonly kind: 'not-driven'; readonly why: string };

/** How long an iteration takes: usually, and where the server is slow. */
const USUAL_S = 2;
const SLOW_S = 20;

/** Longer than all answers of one iteration that never come. */
const GRACEFUL_STOP = '75s';

/** What a workload is under k6, over a part of its scenario. */
export function k6Scenario(workload: Workload, scenario: Scenario, window: K6Window): K6Reading {
  if (isListed(workload)) {
    const why = `${workload.executor} says who comes at which instant, which k6 cannot`;
    return { kind: 'not-driven', why };
  }
  const startMs = durationMs(workload.startTime);
  const runMs = durationMs(scenario.duration) - startMs;
  const rates = rateCurve(workload, instantMs(scenario.start) + startMs, runMs);
  const own = { ...window, fromMs: window.fromMs - startMs, toMs: window.toMs - startMs };
  if (rates === undefined) return closed(workload, own);
  const demand = workload.executor === 'calendar' ? workload.demand : undefined;
  // An iteration is one certificate, and whoever wants two comes twice.
  const scale = demand === undefined ? 1 : new DemandRate(demand).meanCopies;
  const expected = expectedIn(rates.segments, own) * scale;
  if (expected === 0) return { kind: 'not-driven', why: NOBODY };
  const { startRate, stages, peakPerSecond } = k6Stages(rates.segments, own, scale);
  const k6 = {
    executor: 'ramping-arrival-rate',
    startRate,
    timeUnit: K6_TIME_UNIT,
    stages,
    preAllocatedVUs: Math.ceil(peakPerSecond * USUAL_S) + 1,
    maxVUs: Math.ceil(peakPerSecond * SLOW_S) + 10,
    gracefulStop: GRACEFUL_STOP,
  };
  return { kind: 'driven', k6, expected };
}

const NOBODY = 'nobody comes then: name another part of the scenario with --from and --for';

/** Fields of a closed workload that are spans of time. */
const SPANS = ['duration', 'maxDuration', 'gracefulStop', 'gracefulRampDown'];

/** One whose citizens come back has the same fields under k6, and the server sets its pace. */
function closed(workload: Workload, { fromMs, toMs, speed }: K6Window): K6Reading {
  if (fromMs > 0) {
    const why = `${workload.executor} cannot be begun in its midst: leave out --from`;
    return { kind: 'not-driven', why };
  }
  if (toMs <= 0) return { kind: 'not-driven', why: NOBODY };
  const quick = (span: string) => k6Duration(durationMs(span) / speed);
  const { startTime: _, tags, stages, ...fields } = workload as Workload & ClosedFields;
  const spans = Object.entries(fields).map(([name, value]) => [
    name,
    SPANS.includes(name) ? quick(value as string) : value,
  ]);
  const k6 = {
    ...(Object.fromEntries(spans) as K6Scenario),
    ...(stages === undefined
      ? {}
      : { stages: stages.map((each) => ({ ...each, duration: quick(each.duration) })) }),
    ...(fromMs === 0 ? {} : { startTime: k6Duration(-fromMs / speed) }),
    gracefulStop: GRACEFUL_STOP,
  };
  return { kind: 'driven', k6, expected: undefined };
}

interface ClosedFields {
  readonly tags?: unknown;
  readonly stages?: readonly { readonly duration: string; readonly target: number }[];
}

/** The citizens expected of a curve within a part of its time. */
function expectedIn(segments: readonly RateSegment[], { fromMs, toMs }: K6Window): number {
  return segments.reduce((sum, segment) => {
    const [from, to] = [Math.max(fromMs, segment.fromMs), Math.min(toMs, segment.toMs)];
    if (to <= from) return sum;
    return sum + ((rateAt(segment, from) + rateAt(segment, to)) / 2) * ((to - from) / 1000);
  }, 0);
}
