import { expect, it } from 'vitest';
import { letterImage } from '../../../server/anti-forgery/letter-image-pdf.ts';
import type { BilevelImage } from '../../../server/scramble/bilevel-image.ts';

const SIZE = { width: 300, height: 200 };
const LETTER = { text: '十', x: 100, y: 150, size: 80, stroke: 2 };

/** Columns and rows, from the top left, that have ink. */
function extent({ width, ink }: BilevelImage) {
  const columns = [...ink.keys()].filter((at) => ink[at] === 1).map((at) => at % width);
  const rows = [...ink.keys()].filter((at) => ink[at] === 1).map((at) => Math.floor(at / width));
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  return { left, right, top, bottom };
}

const inked = ({ ink }: BilevelImage) => ink.reduce((sum, dot) => sum + dot, 0);

it('draws a letter around its middle, which is told from the lower left corner', async () => {
  const image = await letterImage(SIZE, [LETTER]);
  expect([image.width, image.height]).toEqual([300, 200]);
  const { left, right, top, bottom } = extent(image);
  expect(Math.abs((left + right) / 2 - 100)).toBeLessThan(4);
  expect(Math.abs((top + bottom) / 2 - 50)).toBeLessThan(6);
  expect(right - left).toBeGreaterThan(60);
  expect(right - left).toBeLessThan(90);
});

it('draws it bolder the wider its stroke, several letters too, and none outside', async () => {
  const thin = inked(await letterImage(SIZE, [LETTER]));
  expect(inked(await letterImage(SIZE, [{ ...LETTER, stroke: 8 }]))).toBeGreaterThan(1.5 * thin);
  const two = await letterImage(SIZE, [LETTER, { ...LETTER, x: 200, y: 50 }]);
  expect(Math.abs(inked(two) - 2 * thin)).toBeLessThan(0.02 * thin);
  expect(inked(await letterImage(SIZE, [{ ...LETTER, x: -100 }]))).toBe(0);
});
