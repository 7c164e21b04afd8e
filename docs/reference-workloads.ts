import assert from 'node:assert/strict';
import { code, fence, table } from './markdown.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

/** A workload of each kind, as it stands in a scenario. */
const EXAMPLES: Readonly<Record<string, string>> = {
  calendar: `workloads:
  day:
    executor: calendar
    perDay: 168
    factors: { monday: 1.25, march: 1.35 }
    bands:
      - { from: '06:30', to: '08:30', share: 4.1 }
      - { from: '08:30', to: '17:15', share: 72.3, hourly: { 8: 8, 9: 13, 10: 16, 11: 13, 12: 8,
          13: 12, 14: 12, 15: 10, 16: 8, 17: 3 } }
      - { from: '17:15', to: '23:00', share: 23.6 }`,
  'poisson-arrival-rate': `workloads:
  rush: { executor: poisson-arrival-rate, rate: 0.25, duration: 15m }`,
  'constant-arrival-rate': `workloads:
  metronome: { executor: constant-arrival-rate, rate: 2, duration: 10m, startTime: 1m }`,
  'ramping-arrival-rate': `workloads:
  ramp:
    executor: ramping-arrival-rate
    startRate: 0.1
    stages:
      - { duration: 10m, target: 1 }
      - { duration: 20m, target: 1 }
      - { duration: 5m, target: 0 }`,
  'constant-vus': `workloads:
  regulars: { executor: constant-vus, vus: 20, duration: 30m }`,
  'shared-iterations': `workloads:
  hundred: { executor: shared-iterations, vus: 10, iterations: 100 }`,
  visits: `workloads:
  two:
    executor: visits
    citizens:
      - { at: 0s, kiosk: in-001, resident: 17, type: resident-record, as: day/311 }
      - { at: 40s, kiosk: in-002, resident: 4, type: tax, requestAt: 2m30s }`,
  'pair-gap': `workloads:
  pairs: { executor: pair-gap, gap: { to: 1s, step: 250ms }, pairs: 10, same: second }`,
};

/** The executors one by one, from the schema of one workload. */
export function executors(workload: JsonSchema): readonly string[] {
  return [...(workload.oneOf ?? workload.anyOf ?? [])].flatMap((value) => {
    const schema = schemaOf(value);
    const name = String(schemaOf(schema.properties?.['executor']).const);
    const example = EXAMPLES[name];
    assert(example !== undefined, `the reference has no example of the executor ${name}`);
    return [
      [`### ${code(name)}`, '', `${schema.description}.`],
      table(HEADINGS, fieldRows(fieldsOf(schema))),
      fence('yaml', example),
    ].map((part) => part.join('\n'));
  });
}
