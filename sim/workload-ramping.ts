import { type Process, type Runner, sleep } from './process.ts';
import type { Task } from './task.ts';
import { join, Signal } from './waiting.ts';
import { paced } from './workload.ts';

/** k6's ramping-vus: how many virtual users (VUs) there are follows ramps. */
export interface RampingWorkload {
  readonly startVus: number;
  /** Ramps, one after the other: linearly to the target, in whole users. */
  readonly stages: readonly VuStage[];
  /** No iteration begins at or after this instant, ms since the workload began. */
  readonly durationMs?: number;
  /**
   * How long a user who is one too many may take for the iteration in hand, ms; is told to leave
   * then. Without it, as long as it takes.
   */
  readonly gracefulMs?: number;
}

interface VuStage {
  readonly durationMs: number;
  readonly target: number;
}

/** What one user does. `leaving` fires, with the reason, when it is to break off. */
export type LeavingUser = (
  index: number,
  dueMs: number,
  leaving: Signal<string> | undefined,
) => Process<unknown>;

/** A change of the number of users. */
export interface VuStep {
  /** ms since the workload began. */
  readonly atMs: number;
  readonly vus: number;
}

/**
 * When the number of users changes, one by one, as k6 has it: on a ramp of n users in d ms the
 * k-th comes, or goes, k·d/n ms after its beginning. To the µs.
 */
export function* vuSteps(startVus: number, stages: readonly VuStage[]): Iterable<VuStep> {
  let [fromMs, vus] = [0, startVus];
  for (const { durationMs, target } of stages) {
    const count = Math.abs(target - vus);
    const way = Math.sign(target - vus);
    for (let step = 1; step <= count; step++) {
      const atMs = Math.round((fromMs + (durationMs * step) / count) * 1000) / 1000;
      yield { atMs, vus: vus + way * step };
    }
    fromMs += durationMs;
    vus = target;
  }
}

interface Vu {
  task: Task | undefined;
  /** Of the iteration in hand. */
  leaving: Signal<string> | undefined;
  /** Counts how often it has been wanted again: who is, is not told to leave. */
  wanted: number;
}

/**
 * Closed workload of a population that changes: the users first in the row begin their next
 * iteration when the last one has ended; the others finish theirs. A user wanted again while it
 * still does so goes on. Ends when the ramps have, and the last iteration with them.
 */
export function* rampingWorkload(
  runner: Runner,
  { startVus, stages, durationMs = Number.POSITIVE_INFINITY, gracefulMs }: RampingWorkload,
  user: LeavingUser,
): Process {
  const beganMs = runner.now();
  const rampsMs = stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  const endMs = beganMs + Math.min(durationMs, rampsMs);
  const row: Vu[] = [];
  let [active, begun] = [0, 0];

  function* iterate(vu: Vu, place: number): Process {
    while (place < active && runner.now() < endMs) {
      vu.leaving = gracefulMs === undefined ? undefined : new Signal();
      yield* paced(runner, user(begun++, runner.now(), vu.leaving));
    }
    vu.task = undefined;
  }
  function* sendAway(vu: Vu, graceMs: number): Process {
    const { wanted, leaving } = vu;
    yield sleep(graceMs);
    if (vu.wanted === wanted) leaving?.fire(TOO_MANY);
  }
  function change(vus: number): void {
    const before = active;
    active = vus;
    for (let place = before; place < vus; place++) {
      row[place] ??= { task: undefined, leaving: undefined, wanted: 0 };
      const vu = row[place] as Vu;
      vu.wanted += 1;
      vu.task ??= runner.spawn(iterate(vu, place));
    }
    if (gracefulMs === undefined) return;
    for (const vu of row.slice(vus, before)) {
      if (vu.task !== undefined) runner.spawn(sendAway(vu, gracefulMs));
    }
  }

  change(startVus);
  for (const { atMs, vus } of vuSteps(startVus, stages)) {
    const waitMs = Math.min(beganMs + atMs, endMs) - runner.now();
    if (waitMs > 0) yield sleep(waitMs);
    if (runner.now() >= endMs && vus > active) break;
    change(vus);
  }
  const restMs = endMs - runner.now();
  if (restMs > 0) yield sleep(restMs);
  for (const { task } of row) if (task !== undefined) yield* join(task);
}

/** Why a user breaks off. */
export const TOO_MANY = 'one too many';
