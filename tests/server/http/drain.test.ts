import { expect, test } from 'vitest';
import { Drain } from '../../../server/http/drain.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

function draining(drain: Drain) {
  const time = new VirtualTime();
  const task = time.spawn(drain.run());
  return () => {
    time.advance(time.now());
    return task.ending?.kind === 'returned';
  };
}

test('it is over at once where nothing is in hand', () => {
  const drain = new Drain(() => 0);
  expect(drain.closing).toBe(false);
  const isOver = draining(drain);
  expect(isOver()).toBe(true);
  expect(drain.closing).toBe(true);
});

test('it waits for sessions, which end with a request', () => {
  let sessions = 2;
  const drain = new Drain(() => sessions);
  const isOver = draining(drain);
  for (const left of [1, 0]) {
    expect(isOver()).toBe(false);
    drain.began();
    sessions = left;
    drain.ended();
  }
  expect(isOver()).toBe(true);
});

test('it waits for requests that are being worked on, however their sessions end', () => {
  const drain = new Drain(() => 0);
  drain.began();
  drain.began();
  const isOver = draining(drain);
  drain.ended();
  expect(isOver()).toBe(false);
  drain.ended();
  expect(isOver()).toBe(true);
});

test('requests of a server that does not close end nothing', () => {
  const drain = new Drain(() => 0);
  drain.began();
  drain.ended();
  expect(drain.closing).toBe(false);
});
