import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { type Process, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { lived } from './virtual.ts';

test('a sleep moves the clock of its task by whole microseconds', () => {
  const readings: number[] = [];
  lived(function* (runner) {
    for (const ms of [0, 1.0004, 0.0006, 250]) {
      yield sleep(ms);
      readings.push(runner.now());
    }
  });
  expect(readings).toEqual([0, 1, 1.001, 251.001]);
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a sleep of %d ms is a bug', (ms) => {
  expect(() =>
    lived(function* () {
      yield sleep(ms);
    }),
  ).toThrow(AssertionError);
});

test.each([17, -17, 0.5, Number.NaN])('a priority of %d is a bug', (priority) => {
  const runner = new VirtualTime();
  expect(() => runner.spawn(sleeper(1), priority)).toThrow(AssertionError);
});

test('tasks of one instant run by priority, then in the order in which they were spawned', () => {
  const runner = new VirtualTime();
  const order: string[] = [];
  const named = function* (name: string): Process {
    yield sleep(5);
    order.push(name);
  };
  for (const [name, priority] of [
    ['b', 0],
    ['d', 1],
    ['c', 0],
    ['a', -1],
    ['e', 16],
  ] as const) {
    runner.spawn(named(name), priority);
  }
  runner.advance(5);
  expect(order.join('')).toBe('abcde');
});

test('an error that nobody joined stops the run where it happened', () => {
  const runner = new VirtualTime();
  const seen: string[] = [];
  const fail = function* (): Process {
    yield sleep(5);
    throw new Error('the drawer is empty');
  };
  const after = function* (): Process {
    yield sleep(6);
    seen.push('went on');
  };
  runner.spawn(fail());
  runner.spawn(after());
  expect(() => runner.advance(100)).toThrow('the drawer is empty');
  expect(() => runner.advance(100)).toThrow('the drawer is empty');
  expect(seen).toEqual([]);
});

function* sleeper(ms: number): Process {
  yield sleep(ms);
}
