import { type Bitmap, rowBytes } from './scramble.ts';

/** Pixels that are ink (1) or paper (0), row by row from the top. */
export interface BilevelImage {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** What is darker than `level` (0 is black, 255 white) becomes ink. */
export function thresholded(
  raster: { readonly width: number; readonly height: number; readonly grey: Uint8Array },
  level: number,
): BilevelImage {
  const { width, height, grey } = raster;
  return { width, height, ink: grey.map((value) => (value < level ? 1 : 0)) };
}

/** The same picture, eight pixels a byte. */
export function bitmapOf({ width, height, ink }: BilevelImage): Bitmap {
  const stride = rowBytes(width);
  const bits = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (ink[row * width + column] !== 1) continue;
      const at = row * stride + (column >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (column & 7));
    }
  }
  return { width, height, bits };
}
