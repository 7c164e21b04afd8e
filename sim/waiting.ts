import assert from 'node:assert/strict';
import type { Occurrence } from './agenda.ts';
import { type Blocker, type Process, type Runner, ready, type Wait } from './process.ts';
import type { Task } from './task.ts';

/** The answer of `within` when the deadline came first. */
export const TIMED_OUT: unique symbol = Symbol('timed out');

/** Thrown into a `join` whose task was cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * Runs `process` for at most `ms` milliseconds and answers TIMED_OUT if it takes longer; it is
 * then stopped where it waits, its `finally` blocks run. What happens in the very instant of the
 * deadline is still in time. `clock` says in which time the deadline
 * is meant: people and devices wait in `scenario` time, a server is waited for in `measured` time,
 * which `--speed` does not compress. In virtual time the two are one.
 */
export function* within<A>(
  ms: number,
  process: Process<A>,
  clock: 'scenario' | 'measured' = 'scenario',
): Process<A | typeof TIMED_OUT> {
  const deadline = new Deadline(ms, clock);
  // What needs no time at all needs no deadline: it is only set once the process waits.
  const first = process.next();
  if (first.done) return first.value;
  try {
    yield deadline;
    return yield* resumed(process, first.value);
  } catch (error) {
    if (error === deadline) return TIMED_OUT;
    throw error;
  } finally {
    deadline.disarm();
  }
}

/** Goes on with a process that was begun by hand and waits for `first`. */
function* resumed<A>(process: Process<A>, first: Wait): Process<A> {
  let wait = first;
  for (;;) {
    let step: IteratorResult<Wait, A>;
    try {
      step = process.next(yield wait);
    } catch (error) {
      step = process.throw(error);
    }
    if (step.done) return step.value;
    wait = step.value;
  }
}

/**
 * Begins a process beside the one that asks, and answers a process that waits for its end. If it
 * needs no time it is over at once, and costs no task.
 */
export function beside<A>(runner: Runner, process: Process<A>): Process<A> {
  const first = process.next();
  return first.done ? ready(first.value) : join(runner.spawn(resumed(process, first.value)));
}

/** Set on the waiting task itself, so that a time-out costs no task of its own. */
class Deadline implements Blocker, Occurrence {
  readonly #us: number;
  readonly #clock: 'scenario' | 'measured';
  #task: Task<unknown> | undefined;
  #dueUs = 0;
  #localUs = 0;

  constructor(ms: number, clock: 'scenario' | 'measured') {
    assert(ms >= 0 && ms < Number.POSITIVE_INFINITY, `a deadline of ${ms} ms`);
    this.#us = Math.round(ms * 1000);
    this.#clock = clock;
  }

  block(task: Task<unknown>): boolean {
    this.#task = task;
    const perUs = this.#clock === 'measured' ? task.speed : 1;
    this.#dueUs = task.dueUs + Math.round(this.#us * perUs);
    this.#localUs = task.localUs + this.#us;
    task.setDeadline(this, this.#dueUs);
    return false;
  }

  withdraw(): void {
    this.disarm();
  }

  disarm(): void {
    this.#task?.clearDeadline(this);
    this.#task = undefined;
  }

  occur(): void {
    const task = this.#task;
    this.#task = undefined;
    task?.passDeadline(this, this.#dueUs, this.#localUs);
  }
}

/** Waits until `task` has ended and answers what it returned; rethrows what it threw. */
export function* join<A>(task: Task<A>): Process<A> {
  if (task.ending === undefined) yield new Ended(task as Task<unknown>);
  const ending = task.ending;
  switch (ending?.kind) {
    case 'returned':
      return ending.value;
    case 'threw':
      throw ending.error;
    default:
      throw new Cancelled('the joined task was cancelled');
  }
}

class Ended implements Blocker {
  readonly #joined: Task<unknown>;
  #leave = () => {};

  constructor(joined: Task<unknown>) {
    this.#joined = joined;
  }

  block(task: Task<unknown>): boolean {
    this.#leave = this.#joined.whenEnded(() => task.wake());
    return true;
  }

  withdraw(): void {
    this.#leave();
  }
}

/**
 * Runs processes side by side, answers what the first to end returned, and cancels the others. An
 * error of another, in the same instant or in its `finally` blocks, is one that nobody joined.
 */
export function* race<A>(runner: Runner, processes: readonly Process<A>[]): Process<A> {
  const tasks = processes.map((process) => runner.spawn(process));
  const first = new Signal<Task<A>>();
  const leaves = tasks.map((task) =>
    task.whenEnded(() => {
      first.fire(task);
      for (const leave of leaves) leave();
    }),
  );
  try {
    return yield* join(yield* first.wait());
  } finally {
    for (const task of tasks) task.cancel();
  }
}

/** Something that happens once and lets all who wait for it go on, with a value. */
export class Signal<T = void> implements Blocker {
  readonly #waiting = new Set<Task<unknown>>();
  #fired: { readonly value: T } | undefined;

  get fired(): boolean {
    return this.#fired !== undefined;
  }

  /** Lets the waiting go on. The first call counts; later ones change nothing. */
  fire(value: T): void {
    if (this.#fired !== undefined) return;
    this.#fired = { value };
    for (const task of this.#waiting) task.wake();
    this.#waiting.clear();
  }

  *wait(): Process<T> {
    if (this.#fired === undefined) yield this;
    return (this.#fired as unknown as { readonly value: T }).value;
  }

  block(task: Task<unknown>): boolean {
    // It may have fired since it was asked: what was begun beside a task waits a moment later.
    if (this.#fired !== undefined) return false;
    this.#waiting.add(task);
    return true;
  }

  withdraw(task: Task<unknown>): void {
    this.#waiting.delete(task);
  }
}
