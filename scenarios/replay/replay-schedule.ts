import { readTrace } from '../../sim/trace.ts';
import { executeVirtual } from '../execution.ts';
import { unending } from '../judging/thresholds.ts';
import type { Scenario } from '../scenario.ts';
import { type EventOf, TraceEvent } from '../trace-events.ts';
import { isListed, isOpen } from '../traffic/workloads.ts';
import type { Lines, ReplayPorts } from './replay.ts';

/** What came of repeating the choices of a live run. */
export type Rescheduled =
  | {
      readonly kind: 'same';
      /** Citizens who came at the same distances, to the same kiosk, with the same wish. */
      readonly citizens: number;
      /** By how much all of a workload came later at most, as it took the run to begin, ms. */
      readonly laterMs: number;
      /** Citizens of closed workloads, whom only the clock lets come back: not compared. */
      readonly leftToTheClock: number;
    }
  | {
      readonly kind: 'different';
      /** Which citizen of which workload, from 0. */
      readonly citizen: string;
      readonly recorded: string | undefined;
      readonly repeated: string | undefined;
    };

/**
 * Repeats a live run's schedule in virtual time: who comes when, to which kiosk, and what for. All
 * else is the clock's, among it how long the run took to begin. A run that was cut off is compared
 * as far as it came.
 */
export async function replaySchedule(
  lines: Lines,
  scenario: Scenario,
  seed: number,
  { fidelity, signal, breathe, altered = (event) => event }: ReplayPorts,
): Promise<Rescheduled> {
  const recorded = new Schedule(scenario);
  let isWhole = false;
  for await (const event of readTrace(lines, TraceEvent)) {
    if (event.kind === 'arrived') recorded.add(event);
    if (event.kind === 'run-ended') isWhole = event.reason === 'finished';
  }
  const repeated = new Schedule(scenario);
  // When a threshold ends a run is the clock’s as well.
  await executeVirtual(unending(scenario), seed, fidelity, {
    record: (event) => {
      const told = altered(event);
      if (told.kind === 'arrived') repeated.add(told);
    },
    signal,
    breathe,
    onProgress: () => {},
  });
  return difference(recorded, repeated, isWhole) ?? recorded.same(repeated);
}

interface Coming {
  readonly dueMs: number;
  /** Where to, who, and what for, as JSON. */
  readonly choices: string;
}

/** Citizens of a run by workload, in the order in which they were due. */
class Schedule {
  readonly workloads = new Map<string, Coming[]>();
  readonly #scheduled: ReadonlySet<string>;
  #others = 0;

  constructor({ workloads }: Scenario) {
    const scheduled = Object.entries(workloads).filter(([, it]) => isOpen(it) || isListed(it));
    this.#scheduled = new Set(scheduled.map(([name]) => name));
  }

  add({ t, workload, kiosk, municipality, resident, owner, age, type }: EventOf<'arrived'>): void {
    if (!this.#scheduled.has(workload)) {
      this.#others += 1;
      return;
    }
    const citizens = this.workloads.get(workload) ?? [];
    this.workloads.set(workload, citizens);
    const choices = JSON.stringify({ kiosk, municipality, resident, owner, age, type });
    citizens.push({ dueMs: t, choices });
  }

  /** By how much the workload’s citizens come later than those of another run, ms. */
  laterMs(workload: string, than: Schedule): number {
    const [one] = this.workloads.get(workload) ?? [];
    const [other] = than.workloads.get(workload) ?? [];
    return one === undefined || other === undefined ? 0 : one.dueMs - other.dueMs;
  }

  same(repeated: Schedule): Rescheduled {
    const citizens = [...this.workloads.values()].reduce((sum, { length }) => sum + length, 0);
    const names = [...this.workloads.keys()];
    const laterMs = Math.max(0, ...names.map((name) => this.laterMs(name, repeated)));
    return { kind: 'same', citizens, laterMs, leftToTheClock: this.#others };
  }
}

function difference(one: Schedule, other: Schedule, isWhole: boolean): Rescheduled | undefined {
  for (const name of new Set([...one.workloads.keys(), ...other.workloads.keys()])) {
    const recorded = one.workloads.get(name) ?? [];
    const repeated = other.workloads.get(name) ?? [];
    const laterMs = one.laterMs(name, other);
    const count = isWhole ? Math.max(recorded.length, repeated.length) : recorded.length;
    for (let index = 0; index < count; index++) {
      const [was, is] = [recorded[index], repeated[index]];
      if (was?.choices === is?.choices && isDue(was, is, laterMs)) continue;
      const citizen = `${name}/${index}`;
      return { kind: 'different', citizen, recorded: told(was), repeated: told(is) };
    }
  }
  return undefined;
}

/** Instants are in whole µs, so that two of them can be rounded apart. */
const ROUNDING_MS = 0.0015;

function isDue(was: Coming | undefined, is: Coming | undefined, laterMs: number): boolean {
  if (was === undefined || is === undefined) return was === is;
  return laterMs >= 0 && Math.abs(was.dueMs - is.dueMs - laterMs) < ROUNDING_MS;
}

function told(coming: Coming | undefined): string | undefined {
  return coming && `due at ${coming.dueMs} ms, ${coming.choices}`;
}
