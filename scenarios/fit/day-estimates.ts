import type { DemandDay } from '../demand/demand-calendar.ts';
import type { Month } from '../demand/demand-units.ts';
import { DAY_CLASSES, type DayFactor, type DayModel, type FittedDay } from './day-model.ts';
import { countEstimate, type Estimate, shareEstimate } from './statistics.ts';

/** Factors of days with their intervals, and which of them the days do not tell apart. */
export interface DayEstimates {
  readonly months: ReadonlyMap<Month, Estimate>;
  readonly weekdays: ReadonlyMap<string, Estimate>;
  readonly growth: ReadonlyMap<string, Estimate>;
  readonly dayOffShare: Estimate | undefined;
  /** Visits in all, as expected. */
  readonly visits: Estimate;
  readonly notToldApart: readonly string[];
}

/** An interval that reaches farther says that nothing is known. */
const MOST_LOG = 15;

const WEEKDAYS_OPEN = DAY_CLASSES.slice(0, 5);
const DAYS_OFF = DAY_CLASSES.slice(5);

/** Reads the factors off a model of days; `reach` is how many standard errors intervals reach. */
export function estimateDays(
  model: DayModel,
  days: readonly FittedDay[],
  reach: number,
): DayEstimates {
  const index = new Map(model.factors.map((factor, at) => [factor, at + 1]));
  const means = new Means(model, days, reach, index);
  const months = means.of((factor) => factor.kind === 'month', true);
  const isOf = (names: readonly string[]) => (factor: DayFactor) =>
    factor.kind === 'class' && names.includes(factor.name);
  const weekdays = means.of(isOf(WEEKDAYS_OPEN), false);
  const daysOff = means.of(isOf(DAYS_OFF), false);
  const after = model.factors.find(({ kind }) => kind === 'after-holiday');
  const isTold = after !== undefined && model.fit.told[index.get(after) as number];
  return {
    months: months as ReadonlyMap<Month, Estimate>,
    weekdays: new Map([
      ...weekdays,
      ...daysOff,
      ...(isTold ? [['afterHoliday', means.against(after, undefined)] as const] : []),
    ]),
    growth: growthOf(model, means),
    dayOffShare: dayOffShareOf(model, days, reach),
    visits: visitsOf(model, days, reach),
    notToldApart: notToldApart(model, index),
  };
}

/** A year with so few against another is no measure: a demand has factors to 100. */
const LARGEST_GROWTH = 50;

/** Fiscal years against the first that has more than a few rows; one without any is 0. */
function growthOf({ factors, none }: DayModel, means: Means): ReadonlyMap<string, Estimate> {
  const isYear = ({ kind }: DayFactor) => kind === 'year';
  const years = factors.filter(isYear);
  const base = years.find((year) =>
    years.every((other) => means.against(other, year).value <= LARGEST_GROWTH),
  );
  const growth = [
    ...years.map((year) => [nameOf(year), means.against(year, base)] as const),
    ...[...none].filter(isYear).map((year) => [nameOf(year), means.nothing(year)] as const),
  ];
  return new Map(growth.sort(([one], [other]) => Number(one) - Number(other)));
}

/** Factors against the mean of their kind, by the delta method on their logarithms. */
class Means {
  readonly #model: DayModel;
  readonly #days: readonly FittedDay[];
  readonly #reach: number;
  readonly #index: ReadonlyMap<DayFactor, number>;

  constructor(
    model: DayModel,
    days: readonly FittedDay[],
    reach: number,
    index: ReadonlyMap<DayFactor, number>,
  ) {
    this.#model = model;
    this.#days = days;
    this.#reach = reach;
    this.#index = index;
  }

  /** Each factor of a kind against their mean: weighed by days, or plain. */
  of(isMeant: (factor: DayFactor) => boolean, byDays: boolean): ReadonlyMap<string, Estimate> {
    const own = this.#model.factors.filter(isMeant);
    const logs = own.map((factor) => this.#model.fit.logs[this.#at(factor)] as number);
    const weights = own.map((factor, at) => {
      return (byDays ? this.#daysOf(factor) : 1) * Math.exp(logs[at] as number);
    });
    const count = own.reduce((sum, factor) => sum + (byDays ? this.#daysOf(factor) : 1), 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const told = own.map((factor, at) => {
      const gradient = new Map(
        own.map((other, place) => {
          const part = (weights[place] as number) / total;
          return [this.#at(other), (place === at ? 1 : 0) - part] as const;
        }),
      );
      const value = (Math.exp(logs[at] as number) * count) / total;
      return [nameOf(factor), this.#around(value, gradient)] as const;
    });
    const none = [...this.#model.none].filter(isMeant).map((factor) => {
      return [nameOf(factor), this.nothing(factor)] as const;
    });
    return new Map([...told, ...none]);
  }

  /** A factor against another one, or by itself. */
  against(factor: DayFactor, other: DayFactor | undefined): Estimate {
    const logs = this.#model.fit.logs;
    const gradient = new Map([[this.#at(factor), 1]]);
    let log = logs[this.#at(factor)] as number;
    if (other === factor) return { value: 1, low: 1, high: 1 };
    if (other !== undefined) {
      gradient.set(this.#at(other), -1);
      log -= logs[this.#at(other)] as number;
    }
    return this.#around(Math.exp(log), gradient);
  }

  #around(value: number, gradient: ReadonlyMap<number, number>): Estimate {
    let variance = 0;
    for (const [row, a] of gradient) {
      for (const [column, b] of gradient) {
        variance += a * b * (this.#model.covariance[row]?.[column] ?? 0);
      }
    }
    const half = Math.min(MOST_LOG, this.#reach * Math.sqrt(Math.max(0, variance)));
    return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
  }

  /** Nobody came on any such day: by the mean of all days, what could still be. */
  nothing(factor: DayFactor): Estimate {
    const visits = this.#days.reduce((sum, day) => sum + day.visits, 0);
    const due = (visits / this.#days.length) * Math.max(1, this.#daysOf(factor));
    return { value: 0, low: 0, high: Math.min(1, (this.#reach ** 2 + 1) / due) };
  }

  #at(factor: DayFactor): number {
    return this.#index.get(factor) as number;
  }

  #daysOf(factor: DayFactor): number {
    const isOf = ({ month, fiscalYear }: DemandDay) =>
      (factor.kind === 'month' && month === factor.name) ||
      (factor.kind === 'year' && fiscalYear === factor.name);
    return this.#days.filter(({ day }) => isOf(day)).length;
  }
}

/** The share of the days off: both sides vary as their days do. */
function dayOffShareOf(
  model: DayModel,
  days: readonly FittedDay[],
  reach: number,
): Estimate | undefined {
  const sides = (['weekday', 'dayOff'] as const).map((kind) => {
    const own = days.filter(({ day }) => day.kind === kind);
    const visits = own.reduce((sum, day) => sum + day.visits, 0);
    return { days: own.length, visits, variance: varianceOf(model, own) };
  });
  const [weekday, dayOff] = sides as [(typeof sides)[number], (typeof sides)[number]];
  if (weekday.days === 0 || dayOff.days === 0) return undefined;
  const total = weekday.visits + dayOff.visits;
  const share = dayOff.visits / total;
  const variance =
    (weekday.visits ** 2 * dayOff.variance + dayOff.visits ** 2 * weekday.variance) / total ** 4;
  const multinomial = (share * (1 - share)) / total;
  const dispersion = multinomial === 0 ? 1 : Math.max(1, variance / multinomial);
  return shareEstimate(dayOff.visits, total, reach, dispersion);
}

function visitsOf(model: DayModel, days: readonly FittedDay[], reach: number): Estimate {
  const visits = days.reduce((sum, day) => sum + day.visits, 0);
  return countEstimate(visits, reach, Math.max(1, varianceOf(model, days) / visits));
}

function varianceOf(model: DayModel, days: readonly FittedDay[]): number {
  return days.reduce((sum, { day }) => {
    const due = model.expected(day);
    return sum + due + model.overdispersion.value * due * due;
  }, 0);
}

/** One factor of each kind is the measure of the others; further ones are not told. */
function notToldApart(model: DayModel, index: ReadonlyMap<DayFactor, number>): readonly string[] {
  const untold = model.factors.filter((factor) => !model.fit.told[index.get(factor) as number]);
  const seen = new Set<DayFactor['kind']>();
  return untold.flatMap((factor) => {
    const isMeasure = factor.kind !== 'after-holiday' && !seen.has(factor.kind);
    seen.add(factor.kind);
    return isMeasure ? [] : [nameOf(factor)];
  });
}

function nameOf(factor: DayFactor): string {
  return factor.kind === 'after-holiday' ? 'afterHoliday' : String(factor.name);
}
