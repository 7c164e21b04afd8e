import { JOURNEY_OUTCOMES, type JourneyOutcome } from '../../devices/events.ts';
import { JOURNEY_TARGET_MS, STAGES } from '../../devices/kiosk/stages.ts';
import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import type { MetricDefinition } from '../../sim/metric.ts';
import type { Watch } from '../trace-events.ts';
import { ORACLES } from './oracles.ts';

/** Takes one sample of a metric: whose, when, and how much. `part` is its stage or outcome. */
export type TakeSample = (journey: number, t: number, value: number, part?: string) => void;

/** A metric, and what in a trace is a sample of it. */
export interface Metric extends Omit<MetricDefinition, 'tags'> {
  /** Tags whose values are the same in every scenario. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** What a sample says of itself; the rest is said of its journey. */
  readonly part?: 'stage' | 'outcome';
  /** The tag whose values are always told apart. */
  readonly apart?: 'type' | 'stage' | 'outcome';
  /** Where its samples come from; those of wrong documents come from the oracles. */
  readonly samples?: (take: TakeSample) => Watch;
}

const type = CERTIFICATE_TYPES;

/** Every metric a run has; thresholds can speak of these and no others. */
const ALL: readonly Metric[] = [
  {
    name: 'journey_duration',
    kind: 'trend',
    description: 'Whole journeys from the instant the citizen was due, completed or timed out, ms',
    tags: { type },
    apart: 'type',
    samples: (take) => ({
      ended: ({ journey, t, outcome, ms }) => {
        if (isTimed(outcome)) take(journey, t, ms);
      },
    }),
  },
  {
    name: 'stage_duration',
    kind: 'trend',
    description: 'Stages of all journeys, ms',
    tags: { stage: STAGES, type },
    part: 'stage',
    apart: 'stage',
    samples: (take) => ({ stage: ({ journey, t, ms, stage }) => take(journey, t, ms, stage) }),
  },
  {
    name: 'kiosk_waiting',
    kind: 'trend',
    description: 'Waiting in front of a busy kiosk, of those who had to wait and did not leave, ms',
    tags: { type },
    samples: (take) => ({ queued: ({ journey, t, ms }) => take(journey, t, ms) }),
  },
  {
    name: 'journeys',
    kind: 'counter',
    description: 'Journeys that have ended',
    tags: { outcome: JOURNEY_OUTCOMES, type },
    part: 'outcome',
    apart: 'outcome',
    samples: (take) => ({ ended: ({ journey, t, outcome }) => take(journey, t, 1, outcome) }),
  },
  {
    name: 'tx_over_180s',
    kind: 'counter',
    description: 'Journeys of journey_duration longer than 180,000.0 ms, counted exactly',
    tags: { type },
    samples: (take) => ({
      ended: ({ journey, t, outcome, ms }) => {
        if (isTimed(outcome) && ms > JOURNEY_TARGET_MS) take(journey, t, 1);
      },
    }),
  },
  {
    name: 'share_over_180s',
    kind: 'rate',
    description: 'tx_over_180s as a share of journey_duration’s samples',
    tags: { type },
    samples: (take) => ({
      ended: ({ journey, t, outcome, ms }) => {
        if (isTimed(outcome)) take(journey, t, ms > JOURNEY_TARGET_MS ? 1 : 0);
      },
    }),
  },
  {
    name: 'journeys_broken',
    kind: 'rate',
    description: 'Journeys that failed or timed out, as a share of all that ended',
    tags: { type },
    samples: (take) => ({
      ended: ({ journey, t, outcome }) => {
        take(journey, t, outcome === 'failed' || outcome === 'timed-out' ? 1 : 0);
      },
    }),
  },
  {
    name: 'asked_again',
    kind: 'counter',
    description: 'Requests a kiosk had to repeat, whatever became of them',
    tags: { stage: STAGES, type },
    part: 'stage',
    samples: (take) => ({ 'asked-again': ({ journey, t, stage }) => take(journey, t, 1, stage) }),
  },
  {
    name: 'wrong_documents',
    kind: 'counter',
    description: 'Violations found by the oracles',
    tags: { oracle: ORACLES.map(({ name }) => name) },
  },
];

/** All metrics by name. */
export const METRICS: ReadonlyMap<string, Metric> = new Map(
  ALL.map((metric) => [metric.name, metric]),
);

/** Whether a journey that ended so counts in durations. */
function isTimed(outcome: JourneyOutcome): boolean {
  return outcome === 'completed' || outcome === 'timed-out';
}
