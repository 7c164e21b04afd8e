import { describe, expect, it } from 'vitest';
import { rasterise } from '../../../server/contract-raster-pdf.ts';
import { VERMILION } from '../../../server/document/document-pdf-sheet.ts';
import {
  bilevelFront,
  nonceOf,
  scrambledFronts,
} from '../../../server/scramble/front-scramble-pdf.ts';
import { type Bitmap, FRONT_RESOLUTIONS_DPI, rowBytes } from '../../../server/scramble/scramble.ts';
import { drawnOnSheet } from '../document/page-texts.ts';

const BOX = { x: 50, y: 50, width: 40, height: 40 };
const OUTER = { x: 48, y: 48, width: 44, height: 44 };

/** Share of a place, in mm, that is ink. */
function inkShare(bitmap: Bitmap, dpi: number, { x, y, width, height }: typeof BOX): number {
  const pixels = (mm: number) => Math.round((mm * dpi) / 25.4);
  let ink = 0;
  for (let row = pixels(y); row < pixels(y + height); row++) {
    for (let column = pixels(x); column < pixels(x + width); column++) {
      const byte = bitmap.bits[row * rowBytes(bitmap.width) + (column >> 3)] ?? 0;
      ink += (byte >> (7 - (column & 7))) & 1;
    }
  }
  return ink / (pixels(width) * pixels(height));
}

/** Ink in a box with two millimetres around it, on the first page of a PDF. */
async function inkIn(bytes: Uint8Array, dpi: number): Promise<number> {
  const shares: number[] = [];
  await rasterise(bytes, (page) => {
    if (page !== undefined) shares.push(inkShare(bilevelFront(page, dpi), dpi, OUTER));
  });
  return shares[0] ?? Number.NaN;
}

describe.each(FRONT_RESOLUTIONS_DPI)('a front at %i dpi', (dpi) => {
  it('keeps the vermilion of a seal, in lines of 0.3 mm too', async () => {
    const square = await drawnOnSheet((sheet) => sheet.fill(BOX, VERMILION));
    expect(await inkIn(square, dpi)).toBeCloseTo(40 ** 2 / 44 ** 2, 1);
    const line = await drawnOnSheet((sheet) => sheet.frame(BOX, 0.3, VERMILION));
    expect(await inkIn(line, dpi)).toBeGreaterThan((4 * 40 * 0.2) / 44 ** 2);
  });

  it('keeps hairlines of black and of the grey of small print', async () => {
    for (const color of ['#000000', '#555555']) {
      const hairline = await drawnOnSheet((sheet) => sheet.frame(BOX, 0.15, color));
      expect(await inkIn(hairline, dpi)).toBeGreaterThan((4 * 40 * 0.1) / 44 ** 2);
    }
  });

  it('leaves out the shade of cells', async () => {
    const shade = await drawnOnSheet((sheet) => sheet.fill(BOX, '#eeeeee'));
    expect(await inkIn(shade, dpi)).toBe(0);
  });
});

describe('scramble images of fronts', () => {
  const key = new Uint8Array(32);
  const page = (text: string) =>
    drawnOnSheet((sheet) => sheet.text(text, { x: 20, y: 30, size: 20, width: 150 }));

  it('are the same for the same page, and share nothing when anything differs', async () => {
    const asked = { bytes: await page('one'), documentNumber: '27203-0000001', key };
    const [first] = await scrambledFronts(asked, 1);
    const [again] = await scrambledFronts(asked, 1);
    expect(again).toEqual(first);
    for (const other of [
      { ...asked, bytes: await page('two') },
      { ...asked, documentNumber: '27203-0000002' },
      { ...asked, key: key.map(() => 1) },
    ]) {
      const [cells] = await scrambledFronts(other, 1);
      expect(alike(first?.cells, cells?.cells)).toBeLessThan(0.6);
    }
  });

  it('are made for all pages or for none', async () => {
    const asked = { bytes: await page('one'), documentNumber: '27203-0000001', key };
    await expect(scrambledFronts(asked, 2)).rejects.toThrow('counts the pages');
    const broken = { ...asked, bytes: Buffer.from('no PDF') };
    await expect(scrambledFronts(broken, 1)).rejects.toThrow('opens in PDFium');
  });
});

it('a nonce is the same for the same page under one key, and for no two', () => {
  const front = { width: 8, height: 2, bits: Uint8Array.of(1, 2) };
  const page = {
    front,
    frontDpi: 150,
    documentId: '27203-1',
    page: 1,
    of: 2,
    key: new Uint8Array(32),
  };
  const others = [
    page,
    { ...page, front: { ...front, bits: Uint8Array.of(1, 3) } },
    { ...page, front: { width: 16, height: 1, bits: front.bits } },
    { ...page, frontDpi: 120 },
    { ...page, documentId: '27203-2' },
    { ...page, page: 2 },
    { ...page, of: 3 },
    { ...page, key: new Uint8Array(32).fill(1) },
  ].map((other) => Buffer.from(nonceOf(other)).toString('hex'));
  expect(others.every((nonce) => /^[0-9a-f]{24}$/.test(nonce))).toBe(true);
  expect(new Set(others).size).toBe(others.length);
  expect(others[0]).toBe(Buffer.from(nonceOf(page)).toString('hex'));
});

/** Share of the bytes that two pictures have in common. */
function alike(one: Bitmap | undefined, other: Bitmap | undefined): number {
  const bits = one?.bits ?? new Uint8Array(1);
  return bits.filter((byte, at) => byte === other?.bits[at]).length / bits.length;
}
