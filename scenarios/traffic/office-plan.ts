import { z } from 'zod';
import type { ProblemCode } from '../../server/problems.ts';
import { type Office, OfficeOperation } from '../../server/register/office.ts';
import { DAY_MS, msOfDay } from '../../sim/civil-time.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { durationMs, instantMs, TimeOfDay, timeOfDayMs } from '../../sim/units.ts';

/** What offices enter during a run, and when. */
export const OfficePlan = z
  .array(
    z.strictObject({
      day: z.int().min(1).default(1).describe('Day of the run, the first is 1'),
      at: TimeOfDay.describe('Time of day; what lies before the start is entered as it begins'),
      enter: OfficeOperation,
    }),
  )
  .describe('What offices enter during the run');
export type OfficePlan = z.infer<typeof OfficePlan>;

export interface OfficePlanPorts {
  readonly office: Office;
  readonly runner: Runner;
  /** Civil time, in ms since 1970-01-01T00:00Z, of the runner's t = 0. */
  readonly originMs: number;
  /** Told of an operation that the office would not do, and which of the plan it is, from 0. */
  readonly onRefused: (operation: OfficeOperation, code: ProblemCode, index: number) => void;
}

/** Enters what is planned, each at its time; what has the same time in the order it is written. */
export function* carryOut(plan: OfficePlan, ports: OfficePlanPorts): Process {
  const { office, runner, originMs, onRefused } = ports;
  const due = plan.map((entry, index) => ({ atMs: dueMs(entry, originMs), entry, index }));
  due.sort((one, other) => one.atMs - other.atMs);
  for (const { atMs, entry, index } of due) {
    const waitMs = atMs - runner.now();
    if (waitMs > 0) yield sleep(waitMs);
    const outcome = yield* office.perform(entry.enter, originMs + runner.now());
    if (!outcome.ok) onRefused(entry.enter, outcome.code, index);
  }
}

/** Entries of a plan that could never be made in a scenario: where, and the remedy. */
export function whyNotEntered({
  office,
  municipality,
  start,
  duration,
}: {
  readonly office: OfficePlan;
  readonly municipality: { readonly code: string };
  readonly start: string;
  readonly duration: string;
}): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  return office.flatMap((entry, index) => {
    const complaints = [];
    if (entry.enter.municipality !== municipality.code) {
      const path = ['office', index, 'enter', 'municipality'];
      complaints.push({ path, message: `only the office of ${municipality.code} is in this run` });
    }
    if (dueMs(entry, instantMs(start)) >= durationMs(duration)) {
      const message = 'the run would be over before: it must lie within the duration';
      complaints.push({ path: ['office', index, 'at'], message });
    }
    return complaints;
  });
}

/** When an entry is due, ms after a beginning at the civil instant `originMs`. */
export function dueMs({ day, at }: OfficePlan[number], originMs: number): number {
  const midnightMs = originMs - msOfDay(originMs);
  return Math.max(0, midnightMs + (day - 1) * DAY_MS + timeOfDayMs(at) - originMs);
}
