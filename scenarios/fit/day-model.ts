import type { DemandDay } from '../demand/demand-calendar.ts';
import { MONTHS, type Month, WEEKDAYS } from '../demand/demand-units.ts';
import { type Cell, fitLogLinear, type LogLinearFit } from './log-linear.ts';
import { chiSquaredQuantile, type Estimate } from './statistics.ts';

/** A day as demand tells days apart. */
export const DAY_CLASSES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'holiday',
] as const;
export type DayClass = (typeof DAY_CLASSES)[number];

/** A day that is fitted. */
export interface FittedDay {
  readonly day: DemandDay;
  readonly visits: number;
}

/** What factors of days can be about, in the order in which they are told apart. */
export type DayFactor =
  | { readonly kind: 'class'; readonly name: DayClass }
  | { readonly kind: 'month'; readonly name: Month }
  | { readonly kind: 'after-holiday' }
  | { readonly kind: 'year'; readonly name: number };

/** Days fitted: the Poisson likelihood of a product of factors, and how days vary besides. */
export interface DayModel {
  readonly factors: readonly DayFactor[];
  readonly fit: LogLinearFit;
  /** Factors whose days had no rows at all. */
  readonly none: ReadonlySet<DayFactor>;
  /** Variance of the factor of single days, with its interval. */
  readonly overdispersion: Estimate;
  /** Days less factors. */
  readonly degrees: number;
  /** Covariances of the logarithms of the factors. */
  readonly covariance: readonly (readonly number[])[];
  /** Pearson’s χ² and the deviance of the days against Poisson. */
  readonly pearson: number;
  readonly deviance: number;
  expected(day: DemandDay): number;
}

/** The class of a day. */
export function classOf({ weekday, isHoliday }: DemandDay): DayClass {
  return isHoliday ? 'holiday' : (WEEKDAYS[weekday] as DayClass);
}

/** Fits the days of a log; `factors` are those that they can tell. */
export function fitDays(days: readonly FittedDay[], confidence: number): DayModel {
  const factors = factorsOf(days);
  const factorsAt = factorsOfDays(factors);
  const none = emptyFactors(days, factorsAt);
  const own = days.filter(({ day }) => !factorsAt(day).some((each) => none.has(each)));
  const used = factors.filter((factor) => !none.has(factor));
  const place = new Map(used.map((factor, index) => [factor, index + 1]));
  const columnsOf = (day: DemandDay) => [
    0,
    ...factorsAt(day).flatMap((factor) => place.get(factor) ?? []),
  ];
  const { cells, cellOf } = cellsOf(own, columnsOf);
  const fit = fitLogLinear(cells, used.length + 1);
  const expected = own.map((_, index) => fit.expected[cellOf[index] as number] as number);
  const counts = own.map(({ visits }) => visits);
  const degrees = own.length - fit.rank;
  const overdispersion = overdispersionOf(counts, expected, degrees, confidence);
  const varianceOf = (due: number) => due + overdispersion.value * due * due;
  const covariance = fit.covariance(
    cells.map(({ exposure }, index) => exposure * varianceOf(fit.expected[index] as number)),
  );
  return {
    factors: used,
    fit,
    none,
    overdispersion,
    degrees,
    covariance,
    pearson: pearsonOf(counts, expected, 0),
    deviance: devianceOf(counts, expected),
    expected: (day) => {
      if (factorsAt(day).some((factor) => none.has(factor))) return 0;
      return Math.exp(columnsOf(day).reduce((sum, at) => sum + (fit.logs[at] as number), 0));
    },
  };
}

/** Fiscal years are told apart only where months are in several of them. */
function factorsOf(days: readonly FittedDay[]): readonly DayFactor[] {
  const classes = new Set(days.map(({ day }) => classOf(day)));
  const months = new Set(days.map(({ day }) => day.month));
  const years = [...new Set(days.map(({ day }) => day.fiscalYear))].sort((a, b) => a - b);
  const after = days.filter(({ day }) => day.kind === 'weekday' && day.followsHoliday);
  return [
    ...DAY_CLASSES.flatMap((name) => (classes.has(name) ? [{ kind: 'class', name } as const] : [])),
    ...MONTHS.flatMap((name) => (months.has(name) ? [{ kind: 'month', name } as const] : [])),
    ...(after.length > 0 ? [{ kind: 'after-holiday' } as const] : []),
    ...(years.length > 1 && shareMonths(days)
      ? years.map((name) => ({ kind: 'year', name }) as const)
      : []),
  ];
}

/** Whether one can go from each fiscal year to each other one by months that both have. */
function shareMonths(days: readonly FittedDay[]): boolean {
  const monthsOf = new Map<number, Set<Month>>();
  for (const { day } of days) {
    const months = monthsOf.get(day.fiscalYear) ?? new Set();
    monthsOf.set(day.fiscalYear, months.add(day.month));
  }
  const [first = new Set<Month>(), ...others] = monthsOf.values();
  const reached = new Set(first);
  for (let left = others; left.length > 0; ) {
    const met = left.filter((months) => [...months].some((month) => reached.has(month)));
    if (met.length === 0) return false;
    for (const months of met) for (const month of months) reached.add(month);
    left = left.filter((months) => !met.includes(months));
  }
  return true;
}

/** The factors of a day; days that are alike to all factors are looked at once. */
function factorsOfDays(factors: readonly DayFactor[]): FactorsOf {
  const known = new Map<string, readonly DayFactor[]>();
  return (day) => {
    const own = classOf(day);
    const { month, fiscalYear, kind, followsHoliday } = day;
    const key = `${own}/${month}/${fiscalYear}/${kind === 'weekday' && followsHoliday}`;
    let found = known.get(key);
    if (found === undefined) {
      found = factors.filter((factor) => isOf(factor, day, own));
      known.set(key, found);
    }
    return found;
  };
}

type FactorsOf = (day: DemandDay) => readonly DayFactor[];

function isOf(factor: DayFactor, day: DemandDay, own: DayClass): boolean {
  switch (factor.kind) {
    case 'class':
      return factor.name === own;
    case 'month':
      return factor.name === day.month;
    case 'after-holiday':
      return day.kind === 'weekday' && day.followsHoliday;
    case 'year':
      return factor.name === day.fiscalYear;
  }
}

/** Factors of days without any row; what is left may have such days again. */
function emptyFactors(days: readonly FittedDay[], factorsAt: FactorsOf): ReadonlySet<DayFactor> {
  const none = new Set<DayFactor>();
  for (let before = -1; before < none.size; ) {
    before = none.size;
    const totals = new Map<DayFactor, number>();
    for (const { day, visits } of days) {
      const own = factorsAt(day);
      if (own.some((factor) => none.has(factor))) continue;
      for (const factor of own) totals.set(factor, (totals.get(factor) ?? 0) + visits);
    }
    for (const [factor, total] of totals) if (total === 0) none.add(factor);
  }
  return none;
}

/** Days of the same factors are one cell: their sum says all that the likelihood needs. */
function cellsOf(
  days: readonly FittedDay[],
  columnsOf: (day: DemandDay) => readonly number[],
): { readonly cells: readonly Cell[]; readonly cellOf: readonly number[] } {
  const cells: { count: number; exposure: number; columns: readonly number[] }[] = [];
  const known = new Map<string, number>();
  const cellOf = days.map(({ day, visits }) => {
    const columns = columnsOf(day);
    const key = columns.join();
    const at = known.get(key) ?? cells.push({ count: 0, exposure: 0, columns }) - 1;
    known.set(key, at);
    const cell = cells[at] as (typeof cells)[number];
    cell.count += visits;
    cell.exposure += 1;
    return at;
  });
  return { cells, cellOf };
}

/** Pearson’s χ² of days that vary by `variance` besides what Poisson has them vary. */
export function pearsonOf(
  counts: readonly number[],
  expected: readonly number[],
  variance: number,
): number {
  return counts.reduce((sum, count, index) => {
    const due = expected[index] as number;
    return sum + (count - due) ** 2 / (due + variance * due * due);
  }, 0);
}

function devianceOf(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, index) => {
    const due = expected[index] as number;
    return sum + 2 * ((count === 0 ? 0 : count * Math.log(count / due)) - count + due);
  }, 0);
}

/**
 * The variance with which Pearson’s χ² is what it should be, its degrees of freedom; and those with
 * which it would be as improbable as the confidence allows. The factor of a day has a long tail:
 * χ² varies the more by its kurtosis, which lessens the degrees.
 */
export function overdispersionOf(
  counts: readonly number[],
  expected: readonly number[],
  degrees: number,
  confidence: number,
): Estimate {
  if (degrees < 1) return { value: 0, low: 0, high: MOST_VARIANCE };
  const solve = (wanted: number) => {
    let [low, high] = [0, MOST_VARIANCE];
    if (pearsonOf(counts, expected, 0) <= wanted) return 0;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (pearsonOf(counts, expected, middle) > wanted) low = middle;
      else high = middle;
    }
    return high;
  };
  const value = solve(degrees);
  const kurtosis =
    expected.reduce((sum, due) => sum + 6 * value + 1 / (due + value * due * due), 0) /
    expected.length;
  const own = Math.max(1, degrees / (1 + kurtosis / 2));
  const at = (probability: number) => solve((degrees / own) * chiSquaredQuantile(probability, own));
  return { value, low: at((1 + confidence) / 2), high: at((1 - confidence) / 2) };
}

const MOST_VARIANCE = 4;
