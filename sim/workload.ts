import type { Arrivals } from './arrivals.ts';
import { type Process, type Runner, sleep } from './process.ts';
import { join } from './waiting.ts';

/** What one user does. `index` counts users from 0; `dueMs` is the instant the user was due. */
export type User = (index: number, dueMs: number) => Process<unknown>;

/**
 * Open workload: users arrive whether or not the system keeps up, each as a process of its own
 * that begins at the instant it was due, so that waiting counts as response time. Ends with the
 * last arrival; users may then still be under way.
 */
export function* openWorkload(runner: Runner, arrivals: Arrivals, user: User): Process {
  const beganMs = runner.now();
  let index = 0;
  for (const arrivalMs of arrivals) {
    // In whole µs, as sleeps are: nobody begins before the instant at which they were due.
    const dueMs = Math.round((beganMs + arrivalMs) * 1000) / 1000;
    const waitMs = dueMs - runner.now();
    if (waitMs > 0) yield sleep(waitMs);
    runner.spawn(user(index, dueMs));
    index += 1;
  }
}

export interface ClosedWorkload {
  /** How many virtual users (VUs) take turns with themselves. */
  readonly vus: number;
  /** No iteration begins at or after this instant, ms since the workload began. */
  readonly durationMs?: number;
  /** How many iterations all virtual users share between them. */
  readonly iterations?: number;
}

/**
 * Closed workload: a fixed population, each virtual user beginning its next iteration when the
 * last one has ended. Ends when the last iteration has.
 */
export function* closedWorkload(
  runner: Runner,
  {
    vus,
    durationMs = Number.POSITIVE_INFINITY,
    iterations = Number.POSITIVE_INFINITY,
  }: ClosedWorkload,
  user: User,
): Process {
  const endMs = runner.now() + durationMs;
  let begun = 0;
  function* virtualUser(): Process {
    while (begun < iterations && runner.now() < endMs) {
      const index = begun++;
      yield* user(index, runner.now());
    }
  }
  const users = Array.from({ length: vus }, () => runner.spawn(virtualUser()));
  for (const task of users) yield* join(task);
}
