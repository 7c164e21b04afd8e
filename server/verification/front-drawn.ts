import { type Bitmap, rowBytes, type Scan } from '../scramble/scramble.ts';
import type { Spot } from './front-likeness.ts';

/** Grey below which a pixel of a front is sealed as black: see front-scramble-pdf.ts. */
const SEALED_BELOW = 190;

/**
 * Ink of a whole black pixel that may be missing in three by three, and be added in five by five:
 * true pages miss nothing at all, and the screens of the けん制文字 add 1.4 at most; changed digits
 * miss 0.8 and more, and what only adds ink adds 3 and more.
 */
const MISSING = { side: 3, most: 0.4 } as const;
const ADDED = { side: 5, most: 2.2 } as const;

/**
 * Where a front as it is drawn for the printer, point for point in place, is least like the one
 * that was sealed. The ground under it adds specks of ink and takes none away; all else is as it
 * was when it was sealed, to the pixel.
 */
export function leastAlikeDrawn(sealed: Bitmap, drawn: Scan, dpi: number): Spot {
  const { width, height, grey } = drawn;
  const missing = new Float32Array(width * height);
  const added = new Float32Array(width * height);
  const row = rowBytes(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const over = (grey[at]! - SEALED_BELOW) / 255;
      const isInk = ((sealed.bits[y * row + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1;
      if (isInk) missing[at] = Math.max(0, over);
      else added[at] = Math.max(0, -over);
    }
  }
  const lack = fullest({ ...drawn, ink: missing }, MISSING.side);
  const surplus = fullest({ ...drawn, ink: added }, ADDED.side);
  const [lacks, adds] = [lack.sum / MISSING.most, surplus.sum / ADDED.most];
  const { x, y } = lacks > adds ? lack : surplus;
  const mm = 25.4 / dpi;
  return {
    likeness: 1 / (1 + Math.max(lacks, adds)),
    place: { x: x * mm, y: y * mm },
    differs: lacks > adds ? 'ink-missing' : 'ink-added',
  };
}

/** The square of `side` pixels with most ink in it, by its middle. */
function fullest(
  map: { readonly width: number; readonly height: number; readonly ink: Float32Array },
  side: number,
): { readonly x: number; readonly y: number; readonly sum: number } {
  const { width, height, ink } = map;
  const columns = new Float32Array(width);
  let best = { x: 0, y: 0, sum: 0 };
  for (let y = 0; y < height; y++) {
    const [enters, leaves] = [y * width, (y - side) * width];
    for (let x = 0; x < width; x++) {
      columns[x]! += ink[enters + x]! - (y < side ? 0 : ink[leaves + x]!);
    }
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += columns[x]! - (x < side ? 0 : columns[x - side]!);
      if (sum > best.sum) best = { x: x - (side - 1) / 2, y: y - (side - 1) / 2, sum };
    }
  }
  return best;
}
