import { describe, expect, test } from 'vitest';
import { Demand } from '../../../scenarios/demand/demand.ts';
import { demandOf } from '../../../scenarios/fit/demand-of-fit.ts';
import { marginsOf } from '../../../scenarios/fit/fit-margins.ts';
import { numbersOf } from '../../../scenarios/fit/fitted-demand.ts';
import type { LogCounts } from '../../../scenarios/fit/log-counts.ts';
import { normalReach, shareEstimate } from '../../../scenarios/fit/statistics.ts';
import { given } from '../demand/small-demand.ts';
import { CLOSED, fitted, knownCounts, OPENING } from './fitted-rows.ts';
import { knownDemand, truthOf } from './known-log.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** A year of some 12,000 certificates whose days vary by a tenth besides chance. */
const demand = knownDemand({
  volume: { by: 'count', from: '2014-04-01', to: '2015-03-31', certificates: given(12_000) },
});
const truth = truthOf(demand);
const logs = SEEDS.map((seed) => knownCounts(demand, seed));

interface Interval {
  readonly path: string;
  readonly low: number;
  readonly high: number;
}

function outside(intervals: readonly Interval[]): readonly string[] {
  return intervals.flatMap(({ path, low, high }) => {
    const value = truth.get(path) as number;
    return low <= value && value <= high ? [] : [path];
  });
}

/**
 * How many of so many intervals of 95 % may miss, with 99.9 % for the whole: binomial, as if they
 * were independent. Those of one log are not quite: months, say, have a mean of 1.
 */
function mayMiss(count: number): readonly [number, number] {
  const half = normalReach(0.999) * Math.sqrt(count * 0.05 * 0.95);
  return [0.05 * count - half, 0.05 * count + half];
}

describe('what made a log', () => {
  const numbers = logs.map((counts) => numbersOf(fitted(counts).fitted));
  const count = numbers.flat().length;

  test('has every number told', () => {
    for (const told of numbers) {
      expect(told.map(({ path }) => path).sort()).toEqual([...truth.keys()].sort());
    }
  });

  test('lies within as many of the intervals as 95 % means, over 20 seeds', () => {
    const missed = numbers.flatMap(outside);
    const [least, most] = mayMiss(count);
    expect(count).toBe(20 * 80);
    expect(missed.length).toBeGreaterThan(least);
    expect(missed.length).toBeLessThan(most);
    // No number is missed by far more seeds than others: 6 of 20 have a probability of 3·10⁻⁴.
    const times = new Map<string, number>();
    for (const path of missed) times.set(path, (times.get(path) ?? 0) + 1);
    expect(Math.max(...times.values())).toBeLessThan(6);
  });

  test('lies within every one of the intervals that hold together with 95 %', () => {
    const together = logs.map((counts) => numbersOf(fitted(counts, 1 - 0.05 / count).fitted));
    expect(together.flatMap(outside)).toEqual([]);
  });

  test('is not found by shares of months that forget how many of which days they have', () => {
    const naive = (counts: LogCounts): readonly Interval[] => {
      const { days, rows } = counts;
      return Array.from({ length: 12 }, (_, index) => {
        const own = days.filter(({ day }) => day.month === String(index + 1));
        const visits = own.reduce((sum, day) => sum + day.visits, 0);
        const { low, high } = shareEstimate(visits, rows, normalReach(0.95));
        return { path: `months.${index + 1}`, low: 12 * low, high: 12 * high };
      });
    };
    const missed = logs.map(naive).flatMap(outside);
    expect(missed.length).toBeGreaterThan(2 * mayMiss(12 * SEEDS.length)[1]);
  });

  test('is not within intervals that take days for alike but for chance', () => {
    const wild = knownDemand({ volume: demand.volume, overdispersion: given(0.08) });
    const isOfDays = (path: string) => /^(months|weekdays|dayOffShare|volume)/.test(path);
    let [honest, naive, all] = [0, 0, 0];
    for (const seed of SEEDS.slice(0, 8)) {
      const counts = knownCounts(wild, seed);
      const own = numbersOf(fitted(counts).fitted).filter(({ path }) => isOfDays(path));
      // As wide as Poisson alone would have it: of a factor 1 / √visits and no less.
      const narrow = own.map(({ path, value }) => {
        const due = (counts.rows * value) / (path.startsWith('months') ? 12 : 8);
        const half =
          normalReach(0.95) * Math.sqrt(path.startsWith('vol') ? 1 / counts.rows : 1 / due);
        return { path, low: value * (1 - half), high: value * (1 + half) };
      });
      all += own.length;
      honest += outside(own).length;
      naive += outside(narrow).length;
    }
    expect(honest).toBeLessThan(mayMiss(all)[1]);
    expect(naive).toBeGreaterThan(1.5 * mayMiss(all)[1]);
  });
});

test('the demand that is written makes expect what was counted, by the demand model itself', () => {
  const counts = logs[0] as LogCounts;
  const fit = fitted(counts);
  const data = demandOf(fit.fitted, {
    name: 'known',
    origin: 'fit: known.csv',
    opening: OPENING,
    closedDays: CLOSED,
  });
  const { months, weekdays, hours, types } = marginsOf(data, counts, fit.days);
  expect(months.length).toBe(12);
  expect(weekdays.length).toBe(8);
  for (const { observed, expected } of [...months, ...weekdays, ...hours, ...types]) {
    expect(Math.abs(observed - expected)).toBeLessThan(0.001 * observed + 0.1);
  }
  // Not so with a factor that is another one.
  const march = data.months?.value['3'] as number;
  const wrong = { ...data, months: given({ ...data.months?.value, 3: march * 1.1 }) };
  const [march14] = marginsOf(wrong, counts, fit.days).months.slice(-1);
  expect(Math.abs((march14?.expected ?? 0) / (march14?.observed ?? 1) - 1)).toBeGreaterThan(0.05);
});

test('growth is told where months come twice, and left out where they do not', () => {
  const growing = knownDemand({
    volume: { by: 'count', from: '2013-04-01', to: '2015-03-31', certificates: given(20_000) },
    growth: given({ 2013: 1, 2014: 1.5 }),
  });
  const { growth, months } = fitted(knownCounts(growing, 5)).fitted;
  expect([...growth.keys()]).toEqual(['2013', '2014']);
  const { low, high } = growth.get('2014') as { low: number; high: number };
  expect(low).toBeLessThan(1.5);
  expect(high).toBeGreaterThan(1.5);
  expect(low).toBeGreaterThan(1.4);
  expect(months.size).toBe(12);
  expect(fitted(logs[0] as LogCounts).fitted.growth.size).toBe(0);
  expect(Demand.safeParse(growing).success).toBe(true);
});

test('months have the mean 1 over open days, Monday to Friday 1, and days off 1', () => {
  const part = knownDemand({
    volume: { by: 'count', from: '2014-05-26', to: '2014-07-31', certificates: given(4_000) },
  });
  const { days, fitted: own } = fitted(knownCounts(part, 4));
  const months = days.reduce((sum, { day }) => sum + (own.months.get(day.month)?.value ?? 0), 0);
  expect(months / days.length).toBeCloseTo(1, 9);
  const mean = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (own.weekdays.get(name)?.value ?? 0), 0) / names.length;
  expect(mean(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])).toBeCloseTo(1, 9);
  expect(mean(['saturday', 'sunday', 'holiday'])).toBeCloseTo(1, 9);
});
