import { describe, expect, test } from 'vitest';
import { demandArrivals } from '../../../scenarios/demand/demand-arrivals.ts';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { DemandVisits } from '../../../scenarios/demand/demand-visits.ts';
import { dayNumber } from '../../../sim/civil-time.ts';
import { streams } from '../../../sim/rng.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { executedVirtually } from '../executed.ts';
import { eventsOf, lived, type ScenarioData, smallScenario } from '../small-scenario.ts';
import { dayAt, given, smallDemand } from './small-demand.ts';

const demand = smallDemand({
  places: given({ city: 0.7, elsewhere: 0.3 }),
  copies: given({ 1: 0.7, 2: 0.3 }),
  overdispersion: given(0.02),
});

function scenario(start: string, duration: string) {
  return smallScenario({
    start,
    duration,
    stores: { inside: 6, outside: 4 },
    workloads: { day: { executor: 'calendar', demand } },
  });
}

/** The turn of the year: open, closed from the 29th to the 3rd, and open again. */
const turn = scenario('2014-12-27T12:00:00+09:00', '9d');
const originMs = instantMs(turn.start);
const run = lived(turn, {}, { seed: 5 });
const arrived = eventsOf('arrived', run.events);

describe('a run over the turn of the year', () => {
  test('has the citizens of the demand, each when due', () => {
    const window = { fromMs: originMs, toMs: originMs + durationMs(turn.duration) };
    const due = [...demandArrivals(new DemandRate(demand), streams(5), '27203/day', window)];
    const firsts = arrived.filter(({ copy, workload }) => copy === 1 && workload === 'day');
    expect(firsts.map(({ as }) => as)).toEqual(due.map(({ key }) => `day/${key}`));
    firsts.forEach(({ t }, index) => {
      expect(t).toBeCloseTo((due[index]?.atMs ?? 0) - originMs, 2);
    });
    expect(firsts.length).toBeGreaterThan(150);
  });

  test('has nobody on closed days and at night, and all who came have gone', () => {
    const days = new Set(arrived.map(({ t }) => dayNumber(originMs + t)));
    const open = ['2014-12-27', '2014-12-28', '2015-01-04', '2015-01-05'];
    expect([...days].sort()).toEqual(open.map(dayAt));
    expect(run.inFlight).toBe(0);
    expect(run.judgement.oracles.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('has a journey for each certificate, of the same citizen at the same kiosk', () => {
    const second = arrived.filter(({ copy }) => copy === 2);
    expect(second.length).toBeGreaterThan(0.2 * arrived.length);
    for (const again of second) {
      const first = arrived.find(({ as }) => `${as}/2` === again.as);
      const { resident, kiosk, type, place } = again;
      expect(first).toMatchObject({ resident, kiosk, type, place, copy: 1 });
      expect(again.t).toBeGreaterThan(first?.t ?? Number.POSITIVE_INFINITY);
    }
  });

  test('has its places at kiosks of their own', () => {
    for (const { place, kiosk } of arrived) {
      expect(kiosk.startsWith(place === 'city' ? 'in-' : 'out-')).toBe(true);
    }
    expect(new Set(arrived.map(({ place }) => place))).toEqual(new Set(['city', 'elsewhere']));
  });
});

test('a run of one of its days has the same people at the same time', () => {
  const day = scenario('2015-01-05T00:00:00+09:00', '12h');
  const alone = eventsOf('arrived', lived(day, {}, { seed: 5 }).events);
  const shiftMs = instantMs(day.start) - originMs;
  const told = (events: typeof alone, byMs: number) =>
    events
      .filter(({ copy, t }) => copy === 1 && t - byMs >= 0)
      .map(({ as, t, resident, type, kiosk }) => ({
        as,
        t: Math.round(t - byMs),
        resident,
        type,
        kiosk,
      }));
  expect(alone.length).toBeGreaterThan(30);
  expect(told(alone, 0)).toEqual(told(arrived, shiftMs));
});

test('another seed has other people', () => {
  const other = eventsOf('arrived', lived(turn, {}, { seed: 6 }).events);
  expect(other.map(({ t }) => t)).not.toEqual(arrived.map(({ t }) => t));
});

test('a list of visits repeats them, think times included, by their names', () => {
  const some = arrived
    .filter(({ copy, workload }) => copy === 1 && workload === 'day')
    .slice(20, 24);
  const citizens = some.map(({ t, kiosk, resident, age, type, as }) => {
    return { at: `${t}ms`, kiosk, resident, age, type, ...(as === undefined ? {} : { as }) };
  });
  const { citizens: who } = turn;
  const listed = smallScenario({
    start: turn.start,
    duration: turn.duration,
    stores: { inside: 6, outside: 4 },
    citizens: who,
    workloads: { few: { executor: 'visits', citizens } },
  });
  const again = lived(listed, {}, { seed: 5 });
  const menus = (events: typeof run.events) =>
    eventsOf('arrived', events).map(({ as, journey, t }) => {
      const menu = eventsOf('stage', events).find((stage) => stage.journey === journey);
      return { t, as, ms: menu?.ms };
    });
  const before = menus(run.events).filter(({ as }) => some.some((each) => each.as === as));
  expect(menus(again.events).map(({ ms }) => ms)).toEqual(before.map(({ ms }) => ms));
  expect(before).toHaveLength(4);
});

test('a fault that holds demand back holds them too, each still by its own name', async () => {
  const day = (faults: ScenarioData['faults']) =>
    smallScenario({
      start: '2014-02-04T08:00:00+09:00',
      duration: '8h',
      stores: { inside: 6, outside: 4 },
      workloads: { day: { executor: 'calendar', demand } },
      faults,
    });
  const names = async (faults: ScenarioData['faults']) => {
    const { events } = await executedVirtually(day(faults), { seed: 3 });
    return eventsOf('arrived', events).filter(({ copy }) => copy === 1);
  };
  const free = await names([]);
  const held = await names([{ kind: 'demand.held', at: '1h', for: '2h', over: '10m' }]);
  const within = (arrivals: typeof free) =>
    arrivals.filter(({ t }) => t >= 3_600_000 && t < 3 * 3_600_000).length;
  expect(within(free)).toBeGreaterThan(5);
  expect(within(held)).toBe(0);
  expect(held.map(({ as }) => as).sort()).toEqual(free.map(({ as }) => as).sort());
});

test('what citizens want is what their month wants', () => {
  const certificates = given({ 'resident-record': 0.5, tax: 0.5 });
  const monthsOf = { tax: given({ 5: 0 }) };
  const own = smallDemand({ certificates, monthsOf });
  const visits = new DemandVisits('day', own, turn, streams(5));
  const due = visits.due(
    instantMs('2014-05-28T00:00:00+09:00'),
    instantMs('2014-06-05T00:00:00+09:00'),
  );
  const months = { '5': new Set<string>(), '6': new Set<string>() };
  [...due].forEach((dueMs, index) => {
    const [{ type, told } = {}] = visits.journeysOf(index, dueMs);
    months[told?.as.startsWith('day/2014-05') ? '5' : '6'].add(String(type));
  });
  expect([...months['5']]).toEqual(['resident-record']);
  expect([...months['6']].sort()).toEqual(['resident-record', 'tax']);
});
