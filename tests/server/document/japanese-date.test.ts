import { expect, it } from 'vitest';
import { japaneseDate } from '../../../server/document/japanese-date.ts';
import { civilDate, DAY_MS } from '../../../sim/civil-time.ts';

it('dates as the Japanese calendar of ICU does, on every day since 1880', () => {
  const calendar = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    dateStyle: 'long',
    timeZone: 'Asia/Tokyo',
  });
  for (let at = Date.UTC(1880, 0, 1, 3); at < Date.UTC(2040, 0, 1); at += DAY_MS) {
    expect(japaneseDate(civilDate(at))).toBe(calendar.format(at));
  }
});

it('begins an era with its first day, and its years with 元年', () => {
  expect(japaneseDate('2019-04-30')).toBe('平成31年4月30日');
  expect(japaneseDate('2019-05-01')).toBe('令和元年5月1日');
  expect(japaneseDate('1989-01-07')).toBe('昭和64年1月7日');
});

it('refuses dates that have no era', () => {
  expect(() => japaneseDate('1867-12-31')).toThrow('1867-12-31');
});
