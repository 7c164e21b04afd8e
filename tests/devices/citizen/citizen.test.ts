import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Behaviour, Citizen, meanMs, temper } from '../../../devices/citizen/citizen.ts';
import { THINK_STAGES, type ThinkStage } from '../../../devices/kiosk/stages.ts';
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
