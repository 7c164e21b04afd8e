import { Agenda } from './agenda.ts';
import type { Process, Runner } from './process.ts';
import { type Ending, type Host, Task } from './task.ts';

export interface RealTimeOptions {
  /** Scenario time passes this many times faster than the wall clock (1). */
  readonly speed?: number;
  /** Told the lateness in wall milliseconds each time a task is resumed after its due instant. */
  readonly onLateness?: (lateMs: number) => void;
}

/** Occurrences per turn of the event loop. */
const SLICE = 256;

/**
 * Runs the same processes against the wall clock and real I/O. Every wake-up is scheduled at an
 * absolute instant, so lateness never adds up; how late each one was is reported.
 */
export class RealTime implements Runner, Host {
  readonly agenda = new Agenda();
  readonly speed: number;
  current: Task<unknown> | undefined;
  readonly #onLateness: ((lateMs: number) => void) | undefined;
  readonly #beganMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #timerUs = Number.POSITIVE_INFINITY;
  #stopped = false;
  #fail: (error: unknown) => void = () => {};
  /** Rejects when a process that nobody joined has thrown; the runner is then stopped. */
  readonly failure: Promise<never>;

  constructor({ speed = 1, onLateness }: RealTimeOptions = {}) {
    this.speed = speed;
    this.#onLateness = onLateness;
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => {});
  }

  now(): number {
    return (this.current?.localUs ?? this.#nowUs()) / 1000;
  }

  spawn<A>(process: Process<A>, priority = 0): Task<A> {
    const outsideUs = this.current === undefined ? this.outsideUs() : 0;
    const { dueUs, localUs } = this.current ?? { dueUs: outsideUs, localUs: outsideUs };
    const task = new Task<A>(this, process, priority, dueUs, localUs);
    this.#arm();
    return task;
  }

  /** Runs one process and promises what it returns: how requests and tests come in. */
  run<A>(process: Process<A>): Promise<A> {
    return new Promise((resolve, reject) => {
      this.spawn(process).whenEnded((ending: Ending<A>) => {
        if (ending.kind === 'returned') resolve(ending.value);
        else reject(ending.kind === 'threw' ? ending.error : new Error('the run was stopped'));
      });
    });
  }

  /** Resumes nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#disarm();
  }

  outsideUs(): number {
    // Whoever is woken from outside needs the timer set for it: do so when this turn is over.
    queueMicrotask(() => this.#arm());
    return this.#nowUs();
  }

  unhandled(error: unknown): void {
    this.stop();
    this.#fail(error);
  }

  perform(task: Task<unknown>, epoch: number, start: () => Promise<unknown>): void {
    start().then(
      (value) => this.#performed(task, epoch, { value }),
      (error) => this.#performed(task, epoch, { error }),
    );
  }

  #performed(
    task: Task<unknown>,
    epoch: number,
    outcome: { value?: unknown; error?: unknown },
  ): void {
    if (this.#stopped) return;
    task.performed(epoch, this.#nowUs(), outcome);
    this.#arm();
  }

  /** The agenda's clock: scenario time, as it passes outside of all tasks. */
  #nowUs(): number {
    return Math.round((performance.now() - this.#beganMs) * 1000 * this.speed);
  }

  #arm(): void {
    const nextUs = this.agenda.nextUs;
    if (this.#stopped || nextUs >= this.#timerUs) return;
    this.#disarm();
    this.#timerUs = nextUs;
    if (nextUs === Number.POSITIVE_INFINITY) return;
    const waitMs = (nextUs - this.#nowUs()) / 1000 / this.speed;
    // What is due need not wait for a timer, whose shortest time is a millisecond. setTimeout
    // rounds down to whole milliseconds: ask for the one that ends after the instant.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#tick());
    else this.#timer = setTimeout(() => this.#tick(), Math.min(Math.ceil(waitMs), 2 ** 31 - 1));
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  #tick(): void {
    this.#timerUs = Number.POSITIVE_INFINITY;
    // An overloaded agenda must not starve the sockets: let them speak between two slices.
    for (let count = 0; count < SLICE && !this.#stopped; count++) {
      const nowUs = this.#nowUs();
      const nextUs = this.agenda.nextUs;
      if (nextUs > nowUs) break;
      this.#onLateness?.((nowUs - nextUs) / 1000 / this.speed);
      this.agenda.occurNext();
    }
    this.#arm();
  }
}
