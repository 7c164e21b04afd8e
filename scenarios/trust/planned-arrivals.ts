import type { Register } from '../../server/register/register.ts';
import { type Process, ready } from '../../sim/process.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { EventOf, Watch } from '../trace-events.ts';
import { Crowd } from '../traffic/crowd.ts';
import { offer, rateCurve } from '../traffic/workloads.ts';

/** A share of citizens who never came above which a run is void (facts: measurement.md §3, 6). */
const DROPPED_SHARE = 0.001;

/** How much later than planned citizens may be due on average, counted from the first one, ms. */
const SHIFT_MS = 20;

/** How many citizens, and when on average, as a sum. */
interface Tally {
  count: number;
  sumMs: number;
  firstMs: number;
  lastMs: number;
}

/**
 * Whether those came who were to come, when they were to come. An open workload that waits for a
 * free connection or a free user is none: citizens are dropped or come later, so that a server in
 * trouble is asked less. The plan follows from the scenario and the seed: the executor itself is
 * asked again, without anybody to serve, and its citizens are held against those in the trace.
 */
export class PlannedArrivalsWatch {
  readonly #scenario: Scenario;
  readonly #planned: readonly string[];
  readonly #came = new Map<string, Tally>();
  #began: EventOf<'run-began'> | undefined;
  #isFinished = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#planned = plannedWorkloads(scenario);
    for (const name of this.#planned) this.#came.set(name, emptyTally());
  }

  readonly watch: Watch = {
    'run-began': (event) => {
      this.#began = event;
    },
    arrived: ({ workload, t }) => {
      const tally = this.#came.get(workload);
      if (tally !== undefined) add(tally, t);
    },
    'run-ended': ({ reason }) => {
      this.#isFinished = reason === 'finished';
    },
  };

  /** What came out; undefined where no workload has a plan, or it is not known where it began. */
  check(): ValidityCheck | undefined {
    if (this.#began === undefined || this.#planned.length === 0) return undefined;
    const { seed, originMs } = this.#began;
    let planned = 0;
    let came = 0;
    let laterMs = 0;
    for (const name of this.#planned) {
      const actual = this.#came.get(name) as Tally;
      // Of a run that was cut short nobody knows who would have come after the last one.
      const untilMs = this.#isFinished ? Number.POSITIVE_INFINITY : actual.lastMs;
      const plan = planOf(this.#scenario, name, { seed, originMs, untilMs });
      planned += plan.count;
      came += actual.count;
      if (plan.count === actual.count) laterMs += sinceFirst(actual) - sinceFirst(plan);
    }
    if (planned === 0 && came === 0) return undefined;
    const dropped = Math.abs(planned - came);
    const shiftMs = laterMs / Math.max(1, came);
    const isBroken = dropped > planned * DROPPED_SHARE || Math.abs(shiftMs) > SHIFT_MS;
    return {
      name: 'arrivals',
      verdict: isBroken ? 'fail' : 'pass',
      message: `${came} of ${planned} planned citizens came (${dropped} dropped, limit 0.1 %), on average ${Number(shiftMs.toFixed(1))} ms behind their place in the plan (limit ${SHIFT_MS} ms)`,
    };
  }
}

/** Open workloads whose citizens follow from the seed alone, and are not held back by a fault. */
function plannedWorkloads({ workloads, faults, nation }: Scenario): readonly string[] {
  // Each municipality of a nation has chance of its own.
  if (nation !== undefined) return [];
  if (faults.some(({ kind }) => kind.startsWith('demand.'))) return [];
  return (
    Object.entries(workloads)
      // The citizens of a demand are drawn with all they want, and counted by their own names.
      .filter(([, workload]) => !('demand' in workload && workload.demand !== undefined))
      .filter(([, workload]) => rateCurve(workload, 0, 1) !== undefined)
      .map(([name]) => name)
  );
}

/** Lets an executor offer its citizens to nobody, and counts them. */
function planOf(
  scenario: Scenario,
  name: string,
  { seed, originMs, untilMs }: { seed: number; originMs: number; untilMs: number },
): Tally {
  const workload = scenario.workloads[name] as Scenario['workloads'][string];
  const runner = new VirtualTime();
  const startMs = durationMs(workload.startTime);
  const runMs = durationMs(scenario.duration) - startMs;
  const tally = emptyTally();
  const seen = (dueMs: number): Process => {
    const atMs = dueMs + startMs;
    if (atMs <= untilMs) add(tally, atMs);
    return ready(undefined);
  };
  const offering = offer(workload, {
    name,
    scenario,
    runner,
    streams: streams(seed),
    crowd: new Crowd(scenario),
    register: NOBODY,
    startMs,
    beginsAtMs: originMs + startMs,
    runMs,
    coming: function* (dueMs) {
      for (const atMs of dueMs) {
        if (atMs >= runMs || atMs + startMs > untilMs) return;
        yield atMs;
      }
    },
    visit: (_, dueMs) => seen(dueMs),
    visitInTurn: (_, dueMs) => seen(dueMs),
  });
  runner.spawn(offering);
  runner.advance(Number.POSITIVE_INFINITY);
  return tally;
}

/** Whoever follows a curve asks for nobody. */
const NOBODY: Register = {
  resident: () => {
    throw new Error('an open workload has asked for a resident');
  },
} as unknown as Register;

/** A live run begins when everything stands, and all its citizens with it. */
function sinceFirst({ count, sumMs, firstMs }: Tally): number {
  return count === 0 ? 0 : sumMs - count * firstMs;
}

function emptyTally(): Tally {
  return { count: 0, sumMs: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: 0 };
}

function add(tally: Tally, atMs: number): void {
  tally.count += 1;
  tally.sumMs += atMs;
  tally.firstMs = Math.min(tally.firstMs, atMs);
  tally.lastMs = Math.max(tally.lastMs, atMs);
}
