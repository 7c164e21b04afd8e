import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Behaviour, Citizen, meanMs, temper } from '../../../devices/citizen/citizen.ts';
import type { JourneyOutcome } from '../../../devices/events.ts';
import { THINK_STAGES, type ThinkStage } from '../../../devices/kiosk/stages.ts';
import { yenOf } from '../../../devices/payment/cash.ts';
import { readScenario } from '../../../scenarios/scenario-text.ts';
import { ShippedMunicipalities } from '../../../server/municipalities/municipality-files.ts';
import { streams } from '../../../sim/rng.ts';
import { meanOf } from '../../sim/statistics.ts';

const PEOPLE = 20_000;
const ESTIMATE = { medianMs: 10_000, p95Ms: 25_000 };

function behaviour(changes: Partial<Behaviour> = {}): Behaviour {
  return {
    thinkMs: Object.fromEntries(THINK_STAGES.map((stage) => [stage, ESTIMATE])) as Record<
      ThinkStage,
      typeof ESTIMATE
    >,
    paceByAge: [
      { under: 30, factor: 0.8 },
      { under: 200, factor: 1.5 },
    ],
    firstTimers: { share: 0, factor: 2 },
    pinErrorShare: 0.1,
    abandonShare: 0.02,
    patience: { medianMs: 300_000, p95Ms: 900_000 },
    ...changes,
  };
}

/** Many people of an age, each with a stream of their own. */
function people(of: Behaviour, age = 40): readonly Citizen[] {
  const shared = temper(of);
  const chance = streams(9);
  return Array.from(
    { length: PEOPLE },
    (_, index) => new Citizen(shared, age, chance.stream('citizen', index)),
  );
}

const share = (of: readonly boolean[]) => of.filter(Boolean).length / of.length;
/** Five standard deviations of a share. */
const slack = (p: number) => 5 * Math.sqrt((p * (1 - p)) / PEOPLE);

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

describe('thinking', () => {
  test.each([
    [20, 0.8],
    [29, 0.8],
    [30, 1.5],
    [90, 1.5],
  ])('at %i takes the time of the band of the age: × %f', (age, factor) => {
    const times = people(behaviour(), age).map((citizen) => citizen.thinkMs('menu'));
    expect(Math.abs(medianOf(times) / (10_000 * factor) - 1)).toBeLessThan(0.03);
    const slow = share(times.map((ms) => ms > 25_000 * factor));
    expect(Math.abs(slow - 0.05)).toBeLessThan(slack(0.05));
  });

  test('takes first-timers longer over everything', () => {
    const steady = { thinkMs: { ...behaviour().thinkMs, menu: { medianMs: 1000, p95Ms: 1000 } } };
    const firstTimers = { share: 0.25, factor: 2 };
    const crowd = people(behaviour({ ...steady, firstTimers, paceByAge: [] }));
    const times = crowd.map((citizen) => [citizen.thinkMs('menu'), citizen.thinkMs('menu')]);
    expect(times.every(([first, again]) => first === again)).toBe(true);
    const first = share(times.map(([ms]) => ms === 2000));
    expect(Math.abs(first - 0.25)).toBeLessThan(slack(0.25));
    expect(times.every(([ms]) => ms === 1000 || ms === 2000)).toBe(true);
  });

  test('takes wheelchair users longer where they reach out, and nobody else otherwise', () => {
    const always = { medianMs: 1000, p95Ms: 1000 };
    const thinkMs = { ...behaviour().thinkMs, menu: always, pay: always };
    const steady = { thinkMs, paceByAge: [] };
    const wheelchairUsers = { share: 0.25, factors: { pay: 3 } };
    const crowd = people(behaviour({ ...steady, wheelchairUsers }));
    const paid = crowd.map((citizen) => citizen.thinkMs('pay'));
    expect(Math.abs(share(paid.map((ms) => ms === 3000)) - 0.25)).toBeLessThan(slack(0.25));
    expect(paid.every((ms) => ms === 1000 || ms === 3000)).toBe(true);
    expect(crowd.every((citizen) => citizen.thinkMs('menu') === 1000)).toBe(true);
    const none = { share: 0, factors: { pay: 3 } };
    const same = (of: Partial<Behaviour>) =>
      people(behaviour(of)).map((citizen) => citizen.thinkMs('pay'));
    expect(same({ wheelchairUsers: none })).toEqual(same({}));
  });
});

test('the PIN is typed wrong in so many entries: one digit, and four of them', () => {
  const typed = people(behaviour()).map((citizen) => citizen.typedPin('1239'));
  expect(Math.abs(share(typed.map((pin) => pin !== '1239')) - 0.1)).toBeLessThan(slack(0.1));
  expect(new Set(typed)).toEqual(new Set(['1239', '1230']));
});

test('so many walk away at the confirmation', () => {
  const away = people(behaviour()).map((citizen) => citizen.abandons());
  expect(Math.abs(share(away) - 0.02)).toBeLessThan(slack(0.02));
});

test('half of all wait as long as the median of their patience', () => {
  const longer = people(behaviour()).map((citizen) => citizen.patienceMs() > 300_000);
  expect(Math.abs(share(longer) - 0.5)).toBeLessThan(slack(0.5));
});

test('the mean of an estimate is that of what is drawn', () => {
  const times = people(behaviour({ paceByAge: [] })).map((citizen) => citizen.thinkMs('take'));
  expect(Math.abs(meanOf(times) / meanMs(ESTIMATE) - 1)).toBeLessThan(0.03);
});

describe('a profile', () => {
  const always = { medianMs: 1000, p95Ms: 1000 };
  const steady = {
    thinkMs: { ...behaviour().thinkMs, menu: always, pin: always },
    paceByAge: [],
    pinErrorShare: 0,
  };
  const traits = { ages: { from: 75, to: 120 }, factor: 2, factors: { pin: 3 }, pinErrorShare: 1 };
  const profiles = [{ ...traits, share: 0.5 }];

  test('changes a share of the people of its ages, stage by stage, and nobody else', () => {
    const old = people(behaviour({ ...steady, profiles }), 80);
    const menu = old.map((citizen) => citizen.thinkMs('menu'));
    const pin = old.map((citizen) => citizen.thinkMs('pin'));
    expect(Math.abs(share(menu.map((ms) => ms === 2000)) - 0.5)).toBeLessThan(slack(0.5));
    expect(pin.map((ms) => ms / 3)).toEqual(menu.map((ms) => (ms === 1000 ? 1000 / 3 : 2000)));
    expect(old.map((citizen) => citizen.typedPin('1234') !== '1234')).toEqual(
      menu.map((ms) => ms === 2000),
    );
    const young = people(behaviour({ ...steady, profiles }), 74);
    expect(young.map((citizen) => citizen.thinkMs('pin'))).toEqual(
      people(behaviour(steady), 74).map((citizen) => citizen.thinkMs('pin')),
    );
  });

  test('with another one has the product of their factors and the higher probability', () => {
    const second = { factor: 1.5, pinErrorShare: 0.1, share: 1 };
    const [citizen] = people(
      behaviour({ ...steady, profiles: [{ ...traits, share: 1 }, second] }),
      90,
    );
    expect(citizen?.thinkMs('pin')).toBeCloseTo(9_000, 6);
    expect(citizen?.typedPin('1234')).not.toBe('1234');
  });
});

test('so many stop and wonder at a stage, for so long', () => {
  const always = { medianMs: 1000, p95Ms: 1000 };
  const hesitation = { share: 0.3, pause: { medianMs: 5000, p95Ms: 5000 } };
  const steady = { thinkMs: { ...behaviour().thinkMs, menu: always }, paceByAge: [], hesitation };
  const times = people(behaviour(steady)).map((citizen) => citizen.thinkMs('menu'));
  expect(Math.abs(share(times.map((ms) => ms === 6000)) - 0.3)).toBeLessThan(slack(0.3));
  expect(times.every((ms) => ms === 1000 || ms === 6000)).toBe(true);
});

describe('a lapse', () => {
  const lapsesOf = (changes: Partial<Behaviour>) =>
    people(behaviour(changes)).map((citizen) => citizen.lapse());
  const backAfter = { medianMs: 5000, p95Ms: 5000 };

  test('is nobody’s without a share, and nothing is drawn for it', () => {
    const [one, other] = [people(behaviour()), people(behaviour())];
    for (const citizen of one) expect(citizen.lapse()).toBeUndefined();
    expect(one.map((citizen) => citizen.thinkMs('menu'))).toEqual(
      other.map((citizen) => citizen.thinkMs('menu')),
    );
  });

  test('is to walk away at a stage, by its share', () => {
    const lapses = lapsesOf({ abandonAt: { pin: 0.1, pay: 0.2 } });
    const at = (stage: string) =>
      share(lapses.map((lapse) => lapse?.kind === 'walks-away' && lapse.stage === stage));
    expect(Math.abs(at('pin') - 0.1)).toBeLessThan(slack(0.1));
    expect(Math.abs(at('pay') - 0.9 * 0.2)).toBeLessThan(slack(0.18));
    expect(at('pin') + at('pay')).toBe(share(lapses.map((lapse) => lapse !== undefined)));
  });

  test('is to forget card or paper, and to come back for it or not', () => {
    const forgets = { cardShare: 0.1, paperShare: 0.2, backShare: 0.5, backAfter };
    const lapses = lapsesOf({ forgets });
    const left = (what: string) =>
      lapses.filter((lapse) => lapse?.kind === 'forgets' && lapse.what === what);
    expect(Math.abs(left('card').length / PEOPLE - 0.1)).toBeLessThan(slack(0.1));
    expect(Math.abs(left('paper').length / PEOPLE - 0.18)).toBeLessThan(slack(0.18));
    const back = left('paper').map((lapse) => lapse?.kind === 'forgets' && lapse.backAfterMs);
    expect(new Set(back)).toEqual(new Set([5000, Number.POSITIVE_INFINITY]));
  });
});

test('what is held out has the shares of the purses', () => {
  const pays = { 'exact-coins': 1, 'note-1000': 2, 'e-money': 1 };
  const tenders = people(behaviour({ pays })).map((citizen) => citizen.pays(200));
  const byCard = share(tenders.map(({ kind }) => kind === 'e-money'));
  const inCash = tenders.map((tender) => (tender.kind === 'cash' ? yenOf(tender.pieces) : 0));
  expect(Math.abs(byCard - 0.25)).toBeLessThan(slack(0.25));
  expect(Math.abs(share(inCash.map((yen) => yen === 1000)) - 0.5)).toBeLessThan(slack(0.5));
  expect(inCash.filter((yen) => yen === 200).length).toBeGreaterThan(0);
  const [one, other] = [people(behaviour()), people(behaviour())];
  expect(one.every((citizen) => citizen.pays(200).kind === 'cash')).toBe(true);
  expect(one.map((citizen) => citizen.thinkMs('take'))).toEqual(
    other.map((citizen) => citizen.thinkMs('take')),
  );
});

test('some try again after a failure or a refusal, so often at most', () => {
  const after = { medianMs: 600_000, p95Ms: 600_000 };
  const comesBack = { afterFailure: 0.6, afterRefusal: 0.2, after, times: 2 };
  const shareAfter = (outcome: JourneyOutcome, before = 0) => {
    const crowd = people(behaviour({ comesBack }));
    return share(crowd.map((who) => who.comesBackAfterMs({ outcome }, before) !== undefined));
  };
  for (const outcome of ['failed', 'timed-out'] as const) {
    expect(Math.abs(shareAfter(outcome) - 0.6)).toBeLessThan(slack(0.6));
  }
  expect(Math.abs(shareAfter('refused') - 0.2)).toBeLessThan(slack(0.2));
  expect([shareAfter('completed'), shareAfter('abandoned'), shareAfter('failed', 2)]).toEqual([
    0, 0, 0,
  ]);
});

test('what a citizen does follows from the citizen’s own stream', () => {
  const shared = temper(behaviour());
  const life = (index: number) => {
    const citizen = new Citizen(shared, 40, streams(2).stream('citizen', index));
    return [citizen.thinkMs('menu'), citizen.typedPin('0000'), citizen.abandons()];
  };
  const [, second] = [life(1), life(2)];
  expect(life(2)).toEqual(second);
  expect(life(3)).not.toEqual(second);
});

test('by default the factors average 1 over the users, so that the medians hold for the crowd', () => {
  const file = 'scenarios/toyonaka-monday.yaml';
  const shipped = new ShippedMunicipalities();
  const reading = readScenario(readFileSync(file, 'utf8'), file, [], shipped);
  if (reading.kind !== 'read') throw new Error(`${file} is not sound`);
  const { ages, behaviour } = reading.scenario.citizens;
  const { paceByAge, firstTimers } = behaviour;
  const pace = (age: number) => paceByAge.find(({ under }) => age < under)?.factor ?? 1;
  const total = ages.reduce((sum, { share }) => sum + share, 0);
  const average = ages.reduce((sum, { from, share }) => sum + share * pace(from), 0) / total;
  expect(average * (1 + firstTimers.share * (firstTimers.factor - 1))).toBeCloseTo(1, 1);
});
