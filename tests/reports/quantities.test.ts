import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countText,
  exactTimeText,
  shareText,
  spanText,
  timeText,
} from '../../reports/quantities.ts';

const UNITS = { hour: 'h', minute: 'min', second: 's' };

test.each([
  [undefined, '–'],
  [Number.NaN, '–'],
  [0, '0 ms'],
  [0.25, '0.3 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [999.4, '999 ms'],
  [999.5, '1.0 s'],
  [180_000, '180.0 s'],
  [4_205_100, '4,205.1 s'],
])('%s ms is told as %s', (ms, text) => {
  expect(timeText(ms)).toBe(text);
});

test('what is just beyond the target does not look like the target', () => {
  expect(exactTimeText(180_000.6)).toBe('180.001 s');
  expect(exactTimeText(54.2134)).toBe('54.213 ms');
});

test.each([
  [0, 0, '–'],
  [0, 9, '0 %'],
  [9, 9, '100 %'],
  [12, 305, '3.93 %'],
  [1, 1_000_000, '< 0.01 %'],
  [999_999, 1_000_000, '> 99.99 %'],
])('%i of %i is %s', (part, whole, text) => {
  expect(shareText(part, whole)).toBe(text);
});

test('only none reads as 0 % and only all as 100 %', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.nat(), (whole, draw) => {
      const part = draw % (whole + 1);
      expect(shareText(part, whole) === '0 %').toBe(part === 0);
      expect(shareText(part, whole) === '100 %').toBe(part === whole);
      expect(shareText(part, whole)).not.toMatch(/^(0|100)\.00/);
    }),
  );
});

test.each([
  [400, '400 ms'],
  [999.5, '1 s'],
  [21_400, '21 s'],
  [59_600, '1 min'],
  [123_000, '2 min 03 s'],
  [900_000, '15 min'],
  [3_599_600, '1 h'],
  [3_900_000, '1 h 05 min'],
])('%i ms take %s', (ms, text) => {
  expect(spanText(ms, UNITS)).toBe(text);
});

test('thousands are set apart', () => {
  expect(countText(1_234_567)).toBe('1,234,567');
});
