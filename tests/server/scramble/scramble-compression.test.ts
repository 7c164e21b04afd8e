import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../../server/scramble/bilevel-image.ts';
import { type Bitmap, rowBytes } from '../../../server/scramble/scramble.ts';
import { BitDecoder, BitEncoder } from '../../../server/scramble/scramble-arithmetic.ts';
import {
  compressBitmap,
  decompressBitmap,
  MAX_SIDE_PIXELS,
} from '../../../server/scramble/scramble-compression.ts';
import { chance, isSame, writtenSheet } from './scramble-backs.ts';

const blank = (width: number, height: number): Bitmap => ({
  width,
  height,
  bits: new Uint8Array(rowBytes(width) * height),
});

describe('compression of a bitmap', () => {
  const bitmaps = fc
    .record({
      width: fc.integer({ min: 1, max: 70 }),
      height: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer(),
      black: fc.constantFrom(0, 0.01, 0.2, 0.5, 1),
    })
    .map(({ width, height, seed, black }): Bitmap => {
      const rng = chance(`${seed}`);
      const ink = Uint8Array.from({ length: width * height }, () =>
        rng.uniform() < black ? 1 : 0,
      );
      return bitmapOf({ width, height, ink });
    });

  it('gives back every bitmap bit for bit', () => {
    fc.assert(
      fc.property(bitmaps, (bitmap) => {
        expect(decompressBitmap(compressBitmap(bitmap))).toEqual(bitmap);
      }),
    );
  });

  it('gives back a written sheet, in much less than Brotli takes', () => {
    const sheet = writtenSheet(chance('sheet'), 35);
    const packed = compressBitmap(sheet);
    expect(isSame(decompressBitmap(packed) ?? '', sheet)).toBe(true);
    expect(packed.length).toBeLessThan(0.75 * brotliCompressSync(sheet.bits).length);
  });

  it('does not change the bitmap it is given, and gives the same bytes again', () => {
    const sheet = writtenSheet(chance('sheet'), 3);
    const before = sheet.bits.slice();
    const packed = compressBitmap(sheet);
    expect(sheet.bits).toEqual(before);
    expect(compressBitmap(sheet)).toEqual(packed);
  });

  it('takes next to nothing for a blank page, and bears pure noise', () => {
    expect(compressBitmap(blank(1240, 1754)).length).toBeLessThan(40);
    const rng = chance('noise');
    const noise = { ...blank(800, 800) };
    for (let index = 0; index < noise.bits.length; index++) noise.bits[index] = rng.uniform() * 256;
    const packed = compressBitmap(noise);
    expect(packed.length).toBeLessThan(1.05 * noise.bits.length);
    expect(isSame(decompressBitmap(packed) ?? '', noise)).toBe(true);
  });

  it('refuses another format and sizes that cannot be, and breaks over a bitmap that is none', () => {
    const packed = compressBitmap(blank(9, 9));
    expect(decompressBitmap(Uint8Array.of(2, ...packed.subarray(1)))).toBeUndefined();
    expect(decompressBitmap(packed.subarray(0, 4))).toBeUndefined();
    expect(decompressBitmap(Uint8Array.of(1, 0, 0, 0, 9))).toBeUndefined();
    expect(decompressBitmap(Uint8Array.of(1, 0xff, 0xff, 0, 9))).toBeUndefined();
    expect(() => compressBitmap(blank(0, 9))).toThrow('0 by 9');
    expect(() => compressBitmap(blank(MAX_SIDE_PIXELS + 1, 1))).toThrow('by 1');
    expect(() => compressBitmap({ ...blank(9, 9), bits: new Uint8Array(17) })).toThrow('pixels');
  });
});

describe('arithmetic coding', () => {
  it('gives back bits of any chance, however wrong the chance was', () => {
    const bit = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 4095 }));
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 400 }), (bits) => {
        const encoder = new BitEncoder();
        for (const [value, odds] of bits) encoder.code(value, odds);
        const decoder = new BitDecoder(encoder.finish());
        expect(bits.map(([, odds]) => decoder.code(0, odds))).toEqual(bits.map(([value]) => value));
      }),
    );
  });

  it('writes likely bits in much less than a bit, and more than fit its first buffer', () => {
    const encoder = new BitEncoder();
    for (let count = 0; count < 8_000; count++) encoder.code(1, 4095);
    expect(encoder.finish().length).toBeLessThan(5);
    const long = new BitEncoder();
    for (let count = 0; count < 400_000; count++) long.code(count & 1, 2048);
    const written = long.finish();
    expect(written.length).toBeGreaterThan(49_999);
    const decoder = new BitDecoder(written);
    for (let count = 0; count < 400_000; count++) {
      if (decoder.code(0, 2048) !== (count & 1)) expect.fail(`bit ${count}`);
    }
  });
});
