import { civilDate, DAY_MS, msOfDay } from '../../sim/civil-time.ts';
import { isWeekday } from './holidays.ts';

/**
 * Whether a municipality's offices are open on the day of an instant: not on Saturdays, Sundays and
 * holidays, nor from 12-29 to 01-03 (地方自治法 4条の2). Throws RangeError for a year whose holidays
 * are not known.
 */
export function isBusinessDay(nowMs: number): boolean {
  const monthDay = civilDate(nowMs).slice(5);
  // Days of this form compare as their letters do.
  return monthDay > '01-03' && monthDay < '12-29' && isWeekday(nowMs);
}

/**
 * From when on something can be used that takes the offices some business days: the midnight in
 * which the last of them begins. The day of the application does not count. Towns say that
 * certificates can be had about five business days after (約5営業日後, P50); that it is the morning
 * of the fifth is inference.
 */
export function usableFromMs(appliedAtMs: number, businessDays: number): number {
  let dayMs = appliedAtMs - msOfDay(appliedAtMs);
  for (let counted = 0; counted < businessDays; ) {
    dayMs += DAY_MS;
    if (isBusinessDay(dayMs)) counted += 1;
  }
  return dayMs;
}
