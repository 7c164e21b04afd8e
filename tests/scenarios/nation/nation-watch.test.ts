import { expect, test } from 'vitest';
import { Judge } from '../../../scenarios/judging/judge.ts';
import { asWhole } from '../../../scenarios/nation/components.ts';
import { NationWatch } from '../../../scenarios/nation/nation-watch.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { smallScenario } from '../small-scenario.ts';
import { shardsInProcess, smallNation, written } from './small-nation.ts';

const scenario = await smallNation(40, '100m');
const { events, execution } = await written(scenario, 1, shardsInProcess(scenario, 1, 1));
const nation = execution.judgement.nation;

const of = <K extends TraceEvent['kind']>(kind: K) =>
  events.filter((event): event is EventOf<K> => event.kind === kind);

/** Instants of all requests to the centre, with the municipality that was asked. */
function requests() {
  const townOf = new Map(of('arrived').map((each) => [each.journey, each.municipality]));
  const byJourney = [
    ...of('stage').filter(({ stage }) => stage === 'authenticate'),
    ...of('requested'),
    ...of('asked-again'),
  ].map(({ t, journey }) => ({ t, town: townOf.get(journey) as string }));
  const settled = of('server-settled').map(({ t, kiosk }) => ({ t, town: kiosk.slice(0, 5) }));
  return [...byJourney, ...settled];
}

/** Most of them in one minute. */
function busiestMinute(instants: readonly number[]): number {
  const minutes = new Map<number, number>();
  for (const t of instants) {
    const minute = Math.floor(t / 60_000);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  return Math.max(0, ...minutes.values());
}

test('what the centre had to do adds up, hour by hour of the clock', () => {
  const hours = nation?.hours ?? [];
  // From 06:30 on: half an hour, then whole ones.
  expect(hours.map(({ fromMs }) => fromMs / 60_000)).toEqual([-30, 30, 90]);
  for (const { fromMs, journeys, requests: counted, requestsInBusiestMinute } of hours) {
    const within = ({ t }: { readonly t: number }) => fromMs <= t && t < fromMs + 3_600_000;
    expect(journeys).toBe(of('arrived').filter(within).length);
    const its = requests().filter(within);
    expect(counted).toBe(its.length);
    expect(requestsInBusiestMinute).toBe(busiestMinute(its.map(({ t }) => t)));
  }
});

test('the busiest municipalities and stores are those of the trace', () => {
  const journeys = new Map<string, number>();
  const stores = new Map<string, number>();
  for (const { municipality, kiosk } of of('arrived')) {
    journeys.set(municipality, (journeys.get(municipality) ?? 0) + 1);
    stores.set(kiosk, (stores.get(kiosk) ?? 0) + 1);
  }
  expect(nation?.towns).toHaveLength(10);
  expect(nation?.stores).toHaveLength(10);
  expect(nation?.towns[0]?.journeys).toBe(Math.max(...journeys.values()));
  expect(nation?.stores[0]?.journeys).toBe(Math.max(...stores.values()));
  expect(nation?.kiosksUsed).toBe(stores.size);
  for (const town of nation?.towns ?? []) {
    const its = requests().filter((request) => request.town === town.code);
    expect(town.journeys).toBe(journeys.get(town.code));
    expect(town.requests).toBe(its.length);
    expect(town.requestsInBusiestMinute).toBe(busiestMinute(its.map(({ t }) => t)));
  }
  const [largest] = nation?.towns ?? [];
  expect(largest).toMatchObject({ code: '50001', population: 3_799_948 });
});

test('sessions and certificates at once are counted from beginning to end', () => {
  const watch = new NationWatch(scenario, 3_600_000);
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  expect(judge.conclude().nation?.hours).toEqual([]);
  const [first, second] = [50_001e7, 50_001e7 + 1];
  const told: TraceEvent[] = [first, second].flatMap((journey, index) => {
    const kiosk = `50001-in-00${index + 1}`;
    const t = 1_000 * index;
    return [
      { kind: 'stage', t, journey, stage: 'pin', ms: 1 },
      { kind: 'requested', t, journey, kiosk, request: `r${journey}`, type: 'tax' },
    ] as TraceEvent[];
  });
  const heard = (event: TraceEvent) => {
    const handle = watch.watch[event.kind] as ((event: TraceEvent) => void) | undefined;
    handle?.(event);
  };
  heard({
    kind: 'arrived',
    t: 0,
    journey: first,
    workload: 'monday',
    kiosk: '50001-in-001',
    municipality: '50001',
    resident: 1,
    owner: '',
    age: 40,
    type: 'tax',
  });
  for (const event of told) heard(event);
  const ended = { outcome: 'completed', stage: 'take', reason: '', ms: 1 } as const;
  heard({ kind: 'ended', t: 3_000, journey: first, kiosk: '50001-in-001', ...ended });
  heard({ kind: 'stage', t: 4_000, journey: second + 1, stage: 'pin', ms: 1 });
  expect(watch.record()?.hours[0]?.sessionsAtOnce).toBe(2);
  expect(watch.record()?.towns[0]?.issuingAtOnce).toBe(2);
});

test('nothing is counted of anything but a nation', () => {
  const town = smallScenario();
  expect(new NationWatch(town, 3_600_000).watch).toEqual({});
  expect(new NationWatch(town, 3_600_000).record()).toBeUndefined();
  expect(asWhole(town)).toBe(town);
  expect(asWhole(scenario).stores.inside + asWhole(scenario).stores.outside).toBe(nation?.kiosks);
});
