import { z } from 'zod';
import { civilDate, DAY_MS, dayNumber, instantOf } from '../../sim/civil-time.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day in Japan, `2014-03-31`; days that do not exist are refused. */
export const CivilDay = z
  .string()
  .regex(DATE, 'write a day such as 2014-03-31')
  .refine((text) => !DATE.test(text) || midnightOf(text) !== undefined, {
    error: 'there is no such day',
  })
  .meta({ examples: ['2014-03-31'] });

/** Number of a day that `CivilDay` has accepted, as `dayNumber` counts them. */
export function dayNumberOf(text: string): number {
  return dayNumber(midnightOf(text) ?? Number.NaN);
}

/** The midnight, ms since 1970-01-01T00:00Z, with which a day begins in Japan. */
export function midnightMs(day: number): number {
  return day * DAY_MS - JST_OFFSET_MS;
}

/** `2014-03-31`. */
export function civilDayText(day: number): string {
  return civilDate(midnightMs(day));
}

const JST_OFFSET_MS = 9 * 3_600_000;

function midnightOf(text: string): number | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return instantOf(Number(year), Number(month), Number(day));
}
