import type { Task } from './task.ts';

/**
 * A process is work that unfolds over time: a generator that yields what it waits for and returns
 * what it made. Read `yield` as "wait" and `yield*` as "ask".
 *
 * Why a generator and not an async function: the runner resumes it synchronously, so it always
 * knows when every process is blocked and the clock may jump. Promises cannot tell it that.
 * Code between two waits runs to completion, so what it has checked still holds.
 *
 * A deadline or a cancellation is thrown into the process where it waits: its `finally` blocks run,
 * and may wait, and a `catch` lets pass on what it does not know.
 */
export type Process<A = void> = Generator<Wait, A, unknown>;

/** What a process may wait for: a number of milliseconds, or something that will wake it. */
export type Wait = number | Blocker;

/** A place where a task stands still until it is woken. */
export interface Blocker {
  /** The task stops here: keep it and wake it later. Answers false if it need not stop at all. */
  block(task: Task<unknown>): boolean;
  /** The task will not wait here any longer: its deadline passed or it was cancelled. */
  withdraw(task: Task<unknown>): void;
}

/** What runs processes, in virtual or in real time. */
export interface Runner {
  /** Milliseconds of scenario time since the run began, as the running task lives them. */
  now(): number;
  /** Starts a process of its own at this instant. `priority` breaks ties of time (0; lower first). */
  spawn<A>(process: Process<A>, priority?: number): Task<A>;
}

/** Waits `ms` milliseconds of scenario time (0 or more, resolution 1 µs). */
export function sleep(ms: number): Wait {
  return ms;
}

/** Asks the real world. Only a real-time runner can; virtual time needs a model of it instead. */
export function* perform<A>(start: (signal: AbortSignal) => Promise<A>): Process<A> {
  return (yield new Performance(start)) as A;
}

/** Work under way in the real world, stopped by its signal when nobody waits for it any more. */
class Performance implements Blocker {
  readonly #start: (signal: AbortSignal) => Promise<unknown>;
  readonly #abort = new AbortController();

  constructor(start: (signal: AbortSignal) => Promise<unknown>) {
    this.#start = start;
  }

  block(task: Task<unknown>): boolean {
    task.perform(async () => this.#start(this.#abort.signal));
    return true;
  }

  withdraw(): void {
    this.#abort.abort();
  }
}

/** A process that takes no time: its answer is there already. */
export function ready<A>(value: A): Process<A> {
  return new Ready(value) as unknown as Process<A>;
}

/** Stands for a generator that never yields, at a tenth of its price. */
class Ready<A> {
  readonly done = true;
  readonly value: A;

  constructor(value: A) {
    this.value = value;
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** It is its own result: done, with its value. */
  next(): this {
    return this;
  }

  return(): this {
    return this;
  }

  throw(error: unknown): never {
    throw error;
  }
}
