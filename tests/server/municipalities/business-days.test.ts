import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBusinessDay, usableFromMs } from '../../../server/municipalities/business-days.ts';
import { DAY_MS, isoTime } from '../../../sim/civil-time.ts';

const at = (instant: string) => Date.parse(`${instant}+09:00`);

/** From when on something is usable that was applied for then and takes five business days. */
const usable = (applied: string, businessDays = 5) =>
  isoTime(usableFromMs(at(applied), businessDays)).slice(0, 16);

describe('a business day', () => {
  test.each([
    ['2015-06-01', true, 'a Monday'],
    ['2015-06-06', false, 'a Saturday'],
    ['2015-06-07', false, 'a Sunday'],
    ['2015-05-06', false, 'a substitute holiday'],
    ['2015-12-28', true, 'the last one of the year'],
    ['2015-12-29', false, 'the turn of the year'],
    ['2015-12-31', false, 'the turn of the year'],
    ['2018-01-02', false, 'the turn of the year, no holiday'],
    ['2018-01-03', false, 'the turn of the year, no holiday'],
    ['2016-01-04', true, 'the first one of the year'],
    ['2016-02-29', true, 'a leap day on a Monday'],
    ['2020-02-29', false, 'a leap day on a Saturday'],
  ])('%s is one: %s (%s)', (date, is) => {
    expect(isBusinessDay(at(`${date}T12:00`))).toBe(is);
  });
});

describe('what takes five business days is usable from the midnight of the fifth', () => {
  test.each([
    ['2015-06-01T10:00', '2015-06-08T00:00', 'a week later; the day of the application counts not'],
    ['2015-06-01T00:00', '2015-06-08T00:00', 'whatever the hour'],
    ['2015-06-01T22:59:59.999', '2015-06-08T00:00', 'whatever the hour'],
    ['2015-06-05T12:00', '2015-06-12T00:00', 'over a weekend'],
    ['2015-06-06T12:00', '2015-06-12T00:00', 'from a Saturday: Monday is the first'],
    ['2015-04-30T12:00', '2015-05-12T00:00', 'over a Golden Week'],
    ['2015-09-18T12:00', '2015-09-30T00:00', 'over a Silver Week: three holidays, two weekends'],
    ['2015-12-25T12:00', '2016-01-07T00:00', 'over the turn of the year'],
    ['2016-02-24T12:00', '2016-03-02T00:00', 'over a leap day'],
  ])('%s → %s: %s', (applied, from) => {
    expect(usable(applied)).toBe(from);
  });

  test('and with none on the same day', () => {
    expect(usable('2015-06-01T10:00', 0)).toBe('2015-06-01T00:00');
    expect(usable('2015-06-01T10:00', 1)).toBe('2015-06-02T00:00');
  });

  test('to the millisecond, from clocks that are finer', () => {
    expect(usableFromMs(at('2015-06-01T10:00') + 0.123, 5)).toBe(at('2015-06-08T00:00'));
  });

  test('always with that many business days in between, the last of which it is', () => {
    const instant = fc.integer({ min: at('2010-01-01T00:00'), max: at('2040-01-01T00:00') });
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 12 }), (appliedMs, businessDays) => {
        const fromMs = usableFromMs(appliedMs, businessDays);
        let counted = 0;
        for (let dayMs = fromMs; dayMs > appliedMs; dayMs -= DAY_MS) {
          if (isBusinessDay(dayMs)) counted += 1;
        }
        expect(counted).toBe(businessDays);
        expect(isBusinessDay(fromMs)).toBe(true);
      }),
    );
  });
});
