import { type Bitmap, rowBytes, type Scan } from '../scramble/scramble.ts';

/** How much ink is on each pixel, row by row from the top: 0 is paper, 1 is black. */
export interface InkMap {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** A place in a picture in pixels; whole numbers are the middles of pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0). */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

export function mapped({ xx, xy, x0, yx, yy, y0 }: Affine, { x, y }: Point): Point {
  return { x: xx * x + xy * y + x0, y: yx * x + yy * y + y0 };
}

/** The ink of a bitmap. */
export function inkOfBitmap({ width, height, bits }: Bitmap): InkMap {
  const ink = new Float32Array(width * height);
  const stride = rowBytes(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      ink[y * width + x] = (bits[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1;
    }
  }
  return { width, height, ink };
}

/** The ink of a scan whose paper and black have these grey values; a little more of both stays. */
export function inkOfScan(
  { width, height, grey }: Scan,
  { black, white }: { readonly black: number; readonly white: number },
): InkMap {
  const inkOfGrey = Float32Array.from({ length: 256 }, (_, value) =>
    Math.max(-0.2, Math.min(1.2, (white - value) / (white - black))),
  );
  const ink = new Float32Array(grey.length);
  for (let at = 0; at < ink.length; at++) ink[at] = inkOfGrey[grey[at]!]!;
  return { width, height, ink };
}

/** Gaussian blur; beyond the edges is what is at them. */
export function blurred(map: InkMap, sigmaPixels: number): InkMap {
  if (sigmaPixels < 0.2) return map;
  const half = gaussian(sigmaPixels);
  return blurredDown(blurredAcross(map, half), half);
}

function blurredAcross({ width, height, ink }: InkMap, half: Float32Array): InkMap {
  const reach = half.length - 1;
  const across = new Float32Array(ink.length);
  const padded = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const row = ink.subarray(y * width, (y + 1) * width);
    padded.fill(row[0]!, 0, reach).fill(row[width - 1]!, reach + width);
    padded.set(row, reach);
    for (let x = 0; x < width; x++) {
      const middle = x + reach;
      let sum = half[0]! * padded[middle]!;
      for (let tap = 1; tap <= reach; tap++) {
        sum += half[tap]! * (padded[middle - tap]! + padded[middle + tap]!);
      }
      across[y * width + x] = sum;
    }
  }
  return { width, height, ink: across };
}

function blurredDown({ width, height, ink }: InkMap, half: Float32Array): InkMap {
  const down = new Float32Array(ink.length);
  const line = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let tap = 0; tap < half.length; tap++) {
      const above = Math.max(0, y - tap) * width;
      const below = Math.min(height - 1, y + tap) * width;
      const weight = tap === 0 ? half[0]! / 2 : half[tap]!;
      for (let x = 0; x < width; x++) line[x]! += weight * (ink[above + x]! + ink[below + x]!);
    }
    down.set(line, y * width);
  }
  return { width, height, ink: down };
}

/** The right half of a Gaussian, its middle first. */
function gaussian(sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const half = Float32Array.from({ length: reach + 1 }, (_, tap) =>
    Math.exp(-(tap ** 2) / (2 * sigma * sigma)),
  );
  const sum = half.reduce((total, weight) => total + weight, 0) * 2 - 1;
  return half.map((weight) => weight / sum);
}

/** Ink between the pixels of a map, bilinear; outside of it there is none. */
export function inkAt({ width, height, ink }: InkMap, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) return 0;
  const at = row * width + column;
  const right = x - column;
  const below = y - row;
  const above = ink[at]! * (1 - right) + ink[at + 1]! * right;
  return (
    above * (1 - below) + (ink[at + width]! * (1 - right) + ink[at + width + 1]! * right) * below
  );
}
