import { expect, test, vi } from 'vitest';
import { type Process, perform, sleep } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { Signal } from '../../sim/waiting.ts';
import { afterMs, wallClockByHand } from './wall-clock.ts';

const work = wallClockByHand();

const DAY_MS = 24 * 3600 * 1000;

/** Wakes every 10 ms, works, and notes by how much the wall clock is then ahead. */
function* ticking(
  runner: RealTime,
  works: (tick: number) => number,
  aheadMs: number[],
): Process<number[]> {
  const beganMs = performance.now();
  const readings: number[] = [];
  for (let tick = 1; tick <= 100; tick++) {
    yield sleep(10);
    readings.push(Math.round(runner.now()));
    aheadMs.push(performance.now() - beganMs - 10 * tick);
    work(works(tick));
  }
  return readings;
}

const tens = Array.from({ length: 100 }, (_, index) => 10 * (index + 1));

test('work between two waits does not shift what is due later', async () => {
  const runner = new RealTime();
  const aheadMs: number[] = [];
  const result = runner.run(ticking(runner, () => 4, aheadMs));
  await vi.advanceTimersByTimeAsync(2000);
  expect(await result).toEqual(tens);
  expect(Math.min(...aheadMs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...aheadMs)).toBeLessThan(2);
});

test('a chain of timers, each begun when the last has ended, would be late by all the work', async () => {
  let atMs = 0;
  const chained = new Promise<void>((resolve) => {
    const tick = (left: number) => {
      atMs = performance.now();
      work(4);
      if (left === 0) resolve();
      else setTimeout(() => tick(left - 1), 10);
    };
    tick(100);
  });
  const beganMs = performance.now() - 4;
  await vi.advanceTimersByTimeAsync(2000);
  await chained;
  expect(atMs - beganMs).toBeGreaterThanOrEqual(1400);
});

test('a stall is caught up with, and reported as it was', async () => {
  const lateMs: number[] = [];
  const runner = new RealTime({ onLateness: (ms) => lateMs.push(ms) });
  const aheadMs: number[] = [];
  const result = runner.run(ticking(runner, (tick) => (tick === 50 ? 35 : 0), aheadMs));
  await vi.advanceTimersByTimeAsync(2000);
  expect(await result).toEqual(tens);
  const rounded = aheadMs.map(Math.round);
  expect(rounded.slice(49, 55)).toEqual([0, 25, 15, 5, 0, 0]);
  // The first report is of the beginning; the others are of the ticks, in the same order.
  expect(lateMs.slice(1).map(Math.round)).toEqual(rounded);
});

test('lateness is told in milliseconds of the wall clock, whatever the speed', async () => {
  const lateMs: number[] = [];
  const runner = new RealTime({ speed: 50, onLateness: (ms) => lateMs.push(Math.round(ms)) });
  const result = runner.run(
    (function* (): Process {
      yield sleep(500);
      work(35);
      yield sleep(500);
    })(),
  );
  await vi.advanceTimersByTimeAsync(100);
  await result;
  expect(lateMs).toEqual([0, 0, 25]);
});

test('a timer that fires a little early resumes nobody before the instant', async () => {
  const runner = new RealTime();
  const aheadMs: number[] = [];
  const result = runner.run(ticking(runner, () => -0.7, aheadMs));
  await vi.advanceTimersByTimeAsync(2000);
  await result;
  expect(Math.min(...aheadMs)).toBeGreaterThan(-0.001);
});

test('scenario time passes as many times faster as asked, for sleeps', async () => {
  const runner = new RealTime({ speed: 50 });
  const beganMs = performance.now();
  const result = runner.run(
    (function* (): Process<number> {
      yield sleep(60_000);
      return runner.now();
    })(),
  );
  await vi.advanceTimersByTimeAsync(2000);
  expect(await result).toBe(60_000);
  expect(performance.now() - beganMs).toBe(2000);
});

test('who is woken from outside goes on at once, at the time it is there', async () => {
  const runner = new RealTime({ speed: 10 });
  const signal = new Signal<string>();
  setTimeout(() => signal.fire('pressed'), 30);
  const result = runner.run(
    (function* (): Process<unknown[]> {
      return [yield* signal.wait(), runner.now()];
    })(),
  );
  await vi.advanceTimersByTimeAsync(32);
  expect(await result).toEqual(['pressed', 300]);
});

test('a wait of a month is not too long for a timer', async () => {
  const timeout = vi.spyOn(globalThis, 'setTimeout');
  const runner = new RealTime();
  const result = runner.run(pauseThenNow(runner, 30 * DAY_MS));
  await vi.advanceTimersByTimeAsync(31 * DAY_MS);
  expect(await result).toBe(30 * DAY_MS);
  for (const [, waitMs] of timeout.mock.calls) expect(waitMs).toBeLessThan(2 ** 31);
});

test('stop() resumes nothing any more and leaves no timer behind', async () => {
  const runner = new RealTime();
  let count = 0;
  runner.spawn(
    (function* (): Process {
      for (;;) {
        yield sleep(1);
        count += 1;
        if (count === 5) runner.stop();
      }
    })(),
  );
  runner.spawn(perform(() => afterMs(20, 'reply')));
  await vi.advanceTimersByTimeAsync(100);
  expect(count).toBe(5);
  runner.spawn(pauseThenNow(runner, 1));
  expect(vi.getTimerCount()).toBe(0);

  const another = new RealTime();
  another.spawn(pauseThenNow(another, 180_000));
  expect(vi.getTimerCount()).toBe(1);
  another.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('an error that nobody joined rejects the failure and stops the run', async () => {
  const runner = new RealTime();
  let count = 0;
  runner.spawn(
    (function* (): Process {
      for (;;) {
        yield sleep(1);
        count += 1;
      }
    })(),
  );
  runner.spawn(
    (function* (): Process {
      yield sleep(5.5);
      throw new Error('jam');
    })(),
  );
  const failure = expect(runner.failure).rejects.toThrow('jam');
  await vi.advanceTimersByTimeAsync(100);
  await failure;
  expect(count).toBe(5);
});

test('run() rejects what its process threw, which is then not fatal', async () => {
  const runner = new RealTime();
  const failing = runner.run(
    (function* (): Process {
      yield sleep(1);
      throw new Error('jam');
    })(),
  );
  const failed = expect(failing).rejects.toThrow('jam');
  await vi.advanceTimersByTimeAsync(2);
  await failed;
  const after = runner.run(pauseThenNow(runner, 8));
  await vi.advanceTimersByTimeAsync(10);
  expect(await after).toBe(8);
});

function* pauseThenNow(runner: RealTime, ms: number): Process<number> {
  const beganMs = runner.now();
  yield sleep(ms);
  return Math.round((runner.now() - beganMs) * 1000) / 1000;
}
