import { JOURNEY_OUTCOMES } from '../../devices/events.ts';
import { STAGES } from '../../devices/kiosk/stages.ts';
import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import type { MetricDefinition } from '../../sim/metric.ts';
import { ORACLES } from './oracles.ts';

/** Every metric a run has, by name; thresholds can speak of these and no others. */
const DEFINITIONS: readonly MetricDefinition[] = [
  {
    name: 'journey_duration',
    kind: 'trend',
    description: 'Whole journeys from the instant the citizen was due, completed or timed out, ms',
    tags: { type: CERTIFICATE_TYPES },
  },
  {
    name: 'stage_duration',
    kind: 'trend',
    description: 'Stages of all journeys, ms',
    tags: { stage: STAGES },
  },
  {
    name: 'kiosk_waiting',
    kind: 'trend',
    description: 'Waiting in front of a busy kiosk, of those who had to wait and did not leave, ms',
    tags: {},
  },
  {
    name: 'journeys',
    kind: 'counter',
    description: 'Journeys that have ended',
    tags: { outcome: JOURNEY_OUTCOMES },
  },
  {
    name: 'tx_over_180s',
    kind: 'counter',
    description: 'Journeys of journey_duration longer than 180,000.0 ms, counted exactly',
    tags: {},
  },
  {
    name: 'share_over_180s',
    kind: 'rate',
    description: 'tx_over_180s as a share of journey_duration’s samples',
    tags: {},
  },
  {
    name: 'journeys_broken',
    kind: 'rate',
    description: 'Journeys that failed or timed out, as a share of all that ended',
    tags: {},
  },
  {
    name: 'asked_again',
    kind: 'counter',
    description: 'Requests a kiosk had to repeat, whatever became of them',
    tags: {},
  },
  {
    name: 'wrong_documents',
    kind: 'counter',
    description: 'Violations found by the oracles',
    tags: { oracle: ORACLES.map(({ name }) => name) },
  },
];

export const METRICS: ReadonlyMap<string, MetricDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);
