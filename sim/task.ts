import assert from 'node:assert/strict';
import { type Agenda, type Occurrence, PRIORITY_LIMIT } from './agenda.ts';
import type { Blocker, Process, Wait } from './process.ts';

/** How a task ended. */
export type Ending<A> =
  | { readonly kind: 'returned'; readonly value: A }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'cancelled' };

/**
 * Thrown into a process that is cancelled. It is an exception and not `Generator.return()`, because
 * a `yield*` whose inner process waits in its `finally` forgets that it was returning and goes on.
 */
const CANCELLATION = Symbol('cancelled');

/** What tasks need of the runner that runs them. */
export interface Host {
  readonly agenda: Agenda;
  /** The agenda's clock and scenario time pass this many times faster than the wall clock. */
  readonly speed: number;
  /** The task that runs at this moment. */
  current: Task<unknown> | undefined;
  /** What time it is for a task woken from outside of any task, on both its clocks: whole µs. */
  outsideUs(): number;
  /** An error that nobody joined: the run cannot go on. */
  unhandled(error: unknown): void;
  /** Starts real I/O; virtual time refuses. */
  perform(task: Task<unknown>, epoch: number, start: () => Promise<unknown>): void;
}

/**
 * One running process.
 *
 * A task lives on two clocks. `dueUs` is the instant on the agenda's clock, which is the wall clock
 * times the speed, at which it was due to run; `localUs` is scenario time as this task has lived it.
 * A sleep moves both on alike; work in the real world moves `localUs` on by what was measured and
 * `dueUs` by that times the speed. So scenario time never contains the runner's own lateness twice,
 * think times keep their pace, and a server is measured in its own time even when people are
 * compressed (docs/decisions/0003-local-time.md). Both are whole numbers: ties are exact in real
 * time as well.
 */
export class Task<A = void> implements Occurrence {
  readonly #host: Host;
  readonly #process: Process<A>;
  readonly #priority: number;
  #epoch = 0;
  #running = false;
  #cancelled = false;
  #waiting: Blocker | undefined;
  /** How long it sleeps, if it does. Its clocks move on when it wakes, as it may be cancelled. */
  #asleepUs = 0;
  #answer: unknown;
  #ending: Ending<A> | undefined;
  /** Those set on this task that have not passed yet, the innermost last. */
  #deadlines: Occurrence[] | undefined;
  #onEnd: ((ending: Ending<A>) => void)[] | undefined;
  dueUs: number;
  localUs: number;

  constructor(host: Host, process: Process<A>, priority: number, dueUs: number, localUs: number) {
    assert(
      Number.isInteger(priority) && Math.abs(priority) <= PRIORITY_LIMIT,
      `a priority of ${priority}`,
    );
    this.#host = host;
    this.#process = process;
    this.#priority = priority;
    this.dueUs = dueUs;
    this.localUs = localUs;
    this.#schedule(0);
  }

  /** How it ended, or undefined while it goes on. */
  get ending(): Ending<A> | undefined {
    return this.#ending;
  }

  /** Wakes the task where it waits, at the waker's instant, with an answer for its `yield`. */
  wake(answer?: unknown): void {
    this.#catchUp();
    this.#answer = answer;
    this.#schedule(0);
  }

  /**
   * Ends the task where it waits, at the caller's time: its `finally` blocks run, and may wait. No
   * second cancel() and no deadline set before cuts them short; an error out of them counts.
   */
  cancel(): void {
    if (this.#ending !== undefined || this.#cancelled) return;
    assert(!this.#running, 'a task ends itself by returning, not by cancel()');
    this.#cancelled = true;
    this.#deadlines = undefined;
    this.#catchUp();
    this.#withdraw();
    this.#run('throw', CANCELLATION);
  }

  /**
   * Calls back when the task has ended, at once if it has, and answers how to take that back.
   * While anybody listens, an error is theirs; otherwise it is fatal to the run.
   */
  whenEnded(callback: (ending: Ending<A>) => void): () => void {
    if (this.#ending !== undefined) callback(this.#ending);
    else if (this.#onEnd === undefined) this.#onEnd = [callback];
    else this.#onEnd.push(callback);
    return () => {
      const index = this.#onEnd?.indexOf(callback) ?? -1;
      if (index >= 0) this.#onEnd?.splice(index, 1);
    };
  }

  /** Sets a deadline inside of those that are set; it comes after all else of its instant. */
  setDeadline(deadline: Occurrence, dueUs: number): void {
    this.#deadlines ??= [];
    this.#deadlines.push(deadline);
    this.#host.agenda.schedule(dueUs, deadline, 0, PRIORITY_LIMIT);
  }

  /** Takes a deadline off again. */
  clearDeadline(deadline: Occurrence): void {
    const index = this.#deadlines?.lastIndexOf(deadline) ?? -1;
    if (index >= 0 && this.#deadlines !== undefined) this.#deadlines.length = index;
  }

  /**
   * A deadline has passed, at this instant of both clocks: throws it into the process where it
   * waits. The deadlines inside of it are off, for what they were set for is being left.
   */
  passDeadline(deadline: Occurrence, dueUs: number, localUs: number): void {
    if (this.#ending !== undefined || !this.#deadlines?.includes(deadline)) return;
    this.clearDeadline(deadline);
    this.#moveTo(dueUs, localUs);
    this.#withdraw();
    this.#run('throw', deadline);
  }

  /** The agenda's call: the instant of this task has come, unless it was withdrawn since. */
  occur(token: number): void {
    if (token !== this.#epoch || this.#ending !== undefined) return;
    const answer = this.#answer;
    this.localUs += this.#asleepUs;
    this.dueUs += this.#asleepUs;
    this.#leaveWait();
    this.#run('next', answer);
  }

  get speed(): number {
    return this.#host.speed;
  }

  /** Starts real I/O on behalf of this task. */
  perform(start: () => Promise<unknown>): void {
    this.#host.perform(this as Task<unknown>, this.#epoch, start);
  }

  /** Real I/O has ended: both clocks move on by what it took, as measured. */
  performed(epoch: number, nowUs: number, outcome: { value?: unknown; error?: unknown }): void {
    if (epoch !== this.#epoch || this.#ending !== undefined) return;
    const tookUs = Math.max(0, nowUs - this.dueUs);
    this.localUs += Math.round(tookUs / this.#host.speed);
    this.dueUs += tookUs;
    this.#leaveWait();
    if ('error' in outcome) this.#run('throw', outcome.error);
    else this.#run('next', outcome.value);
  }

  #schedule(inUs: number): void {
    this.#host.agenda.schedule(this.dueUs + inUs, this, this.#epoch, this.#priority);
  }

  /** Moves on to the instant of whoever wakes or cancels this task. */
  #catchUp(): void {
    const caller = this.#host.current;
    const outsideUs = caller === undefined ? this.#host.outsideUs() : 0;
    this.#moveTo(caller?.dueUs ?? outsideUs, caller?.localUs ?? outsideUs);
  }

  /** Moves both clocks on, never back: what the task has slept until then it has lived. */
  #moveTo(dueUs: number, localUs: number): void {
    const sleptUs = Math.min(this.#asleepUs, Math.max(0, dueUs - this.dueUs));
    this.localUs = Math.max(this.localUs + sleptUs, localUs);
    this.dueUs = Math.max(this.dueUs, dueUs);
  }

  /** The wait is over: what was scheduled for its end finds another epoch. */
  #leaveWait(): void {
    this.#epoch += 1;
    this.#answer = undefined;
    this.#asleepUs = 0;
    this.#waiting = undefined;
  }

  /** The wait is given up. */
  #withdraw(): void {
    const waiting = this.#waiting;
    this.#leaveWait();
    waiting?.withdraw(this as Task<unknown>);
  }

  #run(how: 'next' | 'throw', value: unknown): void {
    const before = this.#host.current;
    this.#host.current = this as Task<unknown>;
    this.#running = true;
    try {
      this.#wait(this.#process[how](value));
    } catch (error) {
      this.#end({ kind: 'threw', error });
    } finally {
      this.#running = false;
      this.#host.current = before;
    }
  }

  #wait(first: IteratorResult<Wait, A>): void {
    let result = first;
    for (;;) {
      if (result.done) {
        this.#end({ kind: 'returned', value: result.value });
        return;
      }
      const wait = result.value;
      if (typeof wait === 'number') {
        this.#sleep(wait);
        return;
      }
      this.#waiting = wait;
      if (wait.block(this as Task<unknown>)) return;
      this.#waiting = undefined;
      result = this.#process.next();
    }
  }

  #sleep(ms: number): void {
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) assert.fail(`a sleep of ${ms} ms`);
    this.#asleepUs = Math.round(ms * 1000);
    this.#schedule(this.#asleepUs);
  }

  #end(outcome: Ending<A>): void {
    const failed = outcome.kind === 'threw' && outcome.error !== CANCELLATION;
    const ending: Ending<A> = this.#cancelled && !failed ? { kind: 'cancelled' } : outcome;
    this.#ending = ending;
    const listeners = this.#onEnd;
    this.#onEnd = undefined;
    if (listeners !== undefined && listeners.length > 0) for (const tell of listeners) tell(ending);
    else if (ending.kind === 'threw') this.#host.unhandled(ending.error);
  }
}
