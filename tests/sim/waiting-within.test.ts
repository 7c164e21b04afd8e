import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { answerOf, lived } from './virtual.ts';

test('within answers in time, and its deadline is gone afterwards', () => {
  const readings = answerOf(function* (runner) {
    const answer = yield* within(50, after(20, 'paper'));
    yield sleep(1000);
    return [answer, runner.now()];
  });
  expect(readings).toEqual(['paper', 1020]);
});

test('within stops a process that takes longer at the deadline, and its finally blocks run', () => {
  const order: unknown[] = [];
  const printing = function* (runner: Runner): Process {
    try {
      yield sleep(80);
      order.push('printed');
    } finally {
      order.push(runner.now());
    }
  };
  lived(function* (runner) {
    order.push(yield* within(50, printing(runner)), runner.now());
    yield sleep(100);
  });
  expect(order).toEqual([50, TIMED_OUT, 50]);
});

test('a process that takes exactly as long as it may is in time', () => {
  const twoHalves = function* (): Process<string> {
    yield sleep(25);
    return yield* after(25, 'paper');
  };
  expect(answerOf(() => within(50, after(50, 'paper')))).toBe('paper');
  expect(answerOf(() => within(50, twoHalves()))).toBe('paper');
  expect(answerOf(() => within(0, after(0, 'paper')))).toBe('paper');
  expect(answerOf(() => within(50, after(50.001, 'paper')))).toBe(TIMED_OUT);
});

test('an error of the process itself passes through within', () => {
  expect(() => lived(() => within(50, failAfter(5)))).toThrow('jam');
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a deadline of %d ms is a bug', (ms) => {
  expect(() => lived(() => within(ms, after(1, 'paper')))).toThrow(AssertionError);
});

test.each([
  { outerMs: 30, innerMs: 50, answers: ['outer', 30] },
  { outerMs: 50, innerMs: 30, answers: ['inner', 30] },
  { outerMs: 50, innerMs: 50, answers: ['outer', 50] },
  { outerMs: 90, innerMs: 90, answers: ['paper', 80] },
])('of nested deadlines the earlier one counts: $outerMs ms around $innerMs ms', (given) => {
  const inside = function* (): Process<string> {
    const answer = yield* within(given.innerMs, after(80, 'paper'));
    return answer === TIMED_OUT ? 'inner' : answer;
  };
  const answers = answerOf(function* (runner) {
    const answer = yield* within(given.outerMs, inside());
    const atMs = runner.now();
    yield sleep(200);
    return [answer === TIMED_OUT ? 'outer' : answer, atMs];
  });
  expect(answers).toEqual(given.answers);
});

test('an inner deadline does not pass while the outer one is being cleaned up after', () => {
  const order: string[] = [];
  const printing = function* (): Process {
    try {
      yield sleep(1000);
    } finally {
      yield sleep(20);
      order.push('card returned');
    }
  };
  const journey = function* (): Process {
    yield* within(60, printing());
    order.push('went on');
  };
  const readings = answerOf(function* (runner) {
    return [yield* within(50, journey()), runner.now()];
  });
  expect(readings).toEqual([TIMED_OUT, 70]);
  expect(order).toEqual(['card returned']);
});

test('a deadline leaves the queue of a resource and disturbs nobody in it', () => {
  const order: string[] = [];
  const resource = new Resource(1);
  const citizen = function* (name: string, patienceMs: number): Process {
    const answer = yield* within(patienceMs, resource.use(after(100, name)));
    order.push(answer === TIMED_OUT ? `${name} left` : `${name} served`);
  };
  const runner = new VirtualTime();
  runner.spawn(citizen('a', 1000));
  runner.spawn(citizen('b', 50));
  runner.spawn(citizen('c', 1000));
  runner.advance(60);
  expect([resource.busy, resource.queued]).toEqual([1, 1]);
  runner.advance(1000);
  expect(order).toEqual(['b left', 'a served', 'c served']);
  expect([resource.busy, resource.queued]).toEqual([0, 0]);
});

test('a server granted in the very instant of the deadline is in time', () => {
  const resource = new Resource(1);
  const readings = answerOf(function* (runner) {
    runner.spawn(resource.use(after(50, 'first')));
    yield sleep(0);
    const answer = yield* within(50, resource.use(after(0, 'second')));
    return [answer, runner.now(), resource.busy];
  });
  expect(readings).toEqual(['second', 50, 0]);
});

function* after<A>(ms: number, value: A): Process<A> {
  yield sleep(ms);
  return value;
}

function* failAfter(ms: number): Process<never> {
  yield sleep(ms);
  throw new Error('jam');
}
