import { MONTHS, type Month } from '../demand/demand-units.ts';

/** A month of a year. */
export interface TableMonth {
  readonly year: number;
  readonly month: Month;
}

/** A month, counted from the year 0, as `2014-03`. */
export function textOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** The months of a name; undefined if it is none. */
export function monthsOf(name: string): readonly TableMonth[] | undefined {
  const [first, last = first] = name.split(/\s*(?:\.\.|~|〜|～)\s*/).map(monthNumber);
  if (first === undefined || last === undefined || last < first || last - first > 23) {
    return undefined;
  }
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    year: Math.floor((first + at) / 12),
    month: MONTHS[(first + at) % 12] as Month,
  }));
}

function monthNumber(text: string): number | undefined {
  const match = /^(\d{4})[-/.年]?(\d{1,2})月?$/.exec(text);
  if (match === null) return undefined;
  const [year, month] = [Number(match[1]), Number(match[2])];
  return month >= 1 && month <= 12 ? year * 12 + month - 1 : undefined;
}
