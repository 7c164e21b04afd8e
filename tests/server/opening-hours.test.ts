import { describe, expect, test } from 'vitest';
import { closedBecause } from '../../server/opening-hours.ts';

const HOURS = { opensMs: 6.5 * 3_600_000, closesMs: 23 * 3_600_000 };

const why = (instant: string, hours = HOURS) =>
  closedBecause(hours, Date.parse(`${instant}+09:00`));

describe('the service', () => {
  test.each([
    ['2015-06-01T06:29:59.999', 'out-of-hours'],
    ['2015-06-01T06:30:00.000', undefined],
    ['2015-06-01T22:59:59.999', undefined],
    ['2015-06-01T23:00:00.000', 'out-of-hours'],
    ['2015-06-01T00:00:00.000', 'out-of-hours'],
    ['2015-12-28T22:59:59.999', undefined],
    ['2015-12-29T12:00:00.000', 'closed-day'],
    ['2015-12-31T12:00:00.000', 'closed-day'],
    ['2016-01-01T12:00:00.000', 'closed-day'],
    ['2016-01-03T12:00:00.000', 'closed-day'],
    ['2016-01-03T23:30:00.000', 'out-of-hours'],
    ['2016-01-04T06:30:00.000', undefined],
    ['2016-02-29T12:00:00.000', undefined],
  ] as const)('at %s is closed because of %s', (instant, reason) => {
    expect(why(instant)).toBe(reason);
  });

  test('may be open round the clock', () => {
    const always = { opensMs: 0, closesMs: 86_400_000 };
    for (const time of ['00:00:00', '03:00:00', '23:59:59']) {
      expect(why(`2015-06-01T${time}`, always)).toBeUndefined();
    }
  });
});
