import { civilTime } from '../../sim/civil-time.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { dayNumberOf, midnightMs } from './civil-day.ts';
import type { DemandCalendar, DemandDay } from './demand-calendar.ts';
import { WEEKDAYS } from './demand-units.ts';
import type { Surge } from './surge.ts';

/** A stretch of time over which something changes linearly; civil instants in ms. */
export interface Ramp {
  readonly fromMs: number;
  readonly toMs: number;
  readonly from: number;
  readonly to: number;
}

/** What a surge multiplies a whole day by; 1 if it has nothing to do with it. */
export function dayFactor(surge: Surge, day: DemandDay, calendar: DemandCalendar): number {
  switch (surge.kind) {
    case 'month-end':
      return isAtMonthEnd(surge, day, calendar) ? surge.factor.value : 1;
    case 'launch-day': {
      const since = day.number - dayNumberOf(surge.on);
      if (since < 0 || since >= surge.days) return 1;
      return 1 + (surge.factor.value - 1) * (1 - since / surge.days);
    }
    case 'campaign': {
      const isOn = dayNumberOf(surge.from) <= day.number && day.number <= dayNumberOf(surge.to);
      return isOn ? surge.factor.value : 1;
    }
    case 'disaster':
    case 'recovery':
      return 1;
  }
}

/** What a surge multiplies demand by within a day, where that is not 1. */
export function rampsOf(surge: Surge): readonly Ramp[] {
  if (surge.kind === 'recovery') {
    const share = surge.during.value;
    return [{ fromMs: instantMs(surge.from), toMs: instantMs(surge.to), from: share, to: share }];
  }
  if (surge.kind !== 'disaster') return [];
  const peak = surge.factor.value;
  const beganMs = instantMs(surge.from);
  const highMs = beganMs + durationMs(surge.rises);
  const fallsMs = highMs + durationMs(surge.lasts);
  return [
    { fromMs: beganMs, toMs: highMs, from: 1, to: peak },
    { fromMs: highMs, toMs: fallsMs, from: peak, to: peak },
    { fromMs: fallsMs, toMs: fallsMs + durationMs(surge.fades), from: peak, to: 1 },
  ].filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** The value of a ramp at an instant on it. */
export function onRamp({ fromMs, toMs, from, to }: Ramp, atMs: number): number {
  return from + ((to - from) * (atMs - fromMs)) / (toMs - fromMs);
}

function isAtMonthEnd(
  { days, weekday, months }: Extract<Surge, { kind: 'month-end' }>,
  day: DemandDay,
  calendar: DemandCalendar,
): boolean {
  if (months !== undefined && !months.includes(day.month)) return false;
  const counts = (other: DemandDay) =>
    other.kind === 'weekday' &&
    !other.isClosed &&
    (weekday === undefined || WEEKDAYS[other.weekday] === weekday);
  if (!counts(day)) return false;
  let later = 0;
  for (let next = day.number + 1; later < days; next++) {
    if (String(civilTime(midnightMs(next)).month) !== day.month) return true;
    if (counts(calendar.dayOf(next))) later += 1;
  }
  return false;
}
