import { expect, test } from 'vitest';
import { evenArrivals } from '../../sim/arrivals.ts';
import { Histogram } from '../../sim/histogram.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { closedWorkload, openWorkload, type User } from '../../sim/workload.ts';

/*
 * A server that stands still for S = 2 s once in T = 20 s. Seen by users who come at any time, the
 * response exceeds x < S with probability (S − x) / T, so that for q > 1 − S/T the percentile is
 * S · (1 − (1 − q) / (S/T)): 1.00 s for 95 % and 1.80 s for 99 %.
 */
const STALL_MS = 2_000;
const CYCLE_MS = 20_000;
const SERVICE_MS = 5;
const PER_SECOND = 50;
const DURATION_MS = 200 * CYCLE_MS;

function truthMs(percent: number): number {
  return STALL_MS * (1 - (1 - percent / 100) / (STALL_MS / CYCLE_MS));
}

/** What is in service or comes while the server stands still is answered when it moves again. */
function* serve(runner: Runner): Process {
  yield sleep(SERVICE_MS);
  const intoMs = runner.now() % CYCLE_MS;
  if (intoMs < STALL_MS) yield sleep(STALL_MS - intoMs);
}

/** Runs a workload of users who ask once and note how long it took since the given instant. */
function measured(
  workload: (runner: Runner, user: User) => Process,
  since: (dueMs: number, sentMs: number) => number,
): Histogram {
  const runner = new VirtualTime();
  const responses = new Histogram();
  const user: User = function* (_, dueMs) {
    const sentMs = runner.now();
    yield* serve(runner);
    responses.record(runner.now() - since(dueMs, sentMs));
  };
  runner.spawn(workload(runner, user));
  runner.advance(Number.POSITIVE_INFINITY);
  return responses;
}

const open = (runner: Runner, user: User) =>
  openWorkload(runner, evenArrivals(constantRate(PER_SECOND, DURATION_MS)), user);

const closed = (runner: Runner, user: User) =>
  closedWorkload(runner, { vus: 1, durationMs: DURATION_MS }, user);

/** The schedule of the open workload, but over one connection that is taken while it waits. */
function* oneConnection(runner: Runner, user: User): Process {
  let index = 0;
  for (const dueMs of evenArrivals(constantRate(PER_SECOND, DURATION_MS))) {
    if (dueMs > runner.now()) yield sleep(dueMs - runner.now());
    yield* user(index++, dueMs);
  }
}

const fromDue = (dueMs: number) => dueMs;
const fromSent = (_: number, sentMs: number) => sentMs;

test('from the instant they were due, users see the stall as it is', () => {
  const responses = measured(open, fromDue);
  expect(responses.count).toBe((PER_SECOND * DURATION_MS) / 1000);
  for (const percent of [92, 95, 99, 99.9]) expect(errorOf(responses, percent)).toBeLessThan(0.05);
  expect(errorOf(responses, 95)).toBeLessThan(0.02);
  expect(truthMs(95)).toBeCloseTo(1000);
  expect(truthMs(99)).toBeCloseTo(1800);
  expect(responses.minMs).toBe(SERVICE_MS);
});

test('a closed loop, recorded from the instant of sending, does not see it at all', () => {
  const responses = measured(closed, fromSent);
  for (const percent of [95, 99]) expect(errorOf(responses, percent)).toBeGreaterThan(0.9);
  expect(responses.maxMs).toBeGreaterThan(0.9 * STALL_MS);
});

test('a schedule recorded from the instant of sending misses it as well', () => {
  const responses = measured(oneConnection, fromSent);
  for (const percent of [95, 99]) expect(errorOf(responses, percent)).toBeGreaterThan(0.9);
});

function errorOf(responses: Histogram, percent: number): number {
  return Math.abs(responses.percentileMs(percent) / truthMs(percent) - 1);
}
