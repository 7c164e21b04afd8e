import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { isoTime } from '../../sim/civil-time.ts';
import {
  Duration,
  durationMs,
  Estimate,
  Instant,
  instantMs,
  MonthDay,
  Stretch,
  TimeOfDay,
  timeOfDayMs,
} from '../../sim/units.ts';

/** What is wrong with a value, or undefined. */
function complaint(schema: z.ZodType, value: unknown): string | undefined {
  return schema
    .safeParse(value)
    .error?.issues.map(({ message }) => message)
    .join('; ');
}

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['16h30m', 59_400_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
  ])('%s is %d ms', (text, ms) => {
    expect(complaint(Duration, text)).toBeUndefined();
    expect(durationMs(text)).toBe(ms);
  });

  test.each(['', '90', 's', '-1s', '1 h', '1e3s', '90S', '1h30', 'PT90S'])('%j is none', (text) => {
    expect(complaint(Duration, text)).toBe('write a duration such as 250ms, 90s, 1m30s or 16h30m');
  });

  test('is the sum of its parts, whatever their order', () => {
    const part = fc.tuple(fc.nat(999), fc.constantFrom('ms', 's', 'm', 'h', 'd'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const texts = parts.map(([amount, unit]) => `${amount}${unit}`);
        const sum = texts.reduce((ms, text) => ms + durationMs(text), 0);
        expect(durationMs(texts.join(''))).toBe(sum);
      }),
    );
  });

  test.each(['0s', '0h0m', '0.0s'])('in which something is to happen is not %s', (text) => {
    expect(complaint(Stretch, text)).toBe('write a duration longer than 0s');
  });
});

describe('an estimate', () => {
  test.each([
    ['10s', '10s'],
    ['10s', '1m'],
  ])('is a median of %s and a p95 of %s', (median, p95) => {
    expect(complaint(Estimate, { median, p95 })).toBeUndefined();
  });

  test.each([
    ['0s', '1s', 'write a duration longer than 0s'],
    ['11s', '10s', 'the median must not exceed the p95'],
  ])('is not a median of %s and a p95 of %s', (median, p95, message) => {
    expect(complaint(Estimate, { median, p95 })).toBe(message);
  });
});

describe('a time of day', () => {
  test.each([
    ['00:00', 0],
    ['06:30', 23_400_000],
    ['23:59', 86_340_000],
    ['24:00', 86_400_000],
  ])('%s is %d ms after midnight', (text, ms) => {
    expect(complaint(TimeOfDay, text)).toBeUndefined();
    expect(timeOfDayMs(text)).toBe(ms);
  });

  test.each(['6:30', '24:01', '23:60', '0630', '06:30:00'])('%s is none', (text) => {
    expect(complaint(TimeOfDay, text)).toBe('write a time of day such as 06:30 or 23:00');
  });
});

describe('a day of the year', () => {
  test.each(['01-01', '02-29', '12-31', '06-30'])('is %s', (text) => {
    expect(complaint(MonthDay, text)).toBeUndefined();
  });

  test.each(['02-30', '06-31', '13-01', '00-10', '10-00', '12-32'])('is not %s', (text) => {
    expect(complaint(MonthDay, text)).toBe('no year has such a day');
  });

  test.each(['', '1-3', '12/29', '2015-12-29', '12-29 '])('%j is not written as one', (text) => {
    expect(complaint(MonthDay, text)).toBe('write a day of the year such as 01-03 or 12-29');
  });
});

describe('an instant', () => {
  test.each([
    '2015-06-01T06:30:00+09:00',
    '2016-02-29T00:00:00+09:00',
    '2014-12-31T23:59:59+09:00',
  ])('%s is the one it says', (text) => {
    expect(complaint(Instant, text)).toBeUndefined();
    expect(instantMs(text)).toBe(Date.parse(text));
    expect(isoTime(instantMs(text))).toBe(text.replace('+', '.000+'));
  });

  test('may leave out its seconds', () => {
    expect(instantMs('2015-06-01T06:30+09:00')).toBe(Date.parse('2015-06-01T06:30:00+09:00'));
  });

  test.each([
    '2015-02-30T06:30:00+09:00',
    '2015-02-29T06:30:00+09:00',
    '2015-13-01T06:30:00+09:00',
    '2015-00-10T06:30:00+09:00',
    '2015-06-31T06:30:00+09:00',
    '2015-06-01T24:00:00+09:00',
    '2015-06-01T06:60:00+09:00',
    '2015-06-01T06:30:60+09:00',
  ])('%s does not exist', (text) => {
    expect(complaint(Instant, text)).toBe('there is no such date or time');
  });

  test.each(['2015-06-01', '2015-06-01T06:30:00Z', '2015-6-1T06:30:00+09:00'])(
    '%s is not written as one',
    (text) => {
      expect(complaint(Instant, text)).toBe(
        'write an instant in Japanese time such as 2015-06-01T06:30:00+09:00',
      );
    },
  );
});
