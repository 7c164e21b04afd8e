import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import type { Task } from '../../sim/task.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { join, within } from '../../sim/waiting.ts';
import { answerOf, lived } from './virtual.ts';

test('an error of a task cancelled between two slices stops the run as well', () => {
  const runner = new VirtualTime();
  const task = runner.spawn(failingInFinally());
  runner.advance(5);
  task.cancel();
  expect(() => runner.advance(5)).toThrow('the lock is stuck');
});

test('cancelling ends a task where it waits, innermost finally first', () => {
  const order: string[] = [];
  const inner = function* (): Process {
    try {
      yield sleep(1000);
      order.push('too far');
    } finally {
      order.push('inner');
    }
  };
  const outer = function* (): Process {
    try {
      yield* inner();
    } finally {
      order.push('outer');
    }
  };
  const { task, runner } = cancelledAt(10, outer);
  expect(order).toEqual(['inner', 'outer']);
  expect(task.ending).toEqual({ kind: 'cancelled' });
  expect(runner.now()).toBe(10);
});

test('cancelling a task that has not begun runs nothing of it', () => {
  const runner = new VirtualTime();
  const readings: number[] = [];
  const task = runner.spawn(cleaning(runner, readings));
  task.cancel();
  runner.advance(2000);
  expect(readings).toEqual([]);
  expect(task.ending).toEqual({ kind: 'cancelled' });
});

test('cancelling a task that has ended changes nothing', () => {
  const task = lived(() => sleeper(7));
  task.cancel();
  expect(task.ending).toEqual({ kind: 'returned', value: undefined });
});

test('finally blocks of a cancelled task may wait, at the time of who cancelled it', () => {
  const readings: number[] = [];
  const { task, runner } = cancelledAt(10, (runner) => cleaning(runner, readings));
  expect(task.ending).toBeUndefined();
  runner.advance(1000);
  expect(readings).toEqual([10, 40]);
  expect(task.ending).toEqual({ kind: 'cancelled' });
});

test('a second cancel does not cut the cleaning up short', () => {
  const readings: number[] = [];
  const { task, runner } = cancelledAt(10, (runner) => cleaning(runner, readings));
  runner.advance(20);
  task.cancel();
  runner.advance(1000);
  expect(readings).toEqual([10, 40]);
});

test('a deadline set before the cancel neither cuts the cleaning short nor revives the task', () => {
  const readings: number[] = [];
  let revived = false;
  const bounded = function* (runner: Runner): Process {
    yield* within(20, cleaning(runner, readings));
    revived = true;
  };
  const { task, runner } = cancelledAt(10, bounded);
  runner.advance(1000);
  expect(readings).toEqual([10, 40]);
  expect(revived).toBe(false);
  expect(task.ending).toEqual({ kind: 'cancelled' });
});

test('a deadline of the cleaning up itself still counts', () => {
  const answers: unknown[] = [];
  const stuck = function* (): Process {
    try {
      yield sleep(1000);
    } finally {
      answers.push(yield* within(5, sleeper(1e9)));
    }
  };
  const { task, runner } = cancelledAt(10, stuck);
  runner.advance(15);
  expect(answers.map(String)).toEqual(['Symbol(timed out)']);
  expect(task.ending).toEqual({ kind: 'cancelled' });
});

test('who listens is told how the task really ended', () => {
  const told: string[] = [];
  const listen = (task: Task) => task.whenEnded((ending) => told.push(ending.kind));
  const runner = new VirtualTime();
  const processes = [sleeper(1000), cleaning(runner, []), sleeper(1)];
  const tasks = processes.map((process) => runner.spawn(process));
  for (const task of tasks) listen(task);
  runner.advance(10);
  for (const task of tasks) task.cancel();
  runner.advance(1000);
  for (const task of tasks) listen(task);
  expect(told).toEqual([
    'returned',
    'cancelled',
    'cancelled',
    'cancelled',
    'cancelled',
    'returned',
  ]);
});

test('whoever joins a cancelled task is told of an error in its finally', () => {
  const caught = answerOf(function* (runner) {
    const failing = runner.spawn(failingInFinally());
    runner.spawn(cancelling(5, failing));
    try {
      return yield* join(failing);
    } catch (error) {
      return [(error as Error).message, failing.ending?.kind, runner.now()];
    }
  });
  expect(caught).toEqual(['the lock is stuck', 'threw', 5]);
});

test('a task cannot cancel itself, nor whoever is cancelling it', () => {
  const runner = new VirtualTime();
  const tasks: Task[] = [];
  const cancellingBoth = function* (): Process {
    try {
      yield sleep(5);
    } finally {
      for (const task of tasks) task.cancel();
    }
  };
  tasks.push(runner.spawn(cancellingBoth()));
  expect(() => runner.advance(10)).toThrow(AssertionError);

  const another = new VirtualTime();
  tasks[0] = another.spawn(cancellingBoth());
  const first = tasks[0];
  tasks[0] = another.spawn(cancelling(1, first));
  expect(() => another.advance(10)).toThrow(AssertionError);
});

test('an answer that came in the instant of the cancel does not reach the cleaning up', () => {
  const answers: unknown[] = [];
  const runner = new VirtualTime();
  const asking = (function* (): Process {
    const blocker = { block: () => true, withdraw: () => {} };
    try {
      yield blocker;
    } finally {
      answers.push(yield sleep(1));
    }
  })();
  const task = runner.spawn(asking);
  runner.advance(1);
  task.wake('stale');
  task.cancel();
  runner.advance(10);
  expect(answers).toEqual([undefined]);
});

function* sleeper(ms: number): Process {
  yield sleep(ms);
}

function* cancelling(afterMs: number, task: Task): Process {
  yield sleep(afterMs);
  task.cancel();
}

function* failingInFinally(): Process {
  try {
    yield sleep(1000);
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: that a finally throws is the case at hand
    throw new Error('the lock is stuck');
  }
}

/** Sleeps for long; cleans up for 30 ms and notes when it began and ended doing so. */
function* cleaning(runner: Runner, readings: number[]): Process {
  try {
    yield sleep(1000);
  } finally {
    readings.push(runner.now());
    yield sleep(30);
    readings.push(runner.now());
  }
}

function cancelledAt<A>(
  atMs: number,
  make: (runner: Runner) => Process<A>,
): { readonly task: Task<A>; readonly runner: VirtualTime } {
  const runner = new VirtualTime();
  const task = runner.spawn(make(runner));
  runner.advance(atMs);
  task.cancel();
  return { task, runner };
}
