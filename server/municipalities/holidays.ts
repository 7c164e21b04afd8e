import holidayJp from '@holiday-jp/holiday_jp';
import { civilDate, civilTime } from '../../sim/civil-time.ts';

/** By date, yyyy-mm-dd, in their order. */
const HOLIDAYS: Readonly<Record<string, unknown>> = holidayJp.holidays;

const DATES = Object.keys(HOLIDAYS);

/** The years whose holidays are known: set by law some time ahead, and foreseen beyond that. */
export const HOLIDAY_YEARS = {
  first: Number(DATES.at(0)?.slice(0, 4)),
  last: Number(DATES.at(-1)?.slice(0, 4)),
};

/** Whether the holidays of the year of an instant (ms since 1970-01-01T00:00Z) are known. */
export function knowsHolidays(nowMs: number): boolean {
  const { year } = civilTime(nowMs);
  return year >= HOLIDAY_YEARS.first && year <= HOLIDAY_YEARS.last;
}

/**
 * Whether the day of an instant is a holiday in Japan: 国民の祝日, 振替休日 or 国民の休日
 * (国民の祝日に関する法律). Throws RangeError for a year whose holidays are not known.
 */
export function isHoliday(nowMs: number): boolean {
  const date = civilDate(nowMs);
  if (!knowsHolidays(nowMs)) {
    const { first, last } = HOLIDAY_YEARS;
    throw new RangeError(
      `the holidays of ${date.slice(0, 4)} are not known, only those of ${first} to ${last}: ` +
        'choose a day of these years, or a newer version of @holiday-jp/holiday_jp',
    );
  }
  return Object.hasOwn(HOLIDAYS, date);
}

/** 平日: Monday to Friday, holidays excepted. Throws as `isHoliday` does. */
export function isWeekday(nowMs: number): boolean {
  const { weekday } = civilTime(nowMs);
  return weekday !== SUNDAY && weekday !== SATURDAY && !isHoliday(nowMs);
}

const SUNDAY = 0;
const SATURDAY = 6;
