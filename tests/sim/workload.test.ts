import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { AWAY_MS, type ClosedWorkload, closedWorkload, openWorkload } from '../../sim/workload.ts';

interface Visit {
  readonly index: number;
  readonly dueMs: number;
  readonly beganMs: number;
  endedMs?: number;
}

/** Users who stay for a given time and are written down. */
class Visitors {
  readonly visits: Visit[] = [];
  present = 0;
  mostPresent = 0;

  user(runner: Runner, stayMs: (index: number) => number) {
    const visitors = this;
    return function* (index: number, dueMs: number): Process {
      const visit: Visit = { index, dueMs, beganMs: runner.now() };
      visitors.visits.push(visit);
      visitors.mostPresent = Math.max(visitors.mostPresent, ++visitors.present);
      yield sleep(stayMs(index));
      visitors.present -= 1;
      visit.endedMs = runner.now();
    };
  }
}

/** Runs a workload that begins at 500 ms; answers when it ended as well. */
function run(
  stayMs: (index: number) => number,
  make: (runner: Runner, user: ReturnType<Visitors['user']>) => Process,
) {
  const runner = new VirtualTime();
  const visitors = new Visitors();
  let endedMs = Number.NaN;
  runner.advance(500);
  runner.spawn(
    (function* (): Process {
      yield* make(runner, visitors.user(runner, stayMs));
      endedMs = runner.now();
    })(),
  );
  runner.advance(Number.POSITIVE_INFINITY);
  return { visitors, visits: visitors.visits, endedMs };
}

test('an open workload lets users in when they are due, however slow the others are', () => {
  const { visitors, visits, endedMs } = run(
    () => 1000,
    (runner, user) => openWorkload(runner, [0, 10, 10, 20], user),
  );
  expect(visits).toEqual([
    { index: 0, dueMs: 500, beganMs: 500, endedMs: 1500 },
    { index: 1, dueMs: 510, beganMs: 510, endedMs: 1510 },
    { index: 2, dueMs: 510, beganMs: 510, endedMs: 1510 },
    { index: 3, dueMs: 520, beganMs: 520, endedMs: 1520 },
  ]);
  expect(visitors.mostPresent).toBe(4);
  expect(endedMs).toBe(520);
});

test('no user of an open workload begins before or after the instant they are told', () => {
  const gaps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(gaps, (all) => {
      let atMs = 0;
      const arrivals = all.map((gap) => {
        atMs += gap;
        return atMs;
      });
      const { visits } = run(
        () => 1,
        (runner, user) => openWorkload(runner, arrivals, user),
      );
      expect(visits.length).toBe(all.length);
      visits.forEach(({ index, dueMs, beganMs }, place) => {
        expect(index).toBe(place);
        expect(beganMs).toBe(dueMs);
        expect(Math.abs(dueMs - 500 - (arrivals[index] as number))).toBeLessThan(0.000_501);
      });
    }),
  );
});

test('an open workload without arrivals ends at once', () => {
  const { visits, endedMs } = run(
    () => 1,
    (runner, user) => openWorkload(runner, [], user),
  );
  expect([visits.length, endedMs]).toEqual([0, 500]);
});

test('a closed workload begins the next iteration of each virtual user when its last has ended', () => {
  const { visits, visitors, endedMs } = closedRun({ vus: 2, durationMs: 100 }, (index) =>
    index === 0 ? 90 : 30,
  );
  expect(visits.map(({ index, beganMs }) => [index, beganMs])).toEqual([
    [0, 500],
    [1, 500],
    [2, 530],
    [3, 560],
    [4, 590],
    [5, 590],
  ]);
  expect(visits.every(({ dueMs, beganMs }) => dueMs === beganMs)).toBe(true);
  expect(visitors.mostPresent).toBe(2);
  expect(endedMs).toBe(620);
});

test('no iteration of a closed workload begins at the end of its duration or after', () => {
  const { visits, endedMs } = closedRun({ vus: 1, durationMs: 90 }, () => 30);
  expect(visits.map(({ beganMs }) => beganMs)).toEqual([500, 530, 560]);
  expect(endedMs).toBe(590);
});

test('virtual users share the iterations, each begun exactly once, and never exceed their number', () => {
  const settings = fc.record({
    vus: fc.integer({ min: 1, max: 8 }),
    iterations: fc.integer({ min: 0, max: 40 }),
    stays: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40, maxLength: 40 }),
  });
  fc.assert(
    fc.property(settings, ({ vus, iterations, stays }) => {
      const { visits, visitors, endedMs } = closedRun(
        { vus, iterations },
        (index) => stays[index] as number,
      );
      expect(visits.map(({ index }) => index)).toEqual(
        Array.from({ length: iterations }, (_, i) => i),
      );
      expect(visitors.mostPresent).toBe(Math.min(vus, iterations));
      expect(endedMs).toBe(Math.max(500, ...visits.map((visit) => visit.endedMs as number)));
    }),
  );
});

test('virtual users who each have their own number make it, however slow one is', () => {
  const { visits, endedMs } = closedRun({ vus: 2, iterationsEach: 3 }, (index) =>
    index === 0 ? 100 : 10,
  );
  expect(visits.map(({ beganMs }) => beganMs)).toEqual([500, 500, 510, 520, 600, 610]);
  expect(endedMs).toBe(620);
});

test('a virtual user who is sent away at once comes back after a while, and does not spin', () => {
  const { visits } = closedRun({ vus: 1, durationMs: 3 * AWAY_MS }, () => 0);
  expect(visits.map(({ beganMs }) => beganMs)).toEqual([500, 500 + AWAY_MS, 500 + 2 * AWAY_MS]);
});

test('of duration and iterations the earlier end counts', () => {
  expect(closedRun({ vus: 2, iterations: 3, durationMs: 1000 }, () => 10).visits.length).toBe(3);
  expect(closedRun({ vus: 2, iterations: 300, durationMs: 50 }, () => 10).visits.length).toBe(10);
});

function closedRun(settings: ClosedWorkload, stayMs: (index: number) => number) {
  return run(stayMs, (runner, user) => closedWorkload(runner, settings, user));
}
