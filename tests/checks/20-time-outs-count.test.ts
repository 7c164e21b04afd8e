import { expect, test } from 'vitest';
import type { Centre } from '../../devices/bus/centre.ts';
import { Histogram } from '../../sim/histogram.ts';
import { Signal } from '../../sim/waiting.ts';
import { eventsOf, lived, smallScenario } from '../scenarios/small-scenario.ts';

const TIMEOUT_MS = 170_000;

/** A server that keeps every twentieth request to issue for itself. */
function blackHole(sound: Centre): Centre {
  let requests = 0;
  return {
    openSession: (...of) => sound.openSession(...of),
    authenticate: (...of) => sound.authenticate(...of),
    issue: (...of) => (++requests % 20 === 0 ? new Signal<never>().wait() : sound.issue(...of)),
    reportPrint: (...of) => sound.reportPrint(...of),
    endSession: (...of) => sound.endSession(...of),
  };
}

const scenario = smallScenario({
  stores: { inside: 60 },
  workloads: { day: { executor: 'constant-arrival-rate', rate: 0.1, duration: '1h' } },
  server: { timeout: `${TIMEOUT_MS / 1000}s`, attempts: 1 },
});
const { judgement, events } = lived(scenario, { centre: blackHole });
const ended = eventsOf('ended', events);
const timedOut = ended.filter(({ outcome }) => outcome === 'timed-out');

function metric(name: string) {
  return judgement.metrics.find((each) => each.name === name)?.sink;
}

test('who waited in vain is in the latency, with all the time waited, and in the exact count', () => {
  expect(timedOut.length).toBeGreaterThan(10);
  const durations = metric('journey_duration');
  if (durations?.kind !== 'trend') throw new Error('no durations');
  expect(durations.count).toBe(judgement.counts.completed + timedOut.length);
  for (const { ms } of timedOut) expect(ms).toBeGreaterThan(TIMEOUT_MS);
  const issue = judgement.metrics.find(
    ({ name, tags }) => name === 'stage_duration' && tags['stage'] === 'issue',
  )?.sink;
  if (issue?.kind !== 'trend') throw new Error('no stage');
  expect(Histogram.fromRecord(issue).percentileMs(99)).toBeGreaterThanOrEqual(0.999 * TIMEOUT_MS);
  const over = ended.filter(
    ({ outcome, ms }) => ['completed', 'timed-out'].includes(outcome) && ms > 180_000,
  );
  expect(metric('tx_over_180s')).toMatchObject({ count: over.length });
});

test('latency of answers alone does not know that anybody waited', () => {
  const answered = new Histogram();
  const stages = eventsOf('stage', events).filter(({ stage }) => stage === 'issue');
  const gone = new Set(timedOut.map(({ journey }) => journey));
  for (const { journey, ms } of stages) if (!gone.has(journey)) answered.record(ms);
  expect(answered.percentileMs(99)).toBeLessThan(TIMEOUT_MS / 2);
});
