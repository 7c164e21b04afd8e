import { describe, expect, test } from 'vitest';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import { residentTax } from '../../../server/population/tax-synthetic.ts';
import type { Resident, TaxRecord } from '../../../server/register/register.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';

describe('residentTax', () => {
  // Worked by hand: year, income, deductions, dependants, then 市町村民税 and 道府県民税.
  test.each([
    ['one who lives alone, at the limit', 2015, 350_000, 330_000, 0, 0, 0],
    ['the same with a yen more', 2015, 350_001, 330_000, 0, 1_200 + 3_500, 800 + 1_500],
    ['before the supplement for reconstruction', 2013, 350_001, 330_000, 0, 4_200, 1_800],
    ['after it', 2024, 450_001, 430_000, 0, 4_200, 1_800],
    ['the limit since 2021', 2021, 450_000, 430_000, 0, 0, 0],
    ['with one dependant, at the limit of both', 2015, 910_000, 330_000, 1, 0, 0],
    ['between the limits: 均等割 alone', 2015, 1_020_000, 330_000, 1, 3_500, 1_500],
    ['above both', 2015, 1_020_001, 330_000, 1, 41_400 + 3_500, 27_600 + 1_500],
    ['deductions above the income', 2015, 1_500_000, 1_600_000, 1, 3_500, 1_500],
    ['an ordinary income', 2022, 2_020_000, 880_000, 0, 68_400 + 3_500, 45_600 + 1_500],
    ['rounded down to 1,000 and to 100 yen', 2015, 2_346_999, 330_000, 0, 124_400, 82_100],
  ])('%s', (_, year, incomeYen, deductionsYen, dependants, municipal, prefectural) => {
    expect(residentTax({ residentNo: 0, year, incomeYen, deductionsYen, dependants })).toEqual({
      municipalTaxYen: municipal,
      prefecturalTaxYen: prefectural,
    });
  });
});

const TOWN = { code: '27203', population: 402_995 };
const AS_OF = '2015-07-01';
const register = syntheticRegister(streams(1), [TOWN], { asOf: AS_OF });
const YEARS = [2011, 2012, 2013, 2014, 2015];

/** Residents with their records of a year; age is that at the end of the year before. */
function records(year: number, people: number) {
  return Array.from({ length: people }, (_, no) => {
    const resident = answerOf(() => register.resident(TOWN.code, no))!;
    const record = answerOf(() => register.taxRecord(TOWN.code, no, year));
    return { resident, record, age: year - 1 - Number(resident.birthDate.slice(0, 4)) };
  });
}

function share<A>(values: readonly A[], is: (value: A) => boolean): number {
  return values.filter(is).length / values.length;
}

describe('the synthetic tax records', () => {
  const of2015 = records(2015, 10_000);
  const recorded = of2015.filter(
    (one): one is { resident: Resident; age: number; record: TaxRecord } =>
      one.record !== undefined,
  );

  test('are missing for those who moved in or were born after the first of January', () => {
    for (const { resident, record } of of2015) {
      expect(record === undefined).toBe(resident.residentSince > '2015-01-01');
    }
    const adults = of2015.filter(({ age }) => age >= 20);
    expect(share(adults, ({ record }) => record === undefined)).toBeCloseTo(0.033, 2);
  });

  test.each(YEARS)('are there for %d', (year) => {
    const since = `${year}-01-01`;
    for (const { resident, record } of records(year, 500)) {
      if (resident.residentSince > since) expect(record).toBeUndefined();
      else expect(record).toMatchObject({ residentNo: resident.no, year });
    }
  });

  test('give no income to children, some to most grown-ups, little to few of the very old', () => {
    const earn = ({ record }: { record: TaxRecord }) => record.incomeYen > 0;
    const aged = (from: number, to: number) =>
      recorded.filter(({ age }) => age >= from && age <= to);
    expect(share(aged(0, 17), earn)).toBe(0);
    expect(share(aged(30, 59), earn)).toBeGreaterThan(0.8);
    expect(share(aged(90, 110), earn)).toBeLessThan(0.3);
    const incomes = aged(40, 49)
      .filter(earn)
      .map(({ record }) => record.incomeYen);
    const median = incomes.sort((a, b) => a - b)[incomes.length >> 1]!;
    expect(median / 2_800_000).toBeCloseTo(1, 0.7);
    expect(incomes.at(-1)).toBeGreaterThan(2 * median);
  });

  /** The members of each household, who earns most first. */
  const households = new Map<number, (typeof recorded)[number][]>();
  for (const one of recorded.filter(({ age }) => age >= 0)) {
    const members = households.get(one.resident.householdNo) ?? [];
    households.set(one.resident.householdNo, [...members, one]);
  }
  for (const members of households.values()) {
    members.sort((one, other) => other.record.incomeYen - one.record.incomeYen);
  }

  test('let all with little income depend on the one of the household who earns most', () => {
    for (const [supporter, ...others] of households.values()) {
      const supports = supporter!.record.incomeYen > 380_000;
      const poor = others.filter(({ record }) => supports && record.incomeYen <= 380_000);
      expect(supporter?.record.dependants).toBe(poor.length);
      for (const { record } of others) expect(record.dependants).toBe(0);

      const { incomeYen, deductionsYen } = supporter!.record;
      const ofSixteen = poor.filter(({ age }) => age >= 16).length;
      expect(deductionsYen).toBe(330_000 + Math.floor(incomeYen * 0.15) + 330_000 * ofSixteen);
    }
  });

  test('tax what the law says, and about half of all', () => {
    for (const { record } of recorded) expect(record).toMatchObject(residentTax(record));
    const taxed = share(recorded, ({ record }) => record.municipalTaxYen > 0);
    expect(taxed).toBeGreaterThan(0.4);
    expect(taxed).toBeLessThan(0.7);
  });

  test('move by a few per cent from year to year', () => {
    const before = records(2014, 3_000);
    let same = 0;
    let compared = 0;
    for (const [index, { record, age }] of of2015.slice(0, 3_000).entries()) {
      const former = before[index]?.record;
      if (record === undefined || former === undefined || former.incomeYen === 0) continue;
      // Not where a birthday leads into another class of ages.
      if (age % 10 === 0 || age === 23) continue;
      const change = record.incomeYen / former.incomeYen;
      expect(change).toBeGreaterThan(0.89);
      expect(change).toBeLessThan(1.12);
      compared += 1;
      if (change === 1) same += 1;
    }
    expect(compared).toBeGreaterThan(1_000);
    expect(same).toBeLessThan(compared / 100);
  });
});
