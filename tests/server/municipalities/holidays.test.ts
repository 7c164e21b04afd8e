import { describe, expect, test } from 'vitest';
import {
  HOLIDAY_YEARS,
  isHoliday,
  isWeekday,
  knowsHolidays,
} from '../../../server/municipalities/holidays.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';

const noon = (date: string) => Date.parse(`${date}T12:00:00+09:00`);

describe('a holiday', () => {
  test.each([
    ['2015-01-01', '元日'],
    ['2015-05-04', 'みどりの日'],
    ['2015-05-06', '振替休日 of 憲法記念日, three days after it'],
    ['2015-09-22', '国民の休日 between two holidays'],
    ['2019-05-01', '即位の日, of this year only'],
    ['2019-04-30', '国民の休日 before it'],
    ['2020-07-24', 'スポーツの日, moved in this year'],
    ['2024-02-12', '振替休日 of 建国記念の日'],
  ])('is %s, %s', (date) => {
    expect(isHoliday(noon(date))).toBe(true);
    expect(isWeekday(noon(date))).toBe(false);
  });

  test.each(['2015-05-07', '2020-10-12', '2016-02-29', '2015-12-30', '2016-01-02'])(
    'is not %s',
    (date) => expect(isHoliday(noon(date))).toBe(false),
  );

  test('begins and ends at midnight in Japan', () => {
    const midnightMs = Date.parse('2015-11-03T00:00:00+09:00');
    const hours = [-1, 0, DAY_MS - 1, DAY_MS].map((offsetMs) => isHoliday(midnightMs + offsetMs));
    expect(hours).toEqual([false, true, true, false]);
  });
});

test('a weekday is none of the weekend: 2015-06-01 was a Monday', () => {
  const week = Array.from({ length: 7 }, (_, day) => isWeekday(noon('2015-06-01') + day * DAY_MS));
  expect(week).toEqual([true, true, true, true, true, false, false]);
});

describe('holidays that are not known', () => {
  const { first, last } = HOLIDAY_YEARS;

  test('are those outside of the years of the table', () => {
    expect(first).toBeLessThanOrEqual(2010);
    expect(last).toBeGreaterThanOrEqual(2040);
    expect(knowsHolidays(noon(`${first}-01-01`))).toBe(true);
    expect(knowsHolidays(noon(`${last}-12-31`))).toBe(true);
    expect(knowsHolidays(noon(`${first - 1}-12-31`))).toBe(false);
    expect(knowsHolidays(noon(`${last + 1}-01-01`))).toBe(false);
  });

  test('are refused with the year and what to do', () => {
    const years = `the holidays of ${last + 1} are not known, only those of ${first} to ${last}`;
    expect(() => isHoliday(noon(`${last + 1}-06-01`))).toThrow(RangeError);
    expect(() => isHoliday(noon(`${last + 1}-06-01`))).toThrow(years);
    expect(() => isHoliday(noon(`${first - 1}-06-01`))).toThrow(/choose a day of these years/);
    expect(isHoliday(noon(`${last}-01-01`))).toBe(true);
  });
});
