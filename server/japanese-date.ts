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
  const [year, month, day] = date.split('-').map(Number);
  const era = ERAS.find(([, firstDay]) => date >= firstDay);
  assert(era !== undefined && day !== undefined, `${date} has no date in the Japanese calendar`);
  const [name, firstDay] = era;
  const yearOfEra = Number(year) - Number(firstDay.slice(0, 4)) + 1;
  return `${name}${yearOfEra === 1 ? '元' : yearOfEra}年${month}月${day}日`;
}
