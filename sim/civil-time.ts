/** Japan keeps UTC+9 all year and has had no daylight saving since 1951. */
const JST_OFFSET_MS = 9 * 3_600_000;

export const DAY_MS = 86_400_000;

/** An instant as a calendar and a clock on a Japanese wall show it. */
export interface CivilTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
  /** 0 (Sunday) – 6 (Saturday). */
  readonly weekday: number;
  /** Milliseconds since midnight. */
  readonly msOfDay: number;
}

/**
 * Civil time in Japan of an instant in ms since 1970-01-01T00:00Z. Pure arithmetic on the
 * proleptic Gregorian calendar (the days-to-civil algorithm of H. Hinnant, 2013), so that no code
 * needs the ambient clock's type.
 */
export function civilTime(instantMs: number): CivilTime {
  const localMs = instantMs + JST_OFFSET_MS;
  const days = Math.floor(localMs / DAY_MS);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
    msOfDay: localMs - days * DAY_MS,
  };
}

/** Counts the days in Japan: one more at every midnight there. */
export function dayNumber(instantMs: number): number {
  return Math.floor((instantMs + JST_OFFSET_MS) / DAY_MS);
}

/** Milliseconds since midnight in Japan. */
export function msOfDay(instantMs: number): number {
  const localMs = instantMs + JST_OFFSET_MS;
  return localMs - Math.floor(localMs / DAY_MS) * DAY_MS;
}

/** `2015-06-01`. */
export function civilDate(instantMs: number): string {
  const { year, month, day } = civilTime(instantMs);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `06:30`. */
export function clockTime(msSinceMidnight: number): string {
  const minutes = Math.floor(msSinceMidnight / 60_000);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `2015-06-01T06:30:00.000+09:00` (ISO 8601, RFC 3339). */
export function isoTime(instantMs: number): string {
  const wholeMs = Math.floor(instantMs);
  const sinceMidnight = msOfDay(wholeMs);
  const seconds = two(Math.floor(sinceMidnight / 1000) % 60);
  const millis = String(sinceMidnight % 1000).padStart(3, '0');
  return `${civilDate(wholeMs)}T${clockTime(sinceMidnight)}:${seconds}.${millis}+09:00`;
}

/** The instant of a civil date and time in Japan. Dates that do not exist answer undefined. */
export function instantOf(
  year: number,
  month: number,
  day: number,
  sinceMidnightMs = 0,
): number | undefined {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  const instantMs = days * DAY_MS - JST_OFFSET_MS + sinceMidnightMs;
  const back = civilTime(instantMs - sinceMidnightMs);
  const exists = back.year === year && back.month === month && back.day === day;
  return exists ? instantMs : undefined;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** The time between two instants in ms, to the µs of the clocks they were read from. */
export function spanMs(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) * 1000) / 1000;
}
