import { expect, test } from 'vitest';
import type { Centre } from '../../devices/bus/centre.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { join, Signal } from '../../sim/waiting.ts';
import { eventsOf, lived, smallScenario } from '../scenarios/small-scenario.ts';

/** A server that takes every request and answers none; kiosks would wait for it for days. */
const silent = (sound: Centre): Centre => ({
  openSession: (...of) => sound.openSession(...of),
  authenticate: () => new Signal<never>().wait(),
  issue: (...of) => sound.issue(...of),
  reportPrint: (...of) => sound.reportPrint(...of),
  endSession: (...of) => sound.endSession(...of),
});

const scenario = smallScenario({
  duration: '20m',
  gracefulStop: '5m',
  server: { timeout: '1000h', attempts: 1 },
});

test('a run ends when its graceful stop is over, whoever still waits, and says so', () => {
  const { judgement, inFlight } = lived(scenario, { centre: silent });
  expect(inFlight).toBeGreaterThan(0);
  expect(judgement.validity).toContainEqual({
    name: 'all-ended',
    verdict: 'inconclusive',
    message: `${inFlight} journeys had not ended when the graceful stop was over`,
  });
  const lastMs = 25 * 60_000;
  const runEnded = Math.max(...lived(scenario, { centre: silent }).events.map(({ t }) => t));
  expect(runEnded).toBeLessThanOrEqual(lastMs);
});

test('every request has a deadline: with one of 45 s nobody is left', () => {
  const { judgement, events } = lived(
    { ...scenario, server: { ...scenario.server, timeout: '45s' } },
    { centre: silent },
  );
  expect(judgement.counts.inFlight).toBe(0);
  expect(eventsOf('ended', events).every(({ outcome }) => outcome !== 'completed')).toBe(true);
});

test('a run that joins all its users does not end', () => {
  const runner = new VirtualTime();
  function* waiting(): Process {
    yield* new Signal<never>().wait();
  }
  function* joining(clock: Runner): Process {
    const users = [clock.spawn(waiting())];
    yield sleep(1_000);
    for (const user of users) yield* join(user);
  }
  const work = runner.spawn(joining(runner));
  runner.advance(100 * 3_600_000);
  expect(work.ending).toBeUndefined();
});
