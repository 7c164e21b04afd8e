/** A family of metrics as OpenMetrics names it. */
export interface Family {
  /** Without the suffix of its samples. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'info';
  readonly help: string;
  readonly unit?: 'seconds';
  /** The metric of the run it is made from, and the tag it is split by. */
  readonly metric?: string;
  readonly tag?: string;
  /** Upper bounds in seconds. */
  readonly buckets?: readonly number[];
}

/** Ways in which a journey can end, in the order of the counts. */
export const OUTCOMES = ['completed', 'refused', 'failed', 'timed-out', 'abandoned'] as const;

/** A journey takes minutes; 180 s is the published target and therefore a bound. */
const JOURNEY_BUCKETS = [30, 60, 90, 120, 150, 180, 210, 240, 300, 420, 600, 1200];

/** Stages of people take seconds to minutes, those of a server milliseconds to seconds. */
const STAGE_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 90, 120, 180, 300,
];

const WAITING_BUCKETS = [1, 5, 10, 30, 60, 120, 180, 300, 600, 1200];

/** What a run is measured by outside of kofu; a live run serves what is known before its end. */
export const FAMILIES = {
  run: { name: 'kofu_run', kind: 'info', help: 'How the run was made' },
  offered: { name: 'kofu_journeys_offered', kind: 'counter', help: 'Citizens who fell due' },
  ended: {
    name: 'kofu_journeys_ended',
    kind: 'counter',
    help: 'Journeys that ended, by outcome',
    tag: 'outcome',
  },
  inFlight: { name: 'kofu_journeys_in_flight', kind: 'gauge', help: 'Journeys under way' },
  over180s: {
    name: 'kofu_journeys_over_180s',
    kind: 'counter',
    help: 'Journeys longer than the published target of 180 s, counted exactly',
  },
  askedAgain: {
    name: 'kofu_asked_again',
    kind: 'counter',
    help: 'Requests that a kiosk had to repeat',
  },
  wrong: {
    name: 'kofu_wrong_documents',
    kind: 'counter',
    help: 'Violations found by the oracles',
  },
  journey: {
    name: 'kofu_journey_duration_seconds',
    kind: 'histogram',
    unit: 'seconds',
    help: 'Whole journeys in scenario time, from the instant the citizen was due',
    metric: 'journey_duration',
    buckets: JOURNEY_BUCKETS,
  },
  stage: {
    name: 'kofu_journey_stage_duration_seconds',
    kind: 'histogram',
    unit: 'seconds',
    help: 'Stages of journeys; those of people and devices in scenario time',
    metric: 'stage_duration',
    tag: 'stage',
    buckets: STAGE_BUCKETS,
  },
  waiting: {
    name: 'kofu_kiosk_waiting_seconds',
    kind: 'histogram',
    unit: 'seconds',
    help: 'Waiting in front of a busy kiosk, of those who had to wait',
    metric: 'kiosk_waiting',
    buckets: WAITING_BUCKETS,
  },
  scenario: {
    name: 'kofu_scenario_seconds',
    kind: 'gauge',
    unit: 'seconds',
    help: 'Scenario time that has passed',
  },
  lateness: {
    name: 'kofu_generator_lateness_seconds',
    kind: 'gauge',
    unit: 'seconds',
    help: 'How late citizens and devices were woken, in wall time, since the run began',
    tag: 'quantile',
  },
  loopDelay: {
    name: 'kofu_generator_event_loop_delay_seconds',
    kind: 'gauge',
    unit: 'seconds',
    help: 'How late the event loop of the generator was since the last reading',
    tag: 'quantile',
  },
  verdict: { name: 'kofu_verdict', kind: 'gauge', help: 'The verdicts of the run, by question' },
  exit: { name: 'kofu_exit_code', kind: 'gauge', help: 'Exit code of the run' },
} as const satisfies Record<string, Family>;
