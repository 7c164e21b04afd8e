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

/** How long a user who was sent away at once stays away, ms: nobody comes back in no time. */
export const AWAY_MS = 1000;

/** An iteration of a virtual user; one that took no time is followed by a pause. */
export function* paced(runner: Runner, iteration: Process<unknown>): Process {
  const beganMs = runner.now();
  yield* iteration;
  if (runner.now() === beganMs) yield sleep(AWAY_MS);
}

export interface ClosedWorkload {
  /** How many virtual users (VUs) take turns with themselves. */
  readonly vus: number;
  /** No iteration begins at or after this instant, ms since the workload began. */
  readonly durationMs?: number;
  /** How many iterations all virtual users share between them. */
  readonly iterations?: number;
  /** How many iterations each virtual user has to itself. */
  readonly iterationsEach?: number;
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
    iterationsEach = Number.POSITIVE_INFINITY,
  }: ClosedWorkload,
  user: User,
): Process {
  const endMs = runner.now() + durationMs;
  let begun = 0;
  function* virtualUser(): Process {
    for (let own = 0; own < iterationsEach; own++) {
      if (begun >= iterations || runner.now() >= endMs) return;
      const index = begun++;
      yield* paced(runner, user(index, runner.now()));
    }
  }
  const users = Array.from({ length: vus }, () => runner.spawn(virtualUser()));
  for (const task of users) yield* join(task);
}
