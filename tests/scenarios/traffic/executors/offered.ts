import { Crowd } from '../../../../scenarios/traffic/crowd.ts';
import type { ExecutorPorts } from '../../../../scenarios/traffic/executors/executor.ts';
import { offer } from '../../../../scenarios/traffic/workloads.ts';
import { type Process, type Runner, sleep } from '../../../../sim/process.ts';
import { RealTime } from '../../../../sim/real-time.ts';
import { streams } from '../../../../sim/rng.ts';
import { instantMs } from '../../../../sim/units.ts';
import { VirtualTime } from '../../../../sim/virtual-time.ts';
import type { Signal } from '../../../../sim/waiting.ts';
import { TIMED_OUT, within } from '../../../../sim/waiting.ts';
import { type ScenarioData, smallScenario } from '../../small-scenario.ts';

export type WorkloadData = ScenarioData['workloads'][string];

/** One citizen whom an executor had come: when due, when gone, and why before the time. */
export interface Offered {
  readonly index: number;
  readonly dueMs: number;
  readonly endedMs: number;
  readonly left: string | undefined;
}

export interface Setting {
  /** How long the run lasts from the beginning of the workload. */
  readonly runMs?: number;
  /** How long each citizen stays. */
  readonly stayMs?: (index: number) => number;
}

export const MIDNIGHT_MS = instantMs('2015-06-01T00:00:00+09:00');

/** Has an executor offer its citizens, each of whom only stays for a while. */
function* offering(
  runner: Runner,
  workload: WorkloadData,
  { runMs = 3_600_000, stayMs = () => 180_000 }: Setting,
): Process<{ readonly citizens: readonly Offered[]; readonly endedMs: number }> {
  const citizens: Offered[] = [];
  const scenario = smallScenario({
    start: '2015-06-01T00:00:00+09:00',
    duration: `${runMs}ms`,
    workloads: { day: workload },
  });
  const beganMs = runner.now();
  const sinceMs = () => Math.round((runner.now() - beganMs) * 1000) / 1000;
  function* visit(index: number, dueMs: number, _?: unknown, leaving?: Signal<string>): Process {
    const told = leaving === undefined ? undefined : yield* within(stayMs(index), leaving.wait());
    if (leaving === undefined) yield sleep(stayMs(index));
    const left = told === TIMED_OUT ? undefined : told;
    const due = Math.round((dueMs - beganMs) * 1000) / 1000;
    citizens.push({ index, dueMs: due, endedMs: sinceMs(), left });
  }
  const ports: ExecutorPorts = {
    name: 'day',
    scenario,
    runner,
    streams: streams(5),
    crowd: new Crowd(scenario),
    register: undefined as never,
    startMs: beganMs,
    beginsAtMs: MIDNIGHT_MS,
    runMs,
    *coming(dueMs) {
      for (const each of dueMs) if (each < runMs) yield each;
    },
    visit,
    visitInTurn: (index, dueMs) => visit(index, dueMs),
  };
  yield* offer(scenario.workloads['day'] as never, ports);
  const endedMs = sinceMs();
  // Those of an open workload may still be on their way.
  yield sleep(200_000);
  return { citizens: citizens.sort((one, other) => one.index - other.index), endedMs };
}

/** The citizens of a workload in virtual time. */
export function offered(workload: WorkloadData, setting: Setting = {}) {
  const runner = new VirtualTime();
  const task = runner.spawn(offering(runner, workload, setting));
  runner.advance(Number.POSITIVE_INFINITY);
  if (task.ending?.kind !== 'returned') throw new Error('the workload never ends');
  return task.ending.value;
}

/** The same in real time, a thousand times faster. */
export async function offeredLive(workload: WorkloadData, setting: Setting = {}) {
  const runner = new RealTime({ speed: 1000 });
  try {
    return await runner.run(offering(runner, workload, { runMs: 300_000, ...setting }));
  } finally {
    runner.stop();
  }
}

/** When all are due. */
export function dueMs(workload: WorkloadData, setting: Setting = {}): readonly number[] {
  return offered(workload, setting).citizens.map((citizen) => citizen.dueMs);
}

/** What is complained about in a scenario with this workload, as `path: message`. */
export function complaints(workload: unknown, changes: Partial<ScenarioData> = {}) {
  try {
    smallScenario({ ...changes, workloads: { day: workload as WorkloadData } });
    return [];
  } catch (error) {
    const { issues } = error as { issues: { path: PropertyKey[]; message: string }[] };
    return issues.map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);
  }
}

/** Citizens who stay for 10, 20, 30, 10, … seconds, in their order. */
export const VARIOUS: Setting = { stayMs: (index) => 10_000 * (1 + (index % 3)) };

/** Citizens who all stay for ten seconds. */
export const TEN_SECONDS: Setting = { stayMs: () => 10_000 };

/** How many are there at an instant. */
export function present(citizens: readonly Offered[], atMs: number): number {
  return citizens.filter(({ dueMs, endedMs }) => dueMs <= atMs && atMs < endedMs).length;
}
