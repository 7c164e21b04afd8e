import assert from 'node:assert/strict';

/** Eras (元号) with the first day of each, the latest first. */
const ERAS = [
  ['令和', '2019-05-01'],
  ['平成', '1989-01-08'],
  ['昭和', '1926-12-25'],
  ['大正', '1912-07-30'],
  ['明治', '1868-01-25'],
] as const;

/** A date yyyy-mm-dd in the Japanese calendar, e.g. 平成元年1月8日. Dates before 1868-01-25 throw. */
export function japaneseDate(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  assert(day !== undefined, `${date} is not a date of the form yyyy-mm-dd`);
  return `${japaneseYear(date)}${month}月${day}日`;
}

/** The year of a date yyyy-mm-dd as the era of that day counts it, e.g. 平成元年. */
export function japaneseYear(date: string): string {
  const era = ERAS.find(([, firstDay]) => date >= firstDay);
  assert(era !== undefined, `${date} has no date in the Japanese calendar`);
  const [name, firstDay] = era;
  const yearOfEra = Number(date.slice(0, 4)) - Number(firstDay.slice(0, 4)) + 1;
  return `${name}${yearOfEra === 1 ? '元' : yearOfEra}年`;
}
