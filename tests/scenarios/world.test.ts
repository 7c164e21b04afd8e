import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Centre } from '../../devices/bus/centre.ts';
import { STAGE_ACTORS, STAGES } from '../../devices/kiosk/stages.ts';
import type { EventOf, TraceEvent } from '../../scenarios/trace-events.ts';
import { kioskIds } from '../../scenarios/traffic/kiosk-ids.ts';
import { Signal } from '../../sim/waiting.ts';
import {
  broken,
  eventsOf,
  lived,
  type ScenarioData,
  type SmallRun,
  scenarioData,
  smallScenario,
} from './small-scenario.ts';

const { citizens } = scenarioData();

type Workloads = ScenarioData['workloads'];

/** A journey as its citizen lives it: who, where, what for, and how long each thought took. */
interface Lived {
  readonly arrived: Omit<EventOf<'arrived'>, 'journey'>;
  readonly thoughts: readonly string[];
}

function journeysOf({ events }: SmallRun, workload: string): readonly Lived[] {
  const thoughts = new Map<number, string[]>();
  for (const { journey, stage, ms } of eventsOf('stage', events)) {
    if (STAGE_ACTORS[stage] !== 'citizen') continue;
    thoughts.set(journey, [...(thoughts.get(journey) ?? []), `${stage} ${ms}`]);
  }
  return eventsOf('arrived', events)
    .filter((event) => event.workload === workload)
    .map(({ journey, ...arrived }) => ({ arrived, thoughts: thoughts.get(journey) ?? [] }));
}

describe('a run', () => {
  const busy = smallScenario({
    workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.02, duration: '1h' } },
  });

  test('of the same seed is the same to the last byte, of another seed it is not', () => {
    const [first, second] = [lived(busy), lived(busy)];
    expect(first.events.length).toBeGreaterThan(500);
    expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
    expect(JSON.stringify(lived(busy, {}, { seed: 2 }).events)).not.toBe(
      JSON.stringify(first.events),
    );
  });

  test('changes no citizen when another workload is added', () => {
    const day: Workloads[string] = { executor: 'poisson-arrival-rate', rate: 0.01, duration: '1h' };
    const night: Workloads[string] = { executor: 'constant-vus', vus: 3, duration: '1h' };
    const patience = { median: '10h', p95: '10h' };
    const patient = { ...citizens, behaviour: { ...citizens.behaviour, patience } };
    const town = (workloads: Workloads) =>
      lived(smallScenario({ workloads, citizens: patient, gracefulStop: '24h' }));
    const [alone, both] = [town({ day }), town({ night, day })];
    // They meet: some of the day's citizens now have to wait for a kiosk.
    expect(eventsOf('queued', both.events).length).toBeGreaterThan(
      eventsOf('queued', alone.events).length,
    );
    expect(journeysOf(both, 'night').length).toBeGreaterThan(20);
    expect(journeysOf(both, 'day')).toEqual(journeysOf(alone, 'day'));
  });

  test('changes no citizen inside the city when a kiosk is added outside', () => {
    const outside = { ...citizens, outsideShare: 0.4 };
    const day: Workloads[string] = { executor: 'poisson-arrival-rate', rate: 0.02, duration: '1h' };
    const inside = (count: number) => {
      const scenario = smallScenario({
        stores: { inside: 3, outside: count },
        citizens: outside,
        workloads: { day },
      });
      const journeys = journeysOf(lived(scenario), 'day');
      return journeys.filter(({ arrived }) => arrived.kiosk.startsWith('in-'));
    };
    expect(inside(5)).toEqual(inside(1));
    expect(inside(1).length).toBeGreaterThan(20);
  });
});

describe('the kiosks', () => {
  test('have names of their own, those of the city first', () => {
    const ids = kioskIds(smallScenario({ stores: { inside: 2, outside: 1 } }));
    expect(ids).toEqual(['in-001', 'in-002', 'out-001']);
  });

  test('are used where the citizens go', () => {
    const { events } = lived(smallScenario());
    const used = new Set(eventsOf('arrived', events).map(({ kiosk }) => kiosk));
    expect([...used].sort()).toEqual(kioskIds(smallScenario()));
  });
});

describe('a workload', () => {
  const arrivals = (workload: Workloads[string], more: Partial<ScenarioData> = {}) =>
    eventsOf('arrived', lived(smallScenario({ workloads: { day: workload }, ...more })).events);

  test('begins at its start time', () => {
    const [first] = arrivals({
      executor: 'constant-arrival-rate',
      rate: 0.01,
      duration: '30m',
      startTime: '20m',
    });
    expect(first?.t).toBe(1_200_000 + 50_000);
  });

  test('brings nobody after the run’s duration', () => {
    const workload = { executor: 'constant-arrival-rate', rate: 0.1, duration: '2h' } as const;
    const instants = arrivals(workload, { duration: '10m' }).map(({ t }) => t);
    expect(instants).toHaveLength(60);
    expect(Math.max(...instants)).toBeLessThan(600_000);
  });

  test('of shared iterations has so many journeys', () => {
    const shared = { executor: 'shared-iterations', vus: 3, iterations: 7 } as const;
    expect(arrivals(shared, { duration: '10h' })).toHaveLength(7);
  });

  test('of constant VUs has so many at a time, who come back at once', () => {
    const vus = { executor: 'constant-vus', vus: 2, duration: '1h' } as const;
    const { events } = lived(smallScenario({ workloads: { day: vus } }));
    const ends = eventsOf('ended', events).map(({ t }) => t);
    const dues = eventsOf('arrived', events).map(({ t }) => t);
    expect(dues.slice(0, 2)).toEqual([0, 0]);
    expect(dues.slice(2)).toEqual(ends.slice(0, dues.length - 2));
    expect(Math.max(...dues)).toBeLessThan(3_600_000);
  });
});

describe('a run that is cut off', () => {
  test('in the middle has journeys in flight, and nobody is lost', () => {
    const { judgement, inFlight } = lived(smallScenario(), {}, { untilMs: 1_000_000 });
    expect(inFlight).toBeGreaterThan(0);
    expect(judgement.counts.offered).toBe(judgement.counts.completed + inFlight);
    expect(judgement.validity[0]).toMatchObject({ name: 'conservation', verdict: 'pass' });
  });

  test('by its graceful stop has journeys in flight as well', () => {
    const slow = { executor: 'constant-arrival-rate', rate: 1 / 600, duration: '1h' } as const;
    const scenario = smallScenario({
      workloads: { day: slow },
      duration: '1h',
      gracefulStop: '0s',
    });
    const { judgement, inFlight } = lived({ ...scenario, duration: '3301s' });
    expect(judgement.counts.offered).toBe(6);
    expect(inFlight).toBe(1);
  });

  test('ends as soon as the last citizen has gone', () => {
    const { events, inFlight } = lived(smallScenario({ gracefulStop: '24h' }));
    expect(inFlight).toBe(0);
    expect(events.at(-1)?.kind).toBe('ended');
  });
});

describe('a centre that never answers', () => {
  const silent = (request: 'openSession' | 'authenticate' | 'issue') => (sound: Centre) => ({
    openSession: (...of: Parameters<Centre['openSession']>) => sound.openSession(...of),
    authenticate: (...of: Parameters<Centre['authenticate']>) => sound.authenticate(...of),
    issue: (...of: Parameters<Centre['issue']>) => sound.issue(...of),
    reportPrint: (...of: Parameters<Centre['reportPrint']>) => sound.reportPrint(...of),
    endSession: (...of: Parameters<Centre['endSession']>) => sound.endSession(...of),
    [request]: () => new Signal<never>().wait(),
  });

  test.each([
    ['openSession', 'authenticate'],
    ['authenticate', 'authenticate'],
    ['issue', 'issue'],
  ] as const)('to %s times out in %s, and the waiting counts', (request, stage) => {
    const scenario = smallScenario({ server: { timeout: '45s', attempts: 3, retryAfter: '0s' } });
    const { judgement, events } = lived(scenario, { centre: silent(request) });
    const { offered, timedOut, completed } = judgement.counts;
    expect([timedOut, completed]).toEqual([offered, 0]);
    expect(judgement.endReasons).toEqual([
      { outcome: 'timed-out', stage, reason: 'centre did not answer', count: offered },
    ]);
    expect(eventsOf('asked-again', events)).toHaveLength(2 * offered);
    const durations = judgement.metrics.find(({ name }) => name === 'journey_duration')?.sink;
    expect(durations).toMatchObject({ count: offered });
    for (const { ms } of eventsOf('ended', events)) expect(ms).toBeGreaterThan(3 * 45_000);
    const waits = eventsOf('stage', events).filter((event) => event.stage === stage);
    for (const { ms } of waits) expect(ms).toBe(3 * 45_000);
  });
});

/** Tiny worlds of all sorts of trouble. */
const worlds = fc
  .record({
    workload: fc.oneof(
      fc.constant({ executor: 'poisson-arrival-rate', rate: 0.03, duration: '15m' } as const),
      fc.constant({ executor: 'constant-arrival-rate', rate: 0.03, duration: '15m' } as const),
      fc.record({
        executor: fc.constant('ramping-arrival-rate' as const),
        stages: fc.constant([
          { duration: '10m', target: 0.05 },
          { duration: '5m', target: 0 },
        ]),
      }),
      fc.record({
        executor: fc.constant('constant-vus' as const),
        vus: fc.integer({ min: 1, max: 6 }),
        duration: fc.constant('15m'),
      }),
      fc.record({
        executor: fc.constant('shared-iterations' as const),
        vus: fc.integer({ min: 1, max: 4 }),
        iterations: fc.integer({ min: 4, max: 12 }),
      }),
    ),
    patience: fc.constantFrom('1s', '30s', '10m'),
    pinErrorShare: fc.constantFrom(0, 0.3, 0.9),
    abandonShare: fc.constantFrom(0, 0.3),
    inside: fc.integer({ min: 1, max: 3 }),
    workers: fc.constantFrom(1, 16),
    timeout: fc.constantFrom('5s', '12s', '90s'),
    attempts: fc.integer({ min: 1, max: 3 }),
    closes: fc.constantFrom('09:10', '23:00'),
    gracefulStop: fc.constantFrom('0s', '2m', '2h'),
  })
  .map((world): ScenarioData => {
    const { patience, pinErrorShare, abandonShare, timeout, attempts, workers } = world;
    const { municipality } = scenarioData();
    const behaviour = {
      pinErrorShare,
      abandonShare,
      patience: { median: patience, p95: patience },
    };
    return scenarioData({
      duration: '15m',
      gracefulStop: world.gracefulStop,
      municipality: { ...municipality, hours: { opens: '06:30', closes: world.closes } },
      stores: { inside: world.inside },
      citizens: { ...citizens, behaviour },
      server: { timeout, attempts, workers },
      workloads: { day: world.workload as Workloads[string] },
    });
  });

test('in every world each journey is told from its beginning to its end, once', () => {
  const seen = { outcomes: new Set<string>(), inFlight: 0, askedAgain: 0, queued: 0 };
  fc.assert(
    fc.property(worlds, fc.nat(1000), (data, seed) => {
      const run = lived(smallScenario(data), {}, { seed });
      const { judgement, inFlight, events } = run;
      expect(judgement.validity[0]).toMatchObject({ name: 'conservation', verdict: 'pass' });
      expect(broken(judgement)).toEqual([]);
      const told = byJourney(events);
      expect(told.size).toBe(judgement.counts.offered);
      const open = [...told.values()].filter((journey) => journey.at(-1)?.kind !== 'ended');
      expect(open).toHaveLength(inFlight);
      for (const journey of told.values()) checkJourney(journey);
      for (const { outcome } of eventsOf('ended', events)) seen.outcomes.add(outcome);
      seen.inFlight += inFlight;
      seen.askedAgain += eventsOf('asked-again', events).length;
      seen.queued += eventsOf('queued', events).length;
    }),
    { numRuns: 60, seed: 4 },
  );
  // The worlds were not all quiet ones.
  expect([...seen.outcomes].sort()).toEqual(['abandoned', 'completed', 'refused', 'timed-out']);
  expect(Math.min(seen.inFlight, seen.askedAgain, seen.queued)).toBeGreaterThan(0);
});

/** What was told of each journey, in order. */
function byJourney(events: readonly TraceEvent[]): ReadonlyMap<number, readonly TraceEvent[]> {
  const journeys = new Map<number, TraceEvent[]>();
  for (const event of events) {
    if (!('journey' in event) || event.journey === undefined) continue;
    journeys.set(event.journey, [...(journeys.get(event.journey) ?? []), event]);
  }
  return journeys;
}

/** Begins by arriving, ends once and last, and its parts add up to the µs. */
function checkJourney(told: readonly TraceEvent[]): void {
  expect(told[0]?.kind).toBe('arrived');
  expect(eventsOf('arrived', told)).toHaveLength(1);
  expect(told.slice(0, -1).some(({ kind }) => kind === 'ended')).toBe(false);
  const stages = eventsOf('stage', told);
  expect(stages.map(({ stage }) => stage)).toEqual(STAGES.slice(0, stages.length));
  const end = told.at(-1);
  if (end?.kind !== 'ended') return;
  const parts = [...stages, ...eventsOf('queued', told)].map(({ ms }) => Math.round(ms * 1000));
  const sumUs = parts.reduce((sum, us) => sum + us, 0);
  if (end.stage === 'queue') expect(stages).toEqual([]);
  else expect(sumUs).toBe(Math.round(end.ms * 1000));
  expect(end.t - (told[0]?.t ?? 0)).toBeCloseTo(end.ms, 3);
}
