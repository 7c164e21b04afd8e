import type { Process } from '../../sim/process.ts';
import { Signal } from '../../sim/waiting.ts';

/**
 * The last minutes of a server: it takes no new sessions, and what it has in hand is finished.
 * In hand are sessions that have not ended and requests that are being worked on.
 */
export class Drain {
  readonly #openSessions: () => number;
  readonly #dry = new Signal();
  #closing = false;
  #requests = 0;

  constructor(openSessions: () => number) {
    this.#openSessions = openSessions;
  }

  /** Whether new sessions are refused. */
  get closing(): boolean {
    return this.#closing;
  }

  /** A request is being worked on. */
  began(): void {
    this.#requests += 1;
  }

  /** It has been answered; it may have ended its session. */
  ended(): void {
    this.#requests -= 1;
    this.#look();
  }

  /** Takes nothing new from now on, and waits until nothing is in hand any more. */
  *run(): Process {
    this.#closing = true;
    this.#look();
    yield* this.#dry.wait();
  }

  #look(): void {
    if (this.#closing && this.#requests === 0 && this.#openSessions() === 0) this.#dry.fire();
  }
}
