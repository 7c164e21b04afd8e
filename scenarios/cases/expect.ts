import { z } from 'zod';
import { JOURNEY_OUTCOMES } from '../../devices/events.ts';
import { STAGES } from '../../devices/kiosk/stages.ts';
import { Duration } from '../../sim/units.ts';
import type { PlannedFault } from '../injection/fault.ts';
import { ORACLES } from '../judging/oracles.ts';
import { TraceEvent } from '../trace-events.ts';

const COUNT = /^(<=|>=|==|!=|<|>)\s*(\d+)$/;

const NO_COUNT = "write a number such as 0 or 3, or a comparison such as '>=1'";

/** How often something has to be: a number, or a comparison in k6’s grammar. */
const Count = z
  .union([z.int(NO_COUNT).min(0, NO_COUNT), z.string().regex(COUNT, NO_COUNT)], {
    error: NO_COUNT,
  })
  .describe('A number, or a comparison such as ">=1"');

const InBothLanguages = z.strictObject({
  ja: z.string().min(1).describe('In Japanese'),
  en: z.string().min(1).describe('In English'),
});

/** A trouble case: something that happened, and what the scenario makes of it. */
export const TroubleCase = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Z]+-\d+[a-z]?$/, 'write an id such as MI-1 or OUT-7')
      .describe('What it is called in the case book, e.g. MI-1'),
    happened: InBothLanguages.describe('What happened, where and when'),
    source: z.string().min(1).describe('Where it is from, e.g. P10–P14; see docs/sources.md'),
    injected: InBothLanguages.describe('What is done to provoke it'),
    observed: InBothLanguages.describe('What must be seen if the harness is to be of any use'),
  })
  .describe('What the scenario repeats of what has happened somewhere');
export type TroubleCase = z.infer<typeof TroubleCase>;

const ExpectedEnds = z
  .strictObject({
    outcome: z.enum(JOURNEY_OUTCOMES).optional().describe('How they end; any without'),
    stage: z
      .enum(['queue', ...STAGES])
      .optional()
      .describe('Where they end; anywhere without'),
    reason: z.string().optional().describe('Why: a code such as card-not-registered, or words'),
    count: Count,
  })
  .refine(({ outcome, stage, reason }) => (outcome ?? stage ?? reason) !== undefined, {
    error: 'say which journeys: outcome, stage or reason',
  });

const Fields = z.strictObject({
  violations: z
    .record(z.string(), Count)
    .default({})
    .describe('Violations by oracle; oracles that are not named must find none'),
  notices: z
    .record(z.string(), Count)
    .default({})
    .describe('What oracles tell that is no violation, e.g. an error that a success covered up'),
  excused: z
    .record(z.string(), Count)
    .default({})
    .describe('What would be violations, had the scenario not asked for the fault behind them'),
  journeys: z.array(ExpectedEnds).default([]).describe('How many journeys end in which way'),
  events: z
    .record(z.string(), Count)
    .default({})
    .describe('Events of the trace by kind, e.g. refunded'),
  struck: z
    .record(z.string(), Count)
    .default({})
    .describe(
      'How often each fault has an effect, by its name such as link.cut#1; what is not named ' +
        'must have one at least, or the case would show nothing',
    ),
  recovered: z
    .strictObject({
      within: Duration.describe('From when no fault is on any more to the last sign of trouble'),
    })
    .optional()
    .describe('The service must be as it was before the faults'),
});

/** What a run must show: judged beside thresholds and oracles, and in place of neither. */
export const Expect = Fields.extend({
  trueServer: Fields.optional().describe(
    'What the same citizens must see of the server without its mutant; without it, that nothing ' +
      'is wrong',
  ),
}).describe('What the run must show');
export type Expect = z.infer<typeof Expect>;
export type Expected = z.infer<typeof Fields>;

/** Whether a count is as it was expected. */
export function isCount(count: number, expected: number | string): boolean {
  if (typeof expected === 'number') return count === expected;
  const [, operator, bound] = COUNT.exec(expected) ?? [];
  switch (operator) {
    case '<':
      return count < Number(bound);
    case '<=':
      return count <= Number(bound);
    case '>':
      return count > Number(bound);
    case '>=':
      return count >= Number(bound);
    case '!=':
      return count !== Number(bound);
    default:
      return count === Number(bound);
  }
}

/** An expectation as it is told: `==3` of 3. */
export function countSource(expected: number | string): string {
  return typeof expected === 'number' ? `==${expected}` : expected.replaceAll(' ', '');
}

/** Names of planned faults in their run: each is numbered among its kind, from 1. */
export function faultNames(faults: readonly Pick<PlannedFault, 'kind'>[]): string[] {
  const numbers = new Map<string, number>();
  return faults.map(({ kind }) => {
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    return `${kind}#${number}`;
  });
}

interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Expectations that nothing could ever meet: where, and the remedy. */
export function whyNotExpected({
  expect,
  faults,
  server,
}: {
  readonly expect?: Expect | undefined;
  readonly faults: readonly PlannedFault[];
  readonly server: object;
}): readonly Complaint[] {
  if (expect === undefined) return [];
  const { trueServer, ...own } = expect;
  const below = (path: string, complaints: readonly Complaint[]) =>
    complaints.map((complaint) => ({ ...complaint, path: [path, ...complaint.path] }));
  const complaints = [...unmeetable(own, faults)];
  if (trueServer !== undefined) {
    complaints.push(...below('trueServer', unmeetable(trueServer, faults)));
    if (!('mutant' in server) || server.mutant === undefined) {
      const message = 'the server is the true one: this is for scenarios with server.mutant';
      complaints.push({ path: ['trueServer'], message });
    }
  }
  return below('expect', complaints);
}

type CountsByName = 'violations' | 'notices' | 'excused' | 'struck' | 'events';

function unmeetable(expected: Expected, faults: readonly PlannedFault[]): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const know = (field: CountsByName, what: string, known: string[]) => {
    for (const name of Object.keys(expected[field])) {
      if (known.includes(name)) continue;
      const message = `there is no ${what} “${name}”; there are ${known.join(', ') || 'none'}`;
      complaints.push({ path: [field, name], message });
    }
  };
  const oracles = ORACLES.map(({ name }) => name);
  for (const field of ['violations', 'notices', 'excused'] as const) know(field, 'oracle', oracles);
  know('struck', 'fault', faultNames(faults));
  know('events', 'event', EVENT_KINDS);
  if (expected.recovered !== undefined && faults.length === 0) {
    const message = 'there are no faults to recover from: plan one in faults';
    complaints.push({ path: ['recovered'], message });
  }
  return complaints;
}

const EVENT_KINDS: string[] = TraceEvent.options.flatMap((part) =>
  part.options.map(({ shape }) => shape.kind.value),
);
