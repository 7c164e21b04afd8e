import { Agenda } from './agenda.ts';
import type { Process, Runner } from './process.ts';
import { type Host, Task } from './task.ts';

/** Runs processes in virtual time: the clock jumps from occurrence to occurrence. */
export class VirtualTime implements Runner, Host {
  readonly agenda = new Agenda();
  readonly speed = 1;
  current: Task<unknown> | undefined;
  #nowUs = 0;
  #failure: { readonly error: unknown } | undefined;
  #stopped = false;
  readonly #performs: boolean;
  #performing: Promise<void> | undefined;

  /** With `performs`, real work may be done: virtual time stands still while it takes its time. */
  constructor({ performs = false }: { readonly performs?: boolean } = {}) {
    this.#performs = performs;
  }

  /** Real work under way, which the next `advance` has to wait for; undefined if there is none. */
  get performing(): Promise<void> | undefined {
    return this.#performing;
  }

  now(): number {
    return (this.current?.localUs ?? this.#nowUs) / 1000;
  }

  spawn<A>(process: Process<A>, priority = 0): Task<A> {
    const nowUs = this.current?.dueUs ?? this.#nowUs;
    return new Task<A>(this, process, priority, nowUs, nowUs);
  }

  /**
   * Lets happen what is due until `untilMs`, at most `limit` occurrences of it, and nothing more
   * after `stop`; answers whether anything due is left, so that a caller can breathe between two
   * slices. Rethrows the error of a process that nobody joined.
   */
  advance(untilMs: number, limit = Number.POSITIVE_INFINITY): boolean {
    const untilUs = Math.round(untilMs * 1000);
    this.#check();
    for (let count = 0; this.agenda.size > 0 && this.agenda.nextUs <= untilUs; count++) {
      if (this.#stopped) return false;
      if (count >= limit || this.#performing !== undefined) return true;
      this.#nowUs = this.agenda.nextUs;
      this.agenda.occurNext();
      this.#check();
    }
    if (this.#performing !== undefined) return true;
    if (untilUs !== Number.POSITIVE_INFINITY) this.#nowUs = Math.max(this.#nowUs, untilUs);
    return false;
  }

  outsideUs(): number {
    return this.#nowUs;
  }

  unhandled(error: unknown): void {
    this.#failure ??= { error };
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Lets nothing more happen. */
  stop(): void {
    this.#stopped = true;
  }

  perform(task: Task<unknown>, epoch: number, start: () => Promise<unknown>): void {
    if (!this.#performs) {
      throw new Error('real I/O reached virtual time: give the port a model adapter');
    }
    // One piece of work at a time, so that nothing depends on which of two is ready first.
    const before = this.#performing ?? Promise.resolve();
    const performing: Promise<void> = before.then(start).then(
      (value) => this.#performed(performing, () => task.performed(epoch, task.dueUs, { value })),
      (error) => this.#performed(performing, () => task.performed(epoch, task.dueUs, { error })),
    );
    this.#performing = performing;
  }

  #performed(performing: Promise<void>, resume: () => void): void {
    if (this.#performing === performing) this.#performing = undefined;
    resume();
  }
}
