import { describe, expect, test } from 'vitest';
import { DemandCalendar } from '../../../scenarios/demand/demand-calendar.ts';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { at, dayAt, given, smallDemand, wholeDay } from './small-demand.ts';

const FACTORS = { monday: 1.25, saturday: 0.7, sunday: 0.6, holiday: 0.5, afterHoliday: 1.2 };
const rate = new DemandRate(smallDemand({ weekdays: given(FACTORS) }));

/** An ordinary Tuesday, far from any holiday. */
const ordinary = rate.expectedVisits(...wholeDay('2014-06-10'));

/** What a day expects against an ordinary one. */
function weight(date: string): number {
  return Math.round((rate.expectedVisits(...wholeDay(date)) / ordinary) * 1e9) / 1e9;
}

/** Whom no calendar tells of holidays: any day by its name. */
function naive(date: string): number {
  const names = ['sunday', 'monday', '', '', '', '', 'saturday'] as const;
  const { weekday } = new DemandCalendar(smallDemand()).dayOf(dayAt(date));
  const name = names[weekday] as keyof typeof FACTORS | '';
  return name === '' ? 1 : FACTORS[name];
}

/** Days with what they must weigh. */
function expectDays(days: Readonly<Record<string, number>>): void {
  const dates = Object.keys(days);
  expect(Object.fromEntries(dates.map((date) => [date, weight(date)]))).toEqual(days);
  // A calendar that knows only names of days is found out on some of them.
  expect(dates.some((date) => naive(date) !== days[date])).toBe(true);
}

describe('the calendar', () => {
  test('closes from 29 December to 3 January, and opens to a day after', () => {
    expectDays({
      '2014-12-28': 0.6, // a Sunday
      '2014-12-29': 0, // a Monday
      '2014-12-31': 0,
      '2015-01-01': 0,
      '2015-01-03': 0,
      '2015-01-04': 0.6, // a Sunday, open
      '2015-01-05': 1.25, // a Monday after a Sunday
    });
    // In 2013 the first open day was a Saturday, in 2016 a Monday after the closed days.
    expectDays({ '2013-01-03': 0, '2013-01-04': 1.2, '2016-01-03': 0, '2016-01-04': 1.5 });
  });

  test('knows Golden Week, its substitute holiday and the day after', () => {
    expectDays({
      '2014-04-28': 1.25,
      '2014-04-29': 0.5, // 昭和の日, a Tuesday
      '2014-04-30': 1.2,
      '2014-05-02': 1,
      '2014-05-03': 0.5, // 憲法記念日, a Saturday
      '2014-05-04': 0.5,
      '2014-05-05': 0.5,
      '2014-05-06': 0.5, // 振替休日, for the Sunday, two holidays later
      '2014-05-07': 1.2,
      '2014-05-08': 1,
    });
  });

  test('knows substitute holidays and the citizens’ holiday between two others', () => {
    expectDays({
      '2014-11-23': 0.5, // 勤労感謝の日, a Sunday
      '2014-11-24': 0.5, // 振替休日
      '2014-11-25': 1.2,
      '2015-09-21': 0.5, // 敬老の日
      '2015-09-22': 0.5, // 国民の休日
      '2015-09-23': 0.5, // 秋分の日
      '2015-09-24': 1.2,
    });
  });

  test('multiplies a Monday after a holiday, and no Saturday after one', () => {
    expect(weight('2014-03-21')).toBe(0.5); // 春分の日, a Friday
    expect(weight('2014-03-22')).toBe(0.7); // the Saturday after
    expect(weight('2014-03-24')).toBe(1.25); // the Monday after a plain Sunday
  });

  test('takes a holiday for a Sunday where nothing else is said', () => {
    const own = new DemandRate(smallDemand({ weekdays: given({ sunday: 0.3 }) }));
    const holiday = own.expectedVisits(...wholeDay('2014-04-29'));
    expect(holiday).toBeCloseTo(own.expectedVisits(...wholeDay('2014-05-11')), 10);
  });

  test('closes other days too, as the demand says', () => {
    const closedDays = given([{ from: '08-11', to: '08-15' }]);
    const own = new DemandRate(smallDemand({ closedDays }));
    expect(own.expectedVisits(at('2014-08-11 00:00'), at('2014-08-16 00:00'))).toBe(0);
    expect(own.expectedVisits(...wholeDay('2014-12-30'))).toBeGreaterThan(0);
  });
});
