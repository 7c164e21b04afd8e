import { expect, test } from 'vitest';
import { type Process, perform, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { within } from '../../sim/waiting.ts';
import { lived } from './virtual.ts';

test('real work is refused in virtual time', () => {
  expect(() =>
    lived(function* () {
      yield* perform(async () => 1);
    }),
  ).toThrow('give the port a model adapter');
});

test('advance() goes to its instant and no further, and in slices', () => {
  const runner = new VirtualTime();
  let count = 0;
  const ticking = function* (): Process {
    for (;;) {
      yield sleep(1.005);
      count += 1;
    }
  };
  runner.spawn(ticking());
  expect(runner.advance(1.005)).toBe(false);
  expect(count).toBe(1);
  expect(runner.advance(1.5)).toBe(false);
  expect([count, runner.now()]).toEqual([1, 1.5]);
  expect(runner.advance(1005, 9)).toBe(true);
  expect(count).toBe(10);
  expect(runner.advance(1005)).toBe(false);
  expect([count, runner.now()]).toEqual([1000, 1005]);
});

test('stop() lets nothing more happen, from inside and from outside', () => {
  const runner = new VirtualTime();
  const readings: number[] = [];
  const ticking = function* (): Process {
    for (;;) {
      yield sleep(1);
      readings.push(runner.now());
      if (readings.length === 3) runner.stop();
    }
  };
  runner.spawn(ticking());
  expect(runner.advance(100)).toBe(false);
  expect(runner.advance(100)).toBe(false);
  expect(readings).toEqual([1, 2, 3]);
});

test('virtual time stands still while real work takes its time, one piece after the other', async () => {
  const runner = new VirtualTime({ performs: true });
  const order: string[] = [];
  const worker = function* (name: string, turns: number): Process {
    for (let turn = 0; turn < 2; turn++) {
      yield sleep(10);
      const answer = yield* within(
        0,
        perform(() => laterBy(turns, name)),
      );
      order.push(`${String(answer)} ${runner.now()}`);
    }
  };
  const ticking = function* (): Process {
    yield sleep(15);
    order.push(`tick ${runner.now()}`);
  };
  for (const [name, turns] of [
    ['slow', 20],
    ['fast', 1],
  ] as const) {
    runner.spawn(worker(name, turns));
  }
  runner.spawn(ticking());
  await drained(runner);
  expect(order).toEqual(['slow 10', 'fast 10', 'tick 15', 'slow 20', 'fast 20']);
});

test('the error of real work reaches its process, and the run if nobody takes it', async () => {
  const runner = new VirtualTime({ performs: true });
  const caught: string[] = [];
  const refused = async () => {
    throw new Error('refused');
  };
  const careful = function* (): Process {
    try {
      yield* perform<void>(refused);
    } catch (error) {
      caught.push((error as Error).message);
    }
  };
  runner.spawn(careful());
  await drained(runner);
  expect(caught).toEqual(['refused']);
  runner.spawn(perform<void>(refused));
  await expect(drained(runner)).rejects.toThrow('refused');
});

test('real work of a task that was cancelled meanwhile disturbs nobody', async () => {
  const runner = new VirtualTime({ performs: true });
  let signal: AbortSignal | undefined;
  const task = runner.spawn(
    perform((given) => {
      signal = given;
      return laterBy(5, 'reply');
    }),
  );
  runner.advance(0);
  await Promise.resolve();
  task.cancel();
  await drained(runner);
  expect(signal?.aborted).toBe(true);
  expect(task.ending).toEqual({ kind: 'cancelled' });
  expect(runner.performing).toBeUndefined();
});

/** Advances to the end, waiting for real work where there is some. */
async function drained(runner: VirtualTime): Promise<void> {
  while (runner.advance(Number.POSITIVE_INFINITY)) await runner.performing;
}

/** Promises a value after so many turns of the microtask queue. */
async function laterBy<A>(turns: number, value: A): Promise<A> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  return value;
}
