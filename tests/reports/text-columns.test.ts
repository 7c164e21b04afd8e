import { expect, test } from 'vitest';
import { aligned, fitted, plainText, textWidth } from '../../reports/text-columns.ts';

test.each([
  ['issue', 5],
  ['豊中市の月曜日', 14],
  ['カード', 6],
  ['（）。：', 8],
  ['ｶﾞﾄﾞ', 4],
  ['✓ – é e\u0301', 7],
  ['𠮷野家', 6],
])('%s takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['issue', 9, 'issue'],
  ['issue', 5, 'issue'],
  ['issue', 4, 'issu'],
  ['豊中市', 6, '豊中市'],
  ['豊中市', 5, '豊中'],
  ['e\u0301e\u0301', 1, 'e\u0301'],
  ['𠮷野家', 3, '𠮷'],
  ['issue', 0, ''],
  ['issue', -1, ''],
])('of %s fits into %i columns: %s', (text, columns, part) => {
  expect(fitted(text, columns)).toBe(part);
});

test('columns line up whatever the script', () => {
  const lines = aligned(
    [
      ['段階', '件数', '平均'],
      ['menu', '1,234', '15.2 s'],
      ['市区町村', '7', '–'],
    ],
    ['left', 'right', 'right'],
  );
  expect(lines).toEqual([
    '段階       件数    平均',
    'menu      1,234  15.2 s',
    '市区町村      7       –',
  ]);
  expect(new Set(lines.map(textWidth)).size).toBe(1);
});

test('decoration sees padded cells and does not disturb the columns', () => {
  const lines = aligned(
    [
      ['a', '1'],
      ['bbb', '22'],
    ],
    ['left', 'right'],
    (cell) => `[${cell}]`,
  );
  expect(lines).toEqual(['[a  ]  [ 1]', '[bbb]  [22]']);
});

test('a message cannot steer the terminal', () => {
  expect(plainText('a\u001b[2J\nb\u009bc')).toBe('a [2J b c');
});
