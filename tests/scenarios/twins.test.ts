import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STAGE_ACTORS } from '../../devices/kiosk/stages.ts';
import type { Fidelity } from '../../scenarios/fidelity.ts';
import { openFullFidelity, UNWATCHED } from '../../scenarios/fidelity-pdf.ts';
import type { EventOf, TraceEvent } from '../../scenarios/trace-events.ts';
import { type Executed, executedLive, executedVirtually } from './executed.ts';
import { broken, eventsOf, scenarioData, smallScenario } from './small-scenario.ts';

/**
 * The same citizens at the same kiosks, once in virtual time with models and once live: HTTP,
 * Socket.IO, SQL, RSA, PDF and pixels. They come far apart and do not meet, so that it does not
 * matter how long the server takes: only that may differ.
 */
const { municipality, citizens } = scenarioData();
const scenario = smallScenario({
  duration: '2h',
  stores: { inside: 60 },
  municipality: { ...municipality, hours: { opens: '06:30', closes: '10:35' } },
  citizens: { ...citizens, behaviour: { pinErrorShare: 0.45, abandonShare: 0.15 } },
  workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 480, duration: '2h' } },
  keepPages: 0,
});
const SPEED = 1500;
/** By this seed no kiosk is used twice, and journeys end in many ways. */
const seed = 18;

let virtual: Executed;
let live: Executed;
let full: Fidelity;

beforeAll(async () => {
  full = await openFullFidelity(scenario, UNWATCHED);
  virtual = await executedVirtually(scenario, { seed });
  live = await executedLive(scenario, full, { seed, speed: SPEED });
});

afterAll(() => full.close());

type OfJourney = Extract<TraceEvent, { journey: number }>['kind'];

/** Only pages that were drawn are compared with their backs: that is no part of a twin. */
function uncompared<E extends TraceEvent>(event: E): E {
  if (event.kind !== 'page') return event;
  const { compared: _, ...page } = event;
  return page as E;
}

/** Some of the events as they are told but for their instants, those of a journey together. */
function told<K extends OfJourney>({ events }: Executed, kind: K): readonly EventOf<K>[] {
  const timeless = eventsOf(kind, events).map((event) => ({ ...uncompared(event), t: 0 }));
  const journey = (event: object) => (event as { readonly journey: number }).journey;
  return timeless.sort((a, b) => journey(a) - journey(b));
}

describe('a live run and its virtual twin', () => {
  test('are about the same citizens, due at the same instants after the first one', () => {
    const citizens = ({ events }: Executed) => {
      const arrivals = eventsOf('arrived', events);
      const firstMs = arrivals[0]?.t ?? Number.NaN;
      return arrivals.map((event) => ({ ...event, t: Math.round((event.t - firstMs) * 1000) }));
    };
    expect(citizens(live)).toEqual(citizens(virtual));
    expect(new Set(citizens(live).map(({ kiosk }) => kiosk)).size).toBe(15);
  });

  test('end in the same ways, in the same order', () => {
    const ends = ({ events }: Executed) =>
      [...eventsOf('ended', events)]
        .sort((a, b) => a.t - b.t)
        .map(({ journey, outcome, stage, reason }) => [journey, outcome, stage, reason]);
    expect(ends(live)).toEqual(ends(virtual));
    const reasons = new Set(eventsOf('ended', live.events).map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(['', 'pin-locked', 'out-of-hours', 'citizen walked away']));
  });

  test('take the same time over what people and devices do, to the µs', () => {
    const human = (run: Executed) =>
      told(run, 'stage').filter(({ stage }) => STAGE_ACTORS[stage] !== 'server');
    expect(human(live)).toEqual(human(virtual));
    expect(human(live).length).toBeGreaterThan(80);
  });

  test('differ in what the server takes, which is measured in the one and a model in the other', () => {
    const server = (run: Executed) =>
      told(run, 'stage').filter(({ stage }) => STAGE_ACTORS[stage] === 'server');
    const [measured, modelled] = [server(live), server(virtual)];
    expect(measured.map(({ journey, stage }) => [journey, stage])).toEqual(
      modelled.map(({ journey, stage }) => [journey, stage]),
    );
    measured.forEach(({ ms }, index) => {
      expect(ms).not.toBe(modelled[index]?.ms);
      expect(ms).toBeGreaterThan(0);
    });
  });

  test('issue, collect and deliver the same documents, read from pixels in the one', () => {
    for (const kind of ['requested', 'document', 'paid', 'page'] as const) {
      expect(told(live, kind)).toEqual(told(virtual, kind));
    }
    expect(told(live, 'page').length).toBeGreaterThan(5);
    expect(told(live, 'page-unreadable')).toEqual([]);
  });

  test('are judged alike', () => {
    expect(live.execution.judgement.counts).toEqual(virtual.execution.judgement.counts);
    const ofBoth = live.execution.judgement.oracles.filter(
      ({ name }) => name !== 'front-equals-back',
    );
    expect(ofBoth).toEqual(virtual.execution.judgement.oracles);
    expect(broken(live.execution.judgement)).toEqual([]);
  });

  test('but only the live one measures its generator', () => {
    const names = ({ execution }: Executed) => execution.judgement.validity.map(({ name }) => name);
    expect(names(virtual)).toEqual(['conservation', 'arrivals']);
    expect(names(live)).toEqual([
      'conservation',
      'arrivals',
      'own-errors',
      'lateness',
      'event-loop-delay',
      'wall-clock',
      'speed',
    ]);
  });
});

describe('a virtual run of full fidelity', () => {
  test('is told in the same bytes as one of digests', async () => {
    const morning = { ...scenario, duration: '25m' };
    const digest = await executedVirtually(morning, { seed });
    // Cards of their own: those of the run before remember their wrong PINs.
    const fidelity = await openFullFidelity(morning, UNWATCHED);
    const drawn = await executedVirtually(morning, { seed, fidelity });
    await fidelity.close();
    expect(eventsOf('page', drawn.events).length).toBeGreaterThan(0);
    const compared = eventsOf('page-compared', drawn.events).length;
    expect(drawn.execution.events - digest.execution.events).toBe(compared);
    const alike = (run: Executed) =>
      run.events
        .filter(({ kind }) => kind !== 'page-compared')
        .map(uncompared)
        // Which counts those that only one of the two has.
        .map((event) => (event.kind === 'run-ended' ? { ...event, events: 0 } : event));
    expect(alike(drawn)).toEqual(alike(digest));
    expect(JSON.stringify(alike(drawn))).toBe(JSON.stringify(alike(digest)));
  });
});
