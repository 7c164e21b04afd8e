import { z } from 'zod';
import { instantOf } from './civil-time.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** A duration as k6 writes it: `90s`, `1m30s`, `16h30m`, `250ms`. */
export const Duration = z
  .string()
  .regex(DURATION, 'write a duration such as 250ms, 90s, 1m30s or 16h30m')
  .meta({ examples: ['90s', '16h30m'] });

/** Milliseconds of a duration. */
export function durationMs(duration: string): number {
  let ms = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    ms += Number(amount) * (UNITS_MS[unit as string] as number);
  }
  return ms;
}

/** A duration in which something can happen. */
export const Stretch = Duration.refine((text) => !DURATION.test(text) || durationMs(text) > 0, {
  error: 'write a duration longer than 0s',
});

/** A duration by its median and its 95th percentile, drawn from a lognormal. */
export const Estimate = z
  .strictObject({ median: Stretch, p95: Stretch })
  .refine(({ median, p95 }) => durationMs(median) <= durationMs(p95), {
    error: 'the median must not exceed the p95',
  })
  .describe('Lognormal by its median and 95th percentile');
export type Estimate = z.infer<typeof Estimate>;

/** A time of day as a Japanese clock shows it, `00:00` to `24:00`. */
export const TimeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time of day such as 06:30 or 23:00')
  .meta({ examples: ['06:30'] });

/** Milliseconds since midnight of a time of day. */
export function timeOfDayMs(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
}

const MONTH_DAY = /^(\d{2})-(\d{2})$/;

/** A day of every year, month and day: `12-29`. Such days compare as their letters do. */
export const MonthDay = z
  .string()
  .regex(MONTH_DAY, 'write a day of the year such as 01-03 or 12-29')
  .refine((text) => !MONTH_DAY.test(text) || isDayOfAYear(text), {
    error: 'no year has such a day',
  })
  .meta({ examples: ['12-29'] });

function isDayOfAYear(monthDay: string): boolean {
  const [, month, day] = MONTH_DAY.exec(monthDay) ?? [];
  return instantOf(A_LEAP_YEAR, Number(month), Number(day)) !== undefined;
}

const A_LEAP_YEAR = 2000;

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?\+09:00$/;

/** An instant in Japanese time, `2015-06-01T06:30:00+09:00`; dates that do not exist are refused. */
export const Instant = z
  .string()
  .regex(INSTANT, 'write an instant in Japanese time such as 2015-06-01T06:30:00+09:00')
  .refine((text) => !INSTANT.test(text) || parseInstant(text) !== undefined, {
    error: 'there is no such date or time',
  });

/** Milliseconds since 1970-01-01T00:00Z of an instant that `Instant` has accepted. */
export function instantMs(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  if ((hour as number) > 23 || (minute as number) > 59 || (second ?? 0) > 59) return undefined;
  const sinceMidnightMs =
    (((hour as number) * 60 + (minute as number)) * 60 + (second ?? 0)) * 1000;
  return instantOf(year as number, month as number, day as number, sinceMidnightMs);
}
