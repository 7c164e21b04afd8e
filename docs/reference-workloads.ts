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
  rush: { executor: poisson-arrival-rate, rate: 15, timeUnit: 1m, duration: 15m }`,
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
  'ramping-vus': `workloads:
  crowd:
    executor: ramping-vus
    startVUs: 0
    stages:
      - { duration: 10m, target: 30 }
      - { duration: 30m, target: 30 }
      - { duration: 10m, target: 0 }
    gracefulRampDown: 2m`,
  'per-vu-iterations': `workloads:
  each: { executor: per-vu-iterations, vus: 10, iterations: 5, maxDuration: 2h }`,
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
  replay: `workloads:
  april:
    executor: replay
    file: logs/april.csv.gz
    columns: { time: issued_at, type: cert, store: shop }
    from: 2015-04-06T06:30:00+09:00
    speed: 10`,
};

const LIKE_K6 = `
### Several workloads, and k6

Workloads run side by side, each from its \`startTime\` on, and a threshold can ask for one of them
(\`journeys{workload:rush}\`) or for all with a tag of theirs (\`journeys{area:north}\`). Executors,
fields and defaults are k6’s, but for these:

- \`preAllocatedVUs\` and \`maxVUs\` are left out: whoever is due comes, so nobody has to be kept
  ready, and nobody is dropped.
- Rates need not be whole numbers: \`rate: 0.5\` is \`rate: 30\` with \`timeUnit: 1m\`.
- k6 begins the first iteration at once. Here the n-th citizen of an even rate is due when n − ½ are
  expected, so that every stretch of time has its share.
- Nobody is sent away unless \`gracefulStop\` or \`gracefulRampDown\` is written. k6 interrupts
  after 30s, and a journey takes three minutes. Whoever is sent away abandons, in front of the
  kiosk as well as at it; who is paying or has paid stays until the paper is there.
- A workload of iterations goes on for as long as the run, unless \`maxDuration\` is written
  (k6: 10m).
- What k6 tags as \`scenario\` is tagged as \`workload\`.

A rate by which nobody would come, one of more than 100,000 a second, and a population that never is
there are refused before the run.`;

/** The executors one by one, from the schema of one workload. */
export function executors(workload: JsonSchema): readonly string[] {
  const each = [...(workload.oneOf ?? workload.anyOf ?? [])].flatMap((value) => {
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
  return [...each, LIKE_K6.trim()];
}
