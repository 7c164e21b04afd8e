import { expect, test, vi } from 'vitest';
import { type Process, perform, sleep } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { afterMs, wallClockByHand } from './wall-clock.ts';

wallClockByHand();

test('real work moves the time of its task by what it took, whatever the speed', async () => {
  for (const speed of [1, 1000]) {
    const runner = new RealTime({ speed });
    const result = runner.run(
      (function* (): Process<number[]> {
        const readings = [runner.now()];
        yield* perform(() => afterMs(37, 'reply'));
        readings.push(runner.now());
        yield sleep(500);
        readings.push(runner.now());
        return readings.map((ms) => Math.round(ms * 1000) / 1000 - (readings[0] as number));
      })(),
    );
    await vi.advanceTimersByTimeAsync(1000);
    expect(await result).toEqual([0, 37, 537]);
  }
});

test('real work answers what it promised and throws what it rejected', async () => {
  const runner = new RealTime();
  const refusing = async () => {
    throw new Error('refused');
  };
  const throwing = () => {
    throw new Error('no such host');
  };
  const answers = runner.run(
    (function* (): Process<unknown[]> {
      const caught: unknown[] = [yield* perform(() => afterMs(1, 'reply'))];
      for (const start of [refusing, throwing]) {
        try {
          yield* perform<void>(start);
        } catch (error) {
          caught.push((error as Error).message);
        }
      }
      return caught;
    })(),
  );
  await vi.advanceTimersByTimeAsync(10);
  expect(await answers).toEqual(['reply', 'refused', 'no such host']);
});

test.each([
  { clock: 'scenario', answer: TIMED_OUT, tookMs: 10_000 },
  { clock: 'measured', answer: 'reply', tookMs: 20 },
] as const)('at 1,000 times the speed 10 s of $clock time for 20 ms of work', async (given) => {
  const runner = new RealTime({ speed: 1000 });
  const result = runner.run(
    (function* (): Process<unknown[]> {
      const beganMs = runner.now();
      const answer = yield* within(
        10_000,
        perform(() => afterMs(20, 'reply')),
        given.clock,
      );
      return [answer, Math.round(runner.now() - beganMs)];
    })(),
  );
  await vi.advanceTimersByTimeAsync(100);
  expect(await result).toEqual([given.answer, given.tookMs]);
});

test('a measured deadline that passes costs its measured time, and time never goes back', async () => {
  const runner = new RealTime({ speed: 1000 });
  const result = runner.run(
    (function* (): Process<unknown[]> {
      const silent = (function* (): Process {
        yield sleep(40);
        yield* perform(() => afterMs(1e6, 'reply'));
      })();
      const answers: unknown[] = [yield* within(30, silent, 'measured'), runner.now()];
      answers.push(
        yield* within(
          30,
          perform(() => afterMs(1e6, 'reply')),
          'measured',
        ),
      );
      return [...answers, runner.now()];
    })(),
  );
  await vi.advanceTimersByTimeAsync(100);
  expect(await result).toEqual([TIMED_OUT, 40, TIMED_OUT, 70]);
});

test('who is stopped in a sleep has lived what it has slept, whatever the clock of the stopper', async () => {
  const runner = new RealTime({ speed: 1000 });
  const readings: number[] = [];
  const sleeper = function* (): Process {
    try {
      yield sleep(60_000);
    } finally {
      readings.push(Math.round(runner.now()));
    }
  };
  const result = runner.run(
    (function* (): Process {
      const task = runner.spawn(sleeper());
      yield* perform(() => afterMs(10, 'reply'));
      task.cancel();
      readings.push(Math.round(runner.now()));
      yield* within(20, sleeper(), 'measured');
    })(),
  );
  await vi.advanceTimersByTimeAsync(100);
  await result;
  // Asleep for 10 ms of the wall clock, then, beginning at 10 ms, for 20 ms of it.
  expect(readings).toEqual([10_000, 10, 20_010]);
});

test('real work is told when nobody waits for it any more, and its answer then disturbs nobody', async () => {
  const runner = new RealTime();
  const signals: AbortSignal[] = [];
  const work = (ms: number) =>
    perform((signal) => {
      signals.push(signal);
      return afterMs(ms, 'reply');
    });
  const result = runner.run(
    (function* (): Process<unknown[]> {
      const answers: unknown[] = [yield* within(50, work(10)), yield* within(50, work(80))];
      answers.push(yield sleep(1000));
      return answers;
    })(),
  );
  const cancelled = runner.spawn(work(500));
  await vi.advanceTimersByTimeAsync(100);
  cancelled.cancel();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await result).toEqual(['reply', TIMED_OUT, undefined]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true, true]);
});
