import { afterEach, expect, it, vi } from 'vitest';
import {
  drawOfficialSeal,
  drawRegisteredSeal,
} from '../../../server/document/document-pdf-seal.ts';
import { type Box, Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { drawnOnSheet } from './page-texts.ts';

const BOX: Box = { x: 10, y: 20, width: 24, height: 24 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The letters that a drawing carves, with their boxes. */
async function carved(draw: (sheet: Sheet) => void): Promise<readonly (readonly [string, Box])[]> {
  const letters: (readonly [string, Box])[] = [];
  vi.spyOn(Sheet.prototype, 'carve').mockImplementation((letter, box) => {
    letters.push([letter, box]);
  });
  await drawnOnSheet(draw);
  return letters;
}

it.each([
  ['豊中市長', 2],
  ['横浜市港北区長', 3],
  ['鹿児島県薩摩川内市長', 3],
])('an official seal reads downwards from the right: %s', async (title, columns) => {
  const letters = await carved((sheet) => drawOfficialSeal(sheet, title, BOX));
  expect(letters.map(([letter]) => letter).join('')).toBe(`${title}之印`);
  const inReadingOrder = letters.toSorted(([, a], [, b]) => b.x - a.x || a.y - b.y);
  expect(inReadingOrder).toEqual(letters);
  expect(new Set(letters.map(([, { x }]) => x)).size).toBe(columns);
  for (const [, { x, y, width, height }] of letters) {
    expect(x).toBeGreaterThan(BOX.x);
    expect(y).toBeGreaterThan(BOX.y);
    expect(x + width).toBeLessThan(BOX.x + BOX.width);
    expect(y + height).toBeLessThan(BOX.y + BOX.height);
  }
});

it.each([
  ['豊中 太郎', '豊中'],
  ['五十嵐　葵', '五十嵐'],
  ['勅使河原 葵', '勅使河原'],
  ['林 一', '林'],
  ['豊中太郎', '豊中'],
  ['𠮷田太郎', '𠮷田'],
])('a registered seal shows the family name within its circle: %s', async (name, familyName) => {
  const letters = await carved((sheet) => drawRegisteredSeal(sheet, name, BOX));
  expect(letters.map(([letter]) => letter).join('')).toBe(familyName);
  const radius = BOX.width / 2;
  for (const [, { x, y, width, height }] of letters) {
    for (const [cornerX, cornerY] of [
      [x, y],
      [x + width, y + height],
    ] as const) {
      const distance = Math.hypot(cornerX - BOX.x - radius, cornerY - BOX.y - radius);
      expect(distance).toBeLessThan(radius);
    }
  }
});
