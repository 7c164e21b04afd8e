import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { Trust } from '../../scenarios/trust/trust.ts';
import { poissonArrivals } from '../../sim/arrivals.ts';
import type { Process } from '../../sim/process.ts';
import { sleep } from '../../sim/process.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { Resource } from '../../sim/resource.ts';
import { streams } from '../../sim/rng.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { openWorkload } from '../../sim/workload.ts';
import { smallScenario } from '../scenarios/small-scenario.ts';
import { changed, soundJourney } from '../scenarios/told-journey.ts';

const SEED = 3;
const PER_SECOND = 2;
const LASTS_MS = 30 * 60_000;
/** The server becomes slow in the middle: 20 s of service, and then 200. */
const SLOW = { fromMs: 10 * 60_000, untilMs: 20 * 60_000, ms: 200_000 };
const SERVICE_MS = 20_000;

const scenario = smallScenario({
  stores: { inside: 1000 },
  duration: '30m',
  workloads: { day: { executor: 'poisson-arrival-rate', rate: PER_SECOND, duration: '30m' } },
});

/** What a generator tells of one user: when it says that the user came, and how long it took. */
type Telling = (dueMs: number, sentMs: number, endMs: number) => readonly [number, number];

/** A generator with so many connections, and what it tells. */
function generated(connections: number, telling: Telling): readonly TraceEvent[] {
  const runner = new VirtualTime();
  const pool = new Resource(connections);
  const events: TraceEvent[] = [];
  function* user(journey: number, dueMs: number): Process {
    yield* pool.acquire();
    const sentMs = runner.now();
    const isSlow = SLOW.fromMs <= sentMs && sentMs < SLOW.untilMs;
    yield sleep(isSlow ? SLOW.ms : SERVICE_MS);
    pool.release();
    const [atMs, ms] = telling(dueMs, sentMs, runner.now());
    const [arrived, ended] = [soundJourney(journey), soundJourney(journey)].map((journeys, end) =>
      journeys.at(end === 0 ? 0 : -1),
    ) as [TraceEvent, TraceEvent];
    events.push({ ...arrived, t: atMs } as TraceEvent);
    events.push(...changed([ended], 'ended', { t: runner.now(), ms }));
  }
  const curve = constantRate(PER_SECOND, LASTS_MS);
  const due = poissonArrivals(curve, streams(SEED).stream('arrivals', 'day'));
  runner.spawn(openWorkload(runner, due, user));
  runner.advance(Number.POSITIVE_INFINITY);
  return events;
}

/** The verdicts of a trace, by the checks that it has. */
function verdicts(events: readonly TraceEvent[], of: Scenario = scenario) {
  const trust = new Trust(of);
  const { start, name } = of;
  const began = { kind: 'run-began', t: 0, scenario: name, seed: SEED, clock: 'virtual' } as const;
  const end = { kind: 'run-ended', t: LASTS_MS + 600_000, reason: 'finished' } as const;
  for (const event of [{ ...began, originMs: Date.parse(start) }, ...events, end]) {
    for (const watch of trust.watches) watch[event.kind]?.(event as never);
  }
  return Object.fromEntries(trust.checks().map(({ name: check, verdict }) => [check, verdict]));
}

const CAP = 200;
const fromDue: Telling = (dueMs, _, endMs) => [dueMs, endMs - dueMs];
const timedFromSending: Telling = (dueMs, sentMs, endMs) => [dueMs, endMs - sentMs];
const allFromSending: Telling = (_, sentMs, endMs) => [sentMs, endMs - sentMs];

describe('an open workload', () => {
  test('stays open: users in flight are rate × duration, and all came when they were due', () => {
    const events = generated(Number.MAX_SAFE_INTEGER, fromDue);
    expect(verdicts(events)).toEqual({ little: 'pass', arrivals: 'pass' });
  });

  test('may queue for something, if the time in the queue is told', () => {
    expect(verdicts(generated(CAP, fromDue))).toEqual({ little: 'pass', arrivals: 'pass' });
  });

  test('over 200 sockets, timed from the sending, breaks Little’s law', () => {
    expect(verdicts(generated(CAP, timedFromSending))).toMatchObject({ little: 'fail' });
  });

  test('over 200 sockets, all told from the sending, is another offer than was asked for', () => {
    // Such a generator agrees with itself: only the plan shows that it was closed.
    const events = generated(CAP, allFromSending);
    expect(verdicts(events)).toEqual({ little: 'pass', arrivals: 'fail' });
  });

  test('that drops one user in a thousand is void, and one in two thousand is told', () => {
    const events = generated(Number.MAX_SAFE_INTEGER, fromDue);
    const without = (dropped: number) =>
      events.filter((event) => !('journey' in event) || Number(event.journey) >= dropped);
    expect(events.length / 2).toBeGreaterThan(3_000);
    expect(verdicts(without(1))).toMatchObject({ arrivals: 'pass' });
    expect(verdicts(without(8))).toMatchObject({ arrivals: 'fail' });
  });
});

test('in a minute in which journeys of three are under way the law holds to the µs', () => {
  const trust = new Trust(scenario);
  for (const event of generated(Number.MAX_SAFE_INTEGER, fromDue)) {
    for (const watch of trust.watches) watch[event.kind]?.(event as never);
  }
  const [little] = trust.checks();
  expect(little?.message).toMatch(/in the worst of 3\d minutes 0\.0 % apart, limit 5\.0 %$/);
});
