import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE_TYPES, type CertificateType } from '../../../server/contract.ts';
import { HOLIDAY_YEARS } from '../../../server/municipalities/holidays.ts';
import type { ServiceCalendar } from '../../../server/municipalities/municipality.ts';
import { closedBecause } from '../../../server/municipalities/opening-hours.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';

const HOUR_MS = 3_600_000;

const ALL_DAY = { opensMs: 0, closesMs: DAY_MS, weekdaysOnly: false };
const SERVICE = { opensMs: 6.5 * HOUR_MS, closesMs: 23 * HOUR_MS, weekdaysOnly: false };
const OFFICE = { opensMs: 9 * HOUR_MS, closesMs: 17 * HOUR_MS, weekdaysOnly: true };
const NEW_YEAR = { from: '12-29', to: '01-03' };

function calendar(changes: Partial<ServiceCalendar> = {}): ServiceCalendar {
  return { hours: SERVICE, hoursOf: {}, closedDays: [NEW_YEAR], maintenance: [], ...changes };
}

const at = (instant: string) => Date.parse(`${instant}+09:00`);

function maintenance(from: string, to: string, ...types: readonly CertificateType[]) {
  return { fromMs: at(from), toMs: at(to), types: types.length === 0 ? undefined : types };
}

function why(given: ServiceCalendar, instant: string, type?: CertificateType) {
  return closedBecause(given, at(instant), type);
}

describe('the service', () => {
  const usual = calendar();

  test.each([
    ['2015-06-01T06:29:59.999', 'out-of-hours'],
    ['2015-06-01T06:30:00.000', undefined],
    ['2015-06-01T22:59:59.999', undefined],
    ['2015-06-01T23:00:00.000', 'out-of-hours'],
    ['2015-06-01T00:00:00.000', 'out-of-hours'],
    ['2015-06-06T12:00:00.000', undefined],
    ['2015-12-28T22:59:59.999', undefined],
    ['2015-12-29T12:00:00.000', 'closed-day'],
    ['2015-12-31T12:00:00.000', 'closed-day'],
    ['2016-01-01T12:00:00.000', 'closed-day'],
    ['2016-01-03T22:59:59.999', 'closed-day'],
    ['2016-01-03T23:30:00.000', 'out-of-hours'],
    ['2016-01-04T06:30:00.000', undefined],
    ['2016-02-29T12:00:00.000', undefined],
  ] as const)('at %s is closed because of %s', (instant, reason) => {
    expect(why(usual, instant)).toBe(reason);
    for (const type of CERTIFICATE_TYPES) expect(why(usual, instant, type)).toBe(reason);
  });

  test('is cut off to the fraction of a millisecond of a finer clock', () => {
    const closes = at('2015-06-01T23:00:00');
    expect(closedBecause(usual, closes - 0.001)).toBeUndefined();
    expect(closedBecause(usual, closes)).toBe('out-of-hours');
  });

  test('may be open round the clock, and on every day', () => {
    const always = calendar({ hours: ALL_DAY, closedDays: [] });
    for (const instant of ['2015-06-01T00:00', '2015-06-01T23:59:59.999', '2016-01-01T03:00']) {
      expect(why(always, instant)).toBeUndefined();
    }
  });
});

describe('days that are closed every year', () => {
  test.each([
    [{ from: '08-13', to: '08-15' }, ['08-13', '08-14', '08-15'], ['08-12', '08-16', '01-01']],
    [{ from: '02-28', to: '02-29' }, ['02-28', '02-29'], ['02-27', '03-01']],
    [{ from: '02-29', to: '02-29' }, ['02-29'], ['02-28', '03-01']],
    [{ from: '12-28', to: '01-05' }, ['12-28', '12-31', '01-01', '01-05'], ['12-27', '01-06']],
  ])('%j', (days, closed, open) => {
    const summer = calendar({ closedDays: [days] });
    const reasons = (list: readonly string[]) =>
      list.map((day) => why(summer, `2016-${day}T12:00`));
    expect(reasons(closed)).toEqual(closed.map(() => 'closed-day'));
    expect(reasons(open)).toEqual(open.map(() => undefined));
  });

  test('add up', () => {
    const twice = calendar({ closedDays: [NEW_YEAR, { from: '08-13', to: '08-15' }] });
    expect(why(twice, '2015-08-14T12:00')).toBe('closed-day');
    expect(why(twice, '2015-12-30T12:00')).toBe('closed-day');
  });
});

describe('a certificate with hours of its own', () => {
  const town = calendar({ hoursOf: { 'family-register-full': OFFICE } });

  test.each<readonly [string, string | undefined, string]>([
    ['2015-06-01T08:59:59.999', 'out-of-hours', 'a Monday, too early'],
    ['2015-06-01T09:00:00.000', undefined, 'a Monday'],
    ['2015-06-01T16:59:59.999', undefined, 'a Monday'],
    ['2015-06-01T17:00:00.000', 'out-of-hours', 'a Monday, too late'],
    ['2015-06-06T12:00:00.000', 'closed-day', 'a Saturday'],
    ['2015-06-07T12:00:00.000', 'closed-day', 'a Sunday'],
    ['2015-06-07T18:00:00.000', 'out-of-hours', 'a Sunday, too late on any day'],
    ['2015-11-03T12:00:00.000', 'closed-day', 'a holiday on a Tuesday'],
    ['2015-05-06T12:00:00.000', 'closed-day', 'a substitute holiday on a Wednesday'],
    ['2015-09-22T12:00:00.000', 'closed-day', 'a citizens’ holiday on a Tuesday'],
    ['2015-12-30T12:00:00.000', 'closed-day', 'the turn of the year'],
    ['2016-02-29T12:00:00.000', undefined, 'a leap day on a Monday'],
  ])('at %s is withheld because of %s: %s', (instant, reason) => {
    expect(why(town, instant, 'family-register-full')).toBe(reason);
  });

  test('changes nothing for the others', () => {
    expect(why(town, '2015-06-06T20:00', 'family-register-individual')).toBeUndefined();
    expect(why(town, '2015-06-06T20:00', 'resident-record')).toBeUndefined();
    expect(why(town, '2015-06-01T23:00', 'resident-record')).toBe('out-of-hours');
  });

  test('on ordinary days needs no table of holidays', () => {
    const later = `${HOLIDAY_YEARS.last + 10}-06-01T12:00`;
    expect(why(calendar(), later)).toBeUndefined();
    expect(() => why(town, later)).toThrow(RangeError);
  });
});

describe('a session can be opened', () => {
  const early = { opensMs: 5 * HOUR_MS, closesMs: 7 * HOUR_MS, weekdaysOnly: false };
  const hoursOf = { tax: early, 'family-register-full': OFFICE } as const;

  test('while anything is issued', () => {
    const town = calendar({ hoursOf });
    expect(why(town, '2015-06-01T04:59:59.999')).toBe('out-of-hours');
    expect(why(town, '2015-06-01T05:00')).toBeUndefined();
    expect(why(town, '2015-06-01T05:00', 'resident-record')).toBe('out-of-hours');
    expect(why(town, '2015-06-06T22:59')).toBeUndefined();
  });

  test('but what is not on offer opens none', () => {
    const types = ['seal-registration', 'family-register-full'] as const;
    const town = calendar({ hoursOf, types });
    expect(why(town, '2015-06-01T05:00')).toBe('out-of-hours');
    const registerOnly = calendar({ hoursOf, types: ['family-register-full'] });
    expect(why(registerOnly, '2015-06-01T08:00')).toBe('out-of-hours');
    expect(why(registerOnly, '2015-06-01T12:00')).toBeUndefined();
    expect(why(registerOnly, '2015-06-06T12:00')).toBe('closed-day');
  });

  test('and else the reason of what is nearest to being open is told', () => {
    const noon = maintenance('2015-06-01T12:00', '2015-06-01T13:00');
    const town = calendar({ hoursOf, maintenance: [noon] });
    expect(why(town, '2015-06-01T12:30')).toBe('maintenance');
    expect(why(town, '2015-12-30T06:00')).toBe('closed-day');
    expect(why(town, '2015-12-30T04:00')).toBe('out-of-hours');
  });
});

describe('maintenance', () => {
  const evening = calendar({
    maintenance: [maintenance('2024-10-17T17:30', '2024-10-17T23:00')],
  });

  test.each([
    ['2024-10-17T17:29:59.999', undefined],
    ['2024-10-17T17:30:00.000', 'maintenance'],
    ['2024-10-17T22:59:59.999', 'maintenance'],
    ['2024-10-17T23:00:00.000', 'out-of-hours'],
    ['2024-10-16T18:00:00.000', undefined],
    ['2024-10-18T18:00:00.000', undefined],
  ] as const)('of everything: at %s closed because of %s', (instant, reason) => {
    expect(why(evening, instant)).toBe(reason);
    expect(why(evening, instant, 'seal-registration')).toBe(reason);
  });

  test('of some certificates leaves the others alone', () => {
    const overnight = maintenance('2024-10-04T17:30', '2024-10-05T09:00', 'family-register-full');
    const town = calendar({ maintenance: [overnight] });
    for (const instant of ['2024-10-04T18:00', '2024-10-05T08:59:59.999']) {
      expect(why(town, instant, 'family-register-full')).toBe('maintenance');
      expect(why(town, instant, 'resident-record')).toBeUndefined();
      expect(why(town, instant)).toBeUndefined();
    }
    expect(why(town, '2024-10-05T09:00', 'family-register-full')).toBeUndefined();
  });

  test('of all that is on offer closes the service', () => {
    const both = maintenance('2024-10-06T06:30', '2024-10-06T23:00', 'tax', 'seal-registration');
    const town = calendar({ maintenance: [both], types: ['tax', 'seal-registration'] });
    expect(why(town, '2024-10-06T12:00')).toBe('maintenance');
    expect(why(calendar({ maintenance: [both] }), '2024-10-06T12:00')).toBeUndefined();
  });

  test('may last for days, and there may be more than one', () => {
    const town = calendar({
      maintenance: [
        maintenance('2024-11-12T06:30', '2024-11-14T00:00'),
        maintenance('2024-11-14T12:00', '2024-11-14T13:00'),
      ],
    });
    const days = ['11-12', '11-13', '11-14', '11-15'];
    expect(days.map((day) => why(town, `2024-${day}T12:00`))).toEqual([
      'maintenance',
      'maintenance',
      'maintenance',
      undefined,
    ]);
    expect(why(town, '2024-11-14T11:59:59.999')).toBeUndefined();
  });
});

test('what is remembered of a day never changes an answer', () => {
  const make = () =>
    calendar({
      hoursOf: { 'family-register-full': OFFICE },
      maintenance: [maintenance('2015-12-28T12:00', '2016-01-05T12:00', 'tax')],
    });
  const one = make();
  const other = calendar({ closedDays: [] });
  const instant = fc.integer({ min: at('2015-12-27T00:00'), max: at('2016-01-06T00:00') });
  const type = fc.constantFrom(undefined, ...CERTIFICATE_TYPES);
  fc.assert(
    fc.property(fc.array(fc.tuple(instant, type), { maxLength: 20 }), (asked) => {
      for (const [nowMs, each] of asked) {
        expect(closedBecause(one, nowMs, each)).toBe(closedBecause(make(), nowMs, each));
        closedBecause(other, nowMs, each);
      }
    }),
  );
});
