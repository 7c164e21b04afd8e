import { describe, expect, test } from 'vitest';
import { broken, eventsOf, lived, type ScenarioData, smallScenario } from '../small-scenario.ts';

type Workloads = ScenarioData['workloads'];

const day: Workloads[string] = { executor: 'constant-arrival-rate', rate: 1 / 60, duration: '10m' };
const regulars: Workloads[string] = { executor: 'constant-vus', vus: 2, duration: '10m' };

function ends(workloads: Workloads) {
  const { events, judgement } = lived(smallScenario({ workloads }));
  expect(broken(judgement)).toEqual([]);
  expect(judgement.validity).toContainEqual(
    expect.objectContaining({ name: 'conservation', verdict: 'pass' }),
  );
  return { ended: eventsOf('ended', events), arrived: eventsOf('arrived', events), judgement };
}

describe('a graceful stop', () => {
  test.each([
    ['an open workload', day],
    ['a closed workload', regulars],
  ])('of %s has whoever is not done in time walk away', (_, workload) => {
    const { ended } = ends({ day: { ...workload, gracefulStop: '30s' } });
    const away = ended.filter(({ reason }) => reason === 'graceful stop');
    expect(away.length).toBeGreaterThan(1);
    for (const { t, outcome } of away) expect([t, outcome]).toEqual([630_000, 'abandoned']);
    // Whoever has paid waits for the paper.
    const later = ended.filter(({ t }) => t > 630_000);
    for (const { outcome } of later) expect(outcome).toBe('completed');
  });

  test('sends nobody away who is done, and is only for its own workload', () => {
    const late = ends({ day: { ...day, gracefulStop: '30m' }, regulars }).ended;
    expect(late.filter(({ reason }) => reason === 'graceful stop')).toEqual([]);
    // Of the two regulars one has paid.
    const { ended, arrived } = ends({ day, regulars: { ...regulars, gracefulStop: '0s' } });
    const workloads = new Map(arrived.map(({ journey, workload }) => [journey, workload]));
    const away = ended.filter(({ reason }) => reason === 'graceful stop');
    expect(away.map(({ journey }) => workloads.get(journey))).toEqual(['regulars']);
  });

  test('of one that begins late counts from its own end', () => {
    const { ended } = ends({ day: { ...day, startTime: '20m', gracefulStop: '30s' } });
    const away = ended.filter(({ reason }) => reason === 'graceful stop');
    expect(away.map(({ t }) => t)).toContain(1_830_000);
  });
});

test('whoever is one too many on the way down leaves the kiosk in good order', () => {
  const stages = [
    { duration: '5m', target: 3 },
    { duration: '1m', target: 0 },
  ];
  const { ended } = ends({
    down: { executor: 'ramping-vus', startVUs: 3, stages, gracefulRampDown: '10s' },
  });
  const away = ended.filter(({ reason }) => reason === 'one too many');
  expect(away.length).toBeGreaterThan(0);
  for (const { t, outcome } of away) {
    expect(outcome).toBe('abandoned');
    expect([330_000, 350_000, 370_000]).toContain(t);
  }
});

test('several workloads of one run each begin, come and end at their own times', () => {
  const { arrived } = ends({
    morning: { ...day, rate: 1, timeUnit: '2m' },
    rush: {
      executor: 'poisson-arrival-rate',
      rate: 2,
      timeUnit: '1m',
      duration: '5m',
      startTime: '20m',
    },
    ramp: {
      executor: 'ramping-arrival-rate',
      startTime: '30m',
      timeUnit: '1m',
      stages: [{ duration: '10m', target: 1 }],
    },
    few: { executor: 'per-vu-iterations', vus: 2, iterations: 2, startTime: '45m' },
  });
  const times = (name: string) =>
    arrived.filter(({ workload }) => workload === name).map(({ t }) => t / 60_000);
  expect(times('morning')).toEqual([1, 3, 5, 7, 9]);
  expect(times('rush').length).toBeGreaterThan(0);
  for (const minute of times('rush')) expect(20 <= minute && minute < 25).toBe(true);
  expect(times('ramp')).toHaveLength(5);
  for (const minute of times('ramp')) expect(30 < minute && minute < 40).toBe(true);
  expect(times('few').slice(0, 2)).toEqual([45, 45]);
  expect(times('few')).toHaveLength(4);
});
