import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitmapOf, thresholded } from '../../../server/scramble/bilevel-image.ts';
import { rowBytes } from '../../../server/scramble/scramble.ts';

it('what is darker than the level is ink, what is as dark is not', () => {
  const raster = { width: 4, height: 1, grey: Uint8Array.of(0, 99, 100, 255) };
  expect([...thresholded(raster, 100).ink]).toEqual([1, 1, 0, 0]);
});

it('a bitmap has a bit for each pixel, and zeros to the end of each row', () => {
  const image = fc
    .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 8 }) })
    .chain(({ width, height }) => {
      const length = width * height;
      return fc
        .uint8Array({ min: 0, max: 1, minLength: length, maxLength: length })
        .map((ink) => ({ width, height, ink }));
    });
  fc.assert(
    fc.property(image, ({ width, height, ink }) => {
      const bitmap = bitmapOf({ width, height, ink });
      expect(bitmap.bits).toHaveLength(rowBytes(width) * height);
      for (let row = 0; row < height; row++) {
        const bytes = bitmap.bits.subarray(row * rowBytes(width), (row + 1) * rowBytes(width));
        const drawn = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        const wanted = ink.subarray(row * width, (row + 1) * width).join('');
        expect(drawn).toBe(wanted.padEnd(8 * rowBytes(width), '0'));
      }
    }),
  );
});
