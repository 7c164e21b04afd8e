import assert from 'node:assert/strict';
import { type Blocker, type Process, ready } from './process.ts';
import type { Task } from './task.ts';

const AT_ONCE = ready(undefined);
const NOBODY: readonly Task<unknown>[] = [];

/**
 * A pool of `servers` identical servers with one first-come, first-served queue, as in M/M/c.
 * Whoever gives up waiting (a deadline, a cancellation) leaves the queue and disturbs nobody.
 */
export class Resource implements Blocker {
  readonly servers: number;
  #idle: number;
  /** Undefined while nobody waits: of most resources that is most of the time. */
  #queue: Set<Task<unknown>> | undefined;

  constructor(servers: number) {
    assert(Number.isInteger(servers) && servers > 0, `a resource of ${servers} servers`);
    this.servers = servers;
    this.#idle = servers;
  }

  /** Servers at work. */
  get busy(): number {
    return this.servers - this.#idle;
  }

  /** Tasks that wait for a server. */
  get queued(): number {
    return this.#queue?.size ?? 0;
  }

  /**
   * Takes a server, after those who came before. Give it back by `release`, in a `finally`.
   * An idle server is taken by the call itself, so wait for what it answers there and then.
   */
  acquire(): Process {
    if (this.#idle === 0) return this.#turn();
    this.#idle -= 1;
    return AT_ONCE;
  }

  *#turn(): Process {
    yield this;
  }

  /** Gives a server back: to the first in the queue, who goes on at this instant. */
  release(): void {
    for (const next of this.#queue ?? NOBODY) {
      this.#leaveQueue(next);
      next.wake();
      return;
    }
    assert(this.#idle < this.servers, 'a server was released that nobody held');
    this.#idle += 1;
  }

  /** Holds a server for as long as `process` runs. */
  *use<A>(process: Process<A>): Process<A> {
    yield* this.acquire();
    try {
      return yield* process;
    } finally {
      this.release();
    }
  }

  block(task: Task<unknown>): boolean {
    // A server may have become idle since: what was begun beside a task waits a moment later.
    if (this.#idle > 0) {
      this.#idle -= 1;
      return false;
    }
    this.#queue ??= new Set();
    this.#queue.add(task);
    return true;
  }

  withdraw(task: Task<unknown>): void {
    // A task that is no longer queued had been handed a server in this very instant: pass it on.
    if (!this.#leaveQueue(task)) this.release();
  }

  #leaveQueue(task: Task<unknown>): boolean {
    const wasQueued = this.#queue?.delete(task) ?? false;
    if (this.#queue?.size === 0) this.#queue = undefined;
    return wasQueued;
  }
}
