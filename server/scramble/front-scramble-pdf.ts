import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { DocumentToProtect } from '../anti-forgery/anti-forgery-pdf.ts';
import { type RasterPage, rasterise } from '../contract-raster-pdf.ts';
import { bitmapOf, thresholded } from './bilevel-image.ts';
import {
  type Bitmap,
  FRONT_RESOLUTIONS_DPI,
  NONCE_BYTES,
  type ScramblePage,
  type Scrambling,
} from './scramble.ts';
import { AES_256_GCM } from './scramble-cipher-system.ts';
import { encodeScramble } from './scramble-encode.ts';

/** A scramble image that there was room for. */
export type DrawnScramble = Extract<Scrambling, { kind: 'drawn' }>;

/**
 * Grey (0 is black) below which a pixel of the front is black on the scramble image. Black print
 * is that covers a quarter of a pixel, and vermilion (grey 87) that covers two fifths of one; the
 * grey of shaded cells (238) is not.
 */
const FRONT_THRESHOLD = 190;

/** The front as its scramble image shows it. */
export function bilevelFront(page: RasterPage, dpi: number): Bitmap {
  return bitmapOf(thresholded(page.raster(dpi), FRONT_THRESHOLD));
}

/** The scramble images of all `of` pages of a municipality's PDF. */
export async function scrambledFronts(
  asked: DocumentToProtect,
  of: number,
): Promise<readonly DrawnScramble[]> {
  const drawn: DrawnScramble[] = [];
  const rasterised = await rasterise(asked.bytes, (page, index) => {
    assert(page !== undefined, `page ${index + 1} loads`);
    drawn.push(scrambledFront(asked, page, { page: index + 1, of }));
  });
  assert(rasterised.kind === 'opened', 'what pdf-lib reads opens in PDFium');
  assert(drawn.length === of, 'PDFium counts the pages that pdf-lib counts');
  return drawn;
}

/** The scramble image of a page at the best resolution that there is room for. */
function scrambledFront(
  { documentNumber: documentId, key }: DocumentToProtect,
  raster: RasterPage,
  numbers: Pick<ScramblePage, 'page' | 'of'>,
): DrawnScramble {
  for (const frontDpi of FRONT_RESOLUTIONS_DPI) {
    const page = { ...numbers, front: bilevelFront(raster, frontDpi), frontDpi, documentId, key };
    const scrambling = encodeScramble({ ...page, nonce: nonceOf(page) }, AES_256_GCM);
    if (scrambling.kind === 'drawn') return scrambling;
  }
  assert.fail(`page ${numbers.page} has more on it than a scramble image holds`);
}

/**
 * A nonce made with the key out of all that is sealed under it: the same page again has the same,
 * and no two pages share one, whatever a municipality sends twice under one number.
 */
export function nonceOf(page: Omit<ScramblePage, 'nonce'>): Uint8Array {
  const { key, front, frontDpi, documentId, page: number, of } = page;
  const said = JSON.stringify([documentId, number, of, frontDpi, front.width, front.height]);
  return createHmac('sha256', key)
    .update(said)
    .update(front.bits)
    .digest()
    .subarray(0, NONCE_BYTES);
}
