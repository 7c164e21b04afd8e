import { type Process, ready } from '../../sim/process.ts';
import type { RegisterOperation } from './register-operation.ts';

/** An operation of an office that has been committed. */
export interface LoggedChange {
  /** 1, 2, 3 … over all municipalities. */
  readonly sequence: number;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly atMs: number;
  readonly operation: RegisterOperation;
  /** What the office calls it: the same one again is not done again. */
  readonly requestId: string | undefined;
}

/**
 * 異動履歴: everything the offices have done, in order. The base systems follow from it and from the
 * register of origin, so it is all that has to be kept of them.
 */
export interface ChangeLog {
  /** What comes after a sequence number, in order. */
  since(sequence: number): Process<readonly LoggedChange[]>;
  /** Appends the next one; answers false if somebody else has taken its sequence number. */
  append(change: LoggedChange): Process<boolean>;
}

/** A change log in memory. */
export class MemoryChangeLog implements ChangeLog {
  readonly #changes: LoggedChange[] = [];

  since(sequence: number): Process<readonly LoggedChange[]> {
    return ready(this.#changes.slice(sequence));
  }

  append(change: LoggedChange): Process<boolean> {
    const isNext = change.sequence === this.#changes.length + 1;
    if (isNext) this.#changes.push(change);
    return ready(isNext);
  }
}
