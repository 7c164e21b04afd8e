import { expect, test } from 'vitest';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import type { Task } from '../../sim/task.ts';
import { beside, Cancelled, join, race, Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import { answerOf, lived } from './virtual.ts';

test('join answers what the task returned, at its end, and at once afterwards', () => {
  const readings = answerOf(function* (runner) {
    const task = runner.spawn(after(30, 'paper'));
    const first = yield* join(task);
    const firstMs = runner.now();
    yield sleep(5);
    return [first, firstMs, yield* join(task), runner.now()];
  });
  expect(readings).toEqual(['paper', 30, 'paper', 35]);
});

test('join rethrows what the task threw, which is then not fatal', () => {
  const caught = answerOf(function* (runner) {
    try {
      return yield* join(runner.spawn(failAfter(5)));
    } catch (error) {
      return [(error as Error).message, runner.now()];
    }
  });
  expect(caught).toEqual(['jam', 5]);
});

test('join of a cancelled task throws Cancelled', () => {
  const caught = answerOf(function* (runner) {
    const task = runner.spawn(after(30, 'paper'));
    runner.spawn(cancelAfter(7, task));
    try {
      return yield* join(task);
    } catch (error) {
      return [error instanceof Cancelled, runner.now()];
    }
  });
  expect(caught).toEqual([true, 7]);
});

test('an error is fatal again when the joiner has given up', () => {
  expect(() =>
    lived(function* (runner) {
      expect(yield* within(5, join(runner.spawn(failAfter(10))))).toBe(TIMED_OUT);
      yield sleep(100);
    }),
  ).toThrow('jam');
});

test('one of two joiners gives up, the other still gets the answer', () => {
  const answers = answerOf(function* (runner) {
    const task = runner.spawn(after(30, 'paper'));
    const patient = runner.spawn(join(task));
    const hasty = runner.spawn(within(10, join(task)));
    return [yield* join(hasty), yield* join(patient), runner.now()];
  });
  expect(answers).toEqual([TIMED_OUT, 'paper', 30]);
});

test('race answers the first, cancels the others and runs their finally blocks', () => {
  const order: unknown[] = [];
  const slow = function* (runner: Runner): Process<string> {
    try {
      return yield* after(100, 'slow');
    } finally {
      order.push(runner.now());
    }
  };
  const readings = answerOf(function* (runner) {
    const answer = yield* race(runner, [slow(runner), after(30, 'fast'), slow(runner)]);
    return [answer, runner.now()];
  });
  expect(readings).toEqual(['fast', 30]);
  expect(order).toEqual([30, 30]);
});

test('of two that end in one instant the race answers the first named', () => {
  expect(answerOf((runner) => race(runner, [after(9, 'a'), after(9, 'b')]))).toBe('a');
});

test('race throws what the first to end threw, and still cancels the others', () => {
  const resource = new Resource(1);
  const caught = answerOf(function* (runner) {
    try {
      return yield* race(runner, [resource.use(after(100, 'slow')), failAfter(5)]);
    } catch (error) {
      return [(error as Error).message, resource.busy];
    }
  });
  expect(caught).toEqual(['jam', 0]);
});

test('a race that is itself cancelled or too late cancels all its processes', () => {
  const resource = new Resource(2);
  const readings = answerOf(function* (runner) {
    const both = [resource.use(after(100, 'a')), resource.use(after(200, 'b'))];
    const answer = yield* within(50, race(runner, both));
    return [answer, resource.busy, runner.now()];
  });
  expect(readings).toEqual([TIMED_OUT, 0, 50]);
});

test('an error of a loser is fatal, not silent', () => {
  expect(() => lived((runner) => race(runner, [after(5, 'a'), failAfter(5)]))).toThrow('jam');
  const failing = function* (): Process<string> {
    try {
      return yield* after(10, 'slow');
    } finally {
      yield* failAfter(1);
    }
  };
  expect(() => lived((runner) => race(runner, [after(5, 'a'), failing()]))).toThrow('jam');
});

test('a signal lets all who wait go on at its instant, and whoever comes later at once', () => {
  const signal = new Signal<string>();
  const readings: unknown[] = [];
  const listener = function* (runner: Runner): Process {
    readings.push([yield* signal.wait(), runner.now()]);
  };
  lived(function* (runner) {
    runner.spawn(listener(runner));
    runner.spawn(listener(runner));
    yield sleep(10);
    expect(signal.fired).toBe(false);
    signal.fire('first');
    signal.fire('second');
    expect(signal.fired).toBe(true);
    yield sleep(5);
    runner.spawn(listener(runner));
  });
  expect(readings).toEqual([
    ['first', 10],
    ['first', 10],
    ['first', 15],
  ]);
});

test('who stopped waiting for a signal is not woken by it', () => {
  const signal = new Signal();
  const order: string[] = [];
  const others = function* (): Process {
    yield sleep(20);
    signal.fire();
    yield sleep(20);
    order.push('others');
  };
  lived(function* (runner) {
    runner.spawn(others());
    expect(yield* within(10, signal.wait())).toBe(TIMED_OUT);
    yield sleep(100);
    order.push(`slept until ${runner.now()}`);
  });
  expect(order).toEqual(['others', 'slept until 110']);
});

function* after<A>(ms: number, value: A): Process<A> {
  yield sleep(ms);
  return value;
}

function* cancelAfter(ms: number, task: Task<string>): Process {
  yield sleep(ms);
  task.cancel();
}

function* failAfter(ms: number): Process<never> {
  yield sleep(ms);
  throw new Error('jam');
}

test('what is begun beside a task hears a signal that fires before it waits', () => {
  const answer = answerOf(function* (runner) {
    const signal = new Signal<string>();
    // This task’s turn comes before that of what is begun beside.
    runner.spawn(fire(signal));
    return yield* within(100, beside(runner, signal.wait()));
  });
  expect(answer).toBe('fired');
});

// biome-ignore lint/correctness/useYield: it is a task of its own, with a turn of its own.
function* fire(signal: Signal<string>): Process {
  signal.fire('fired');
}
