import { afterEach, beforeEach, vi } from 'vitest';

/** Moves the wall clock of a test on as a busy processor does: no timer fires meanwhile. */
export type Work = (ms: number) => void;

/**
 * Gives each test of a file a wall clock made by hand: it moves when a timer is due, by
 * `vi.advanceTimersByTimeAsync`, and by the work that a process is made to do. So nothing in such a
 * test depends on how busy this machine is.
 */
export function wallClockByHand(): Work {
  let workedMs = 0;
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
    });
    const timersMs = performance.now.bind(performance);
    workedMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => timersMs() + workedMs);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return (ms) => {
    workedMs += ms;
  };
}

/** Promises a value after so many milliseconds of that clock. */
export function afterMs<A>(ms: number, value: A): Promise<A> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms));
}
