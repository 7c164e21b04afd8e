import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import type { RateSegment } from '../../sim/rate-curve.ts';
import { Demand } from '../demand/demand.ts';
import { certificatesIn } from '../demand/demand-mix.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import { classOf, DAY_CLASSES, type FittedDay } from './day-model.ts';
import type { DemandData } from './demand-of-fit.ts';
import type { LogCounts } from './log-counts.ts';

/** Visits that were counted, and those that the demand makes expect. */
export interface Margin {
  readonly name: string;
  readonly observed: number;
  readonly expected: number;
  /** Pearson’s χ² of its days over their number: 1 where days vary by chance alone. */
  readonly dispersion?: number;
}

/** What was counted beside what the demand makes of it, along one of its sides. */
export interface Margins {
  /** By month of the calendar, `2014-03`. */
  readonly months: readonly Margin[];
  /** Monday to Sunday and holidays. */
  readonly weekdays: readonly Margin[];
  /** Hours of weekdays and of days off, `weekday 10`. */
  readonly hours: readonly Margin[];
  readonly types: readonly Margin[];
  /** Each day, `2014-03-31`. */
  readonly days: readonly Margin[];
}

/** Lays the counts beside what the written demand makes expect, by the demand model itself. */
export function marginsOf(
  data: DemandData,
  counts: LogCounts,
  days: readonly FittedDay[],
): Margins {
  const demand = Demand.parse(data);
  const rate = new DemandRate(demand);
  const sums = { months: new Sums(), weekdays: new Sums(), hours: new Sums(), types: new Sums() };
  for (const name of DAY_CLASSES) sums.weekdays.name(name);
  for (const kind of ['weekday', 'dayOff'] as const) {
    for (let hour = 0; hour < 24; hour++) sums.hours.name(`${kind} ${hour}`);
  }
  const told = days.map(({ day, visits }): Margin => {
    const hours = byHour(rate.daySegments(day.number));
    const expected = hours.reduce((sum, due) => sum + due, 0);
    sums.months.add(day.date.slice(0, 7), visits, expected);
    sums.weekdays.add(classOf(day), visits, expected);
    hours.forEach((due, hour) => {
      sums.hours.add(`${day.kind} ${hour}`, counts.hours.countOn(day.number, hour), due);
    });
    const shares = new Map(
      certificatesIn(demand, day.month).map(({ type, share }) => [type, share]),
    );
    const all = [...shares.values()].reduce((sum, share) => sum + share, 0);
    CERTIFICATE_TYPES.forEach((type, index) => {
      const due = (expected * (shares.get(type) ?? 0)) / all;
      sums.types.add(type, counts.types.countOn(day.number, index), due);
    });
    return { name: day.date, observed: visits, expected };
  });
  return {
    months: sums.months.all,
    weekdays: sums.weekdays.all,
    hours: sums.hours.all,
    types: sums.types.all,
    days: told,
  };
}

/** Sums by name, those without anything left out. */
class Sums {
  readonly #sums = new Map<string, Sum>();

  /** Takes a place in the order. */
  name(name: string): void {
    this.#sums.set(name, { observed: 0, expected: 0, chiSquared: 0, days: 0 });
  }

  /** What a day has of it. */
  add(name: string, observed: number, expected: number): void {
    if (!this.#sums.has(name)) this.name(name);
    const own = this.#sums.get(name) as Sum;
    own.observed += observed;
    own.expected += expected;
    if (expected <= 0) return;
    own.chiSquared += (observed - expected) ** 2 / expected;
    own.days += 1;
  }

  get all(): readonly Margin[] {
    return [...this.#sums]
      .filter(([, { observed, expected }]) => observed > 0 || expected > 1e-9)
      .map(([name, { observed, expected, chiSquared, days }]) => {
        return { name, observed, expected, ...(days > 0 ? { dispersion: chiSquared / days } : {}) };
      });
  }
}

interface Sum {
  observed: number;
  expected: number;
  chiSquared: number;
  days: number;
}

/** Visits expected in each hour of the day; pieces end at full hours. */
function byHour(segments: readonly RateSegment[]): readonly number[] {
  const hours = new Array<number>(24).fill(0);
  for (const { fromMs, toMs, fromPerSecond, toPerSecond } of segments) {
    const hour = Math.floor(fromMs / HOUR_MS);
    const due = ((fromPerSecond + toPerSecond) / 2) * ((toMs - fromMs) / 1000);
    hours[hour] = (hours[hour] as number) + due;
  }
  return hours;
}

const HOUR_MS = 3_600_000;
