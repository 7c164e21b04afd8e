import { describe, expect, test } from 'vitest';
import { populationOf } from '../../../scenarios/reference-server.ts';
import { Crowd, type Errand } from '../../../scenarios/traffic/crowd.ts';
import { ageOf } from '../../../server/population/population-synthetic.ts';
import { streams } from '../../../sim/rng.ts';
import { chiSquared, chiSquaredCritical } from '../../sim/statistics.ts';
import { answerOf } from '../../sim/virtual.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const CITIZENS = scenarioData().citizens;
const AGES = [
  { from: 15, to: 19, share: 3 },
  { from: 20, to: 39, share: 42 },
  { from: 40, to: 64, share: 40 },
  { from: 65, to: 99, share: 15 },
];
const DRAWS = 20_000;
const ALPHA = 0.001;

function town(changes: Partial<ScenarioData> = {}): Parameters<typeof smallScenario>[0] {
  return {
    stores: { inside: 6, outside: 4, skew: 0.8 },
    citizens: {
      ...CITIZENS,
      ages: AGES,
      outsideShare: 0.26,
      certificates: { 'resident-record': 46, 'seal-registration': 54 },
    },
    ...changes,
  };
}

function drawn(changes?: Partial<ScenarioData>, seed = 11): readonly Errand[] {
  const crowd = new Crowd(smallScenario(town(changes)));
  const chance = streams(seed);
  return Array.from({ length: DRAWS }, (_, index) => crowd.draw(chance.stream('citizen', index)));
}

/** χ² of how many errands are of each kind against their shares, and what it must not exceed. */
function misfit(
  errands: readonly Errand[],
  shares: readonly number[],
  kind: (e: Errand) => number,
) {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const counts = shares.map(
    (_, index) => errands.filter((errand) => kind(errand) === index).length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(errands.length);
  const due = shares.map((share) => (errands.length * share) / total);
  return chiSquared(counts, due) / chiSquaredCritical(shares.length - 1, ALPHA);
}

describe('citizens come in the shares of the scenario:', () => {
  const errands = drawn();

  test('by age', () => {
    const band = ({ age }: Errand) => AGES.findIndex(({ from, to }) => from <= age && age <= to);
    const shares = AGES.map(({ share }) => share);
    expect(misfit(errands, shares, band)).toBeLessThan(1);
  });

  test('by age, also those who come for a seal', () => {
    const seals = errands.filter(({ type }) => type === 'seal-registration');
    const band = ({ age }: Errand) => AGES.findIndex(({ from, to }) => from <= age && age <= to);
    const shares = AGES.map(({ share }) => share);
    expect(misfit(seals, shares, band)).toBeLessThan(1);
  });

  test('by certificate', () => {
    const type = (errand: Errand) => (errand.type === 'resident-record' ? 0 : 1);
    expect(misfit(errands, [46, 54], type)).toBeLessThan(1);
  });

  test('by kiosk: inside and outside, each by its Zipf law', () => {
    const zipf = (count: number) => Array.from({ length: count }, (_, n) => (n + 1) ** -0.8);
    const scaled = (share: number, weights: readonly number[]) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => (share * weight) / total);
    };
    const shares = [...scaled(0.74, zipf(6)), ...scaled(0.26, zipf(4))];
    expect(misfit(errands, shares, ({ kiosk }) => kiosk)).toBeLessThan(1);
  });

  test('by kiosk: evenly without a skew, and none outside without a share', () => {
    const stores = { inside: 6, outside: 4 };
    const citizens = { ...CITIZENS, ages: AGES };
    const even = drawn({ stores, citizens });
    expect(misfit(even, [1, 1, 1, 1, 1, 1], ({ kiosk }) => kiosk)).toBeLessThan(1);
  });

  test('and a wrong share would be seen', () => {
    const type = (errand: Errand) => (errand.type === 'resident-record' ? 0 : 1);
    expect(misfit(errands, [50, 50], type)).toBeGreaterThan(1);
  });
});

test('all residents of an age come alike', () => {
  const citizens = {
    ...CITIZENS,
    ages: [{ from: 15, to: 99, share: 1 }],
    certificates: { 'resident-record': 1 },
  };
  const small = { ...scenarioData().municipality, population: 50 };
  const errands = drawn({ municipality: small, citizens });
  const grown = Array.from({ length: 50 }, (_, no) => no).filter((no) => ageOf(no) >= 15);
  const shares = grown.map(() => 1);
  expect(misfit(errands, shares, ({ residentNo }) => grown.indexOf(residentNo))).toBeLessThan(1);
});

test('who comes for the certificate of a seal has registered one', () => {
  const scenario = smallScenario(town());
  const register = populationOf(scenario, streams(1));
  const seals = drawn().filter(({ type }) => type === 'seal-registration');
  for (const { residentNo } of seals.slice(0, 500)) {
    const resident = answerOf(() => register.resident('27203', residentNo));
    expect(resident?.sealNumber).toBeDefined();
  }
});

test('the age of an errand is that of the register', () => {
  const scenario = smallScenario(town());
  const register = populationOf(scenario, streams(1));
  for (const { residentNo, age } of drawn().slice(0, 500)) {
    const resident = answerOf(() => register.resident('27203', residentNo));
    const [year = 0, month = 0, day = 0] = (resident?.birthDate ?? '').split('-').map(Number);
    const birthday = month < 6 || (month === 6 && day <= 1);
    expect(age).toBe(2015 - year - (birthday ? 0 : 1));
  }
});

test('an errand follows from its own stream alone', () => {
  const crowd = new Crowd(smallScenario(town()));
  const draw = (index: number) => crowd.draw(streams(3).stream('citizen', index));
  const forwards = [0, 1, 2, 3].map(draw);
  const backwards = [3, 2, 1, 0].map(draw).reverse();
  expect(backwards).toEqual(forwards);
});
