import type { Scan } from '../server/scramble/scramble.ts';

/** Luminance table of ITU-T T.81, annex K, that of quality 50. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** The discrete cosine transform of eight values as a matrix, a row a frequency. */
const COSINES = Float32Array.from({ length: 64 }, (_, index) => {
  const [frequency, place] = [index >> 3, index & 7];
  const norm = frequency === 0 ? Math.sqrt(1 / 8) : 0.5;
  return norm * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});

/** Quantises blocks of 8 by 8 as a JPEG does, in place; what is left over at the edges stays. */
export function throughJpeg({ width, height, grey }: Scan, quality: number): void {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const steps = Float32Array.from(LUMINANCE, (step) =>
    Math.max(1, Math.min(255, Math.floor((step * percent + 50) / 100))),
  );
  const block = new Float32Array(64);
  const half = new Float32Array(64);
  for (let y = 0; y + 8 <= height; y += 8) {
    for (let x = 0; x + 8 <= width; x += 8) {
      const corner = y * width + x;
      for (let i = 0; i < 64; i++) block[i] = grey[corner + (i >> 3) * width + (i & 7)]! - 128;
      transform(block, half);
      for (let i = 0; i < 64; i++) block[i] = Math.floor(block[i]! / steps[i]! + 0.5) * steps[i]!;
      restore(block, half);
      putBlock(block, grey, corner, width);
    }
  }
}

function putBlock(block: Float32Array, grey: Uint8Array, corner: number, width: number): void {
  for (let i = 0; i < 64; i++) {
    const value = Math.floor(block[i]! + 128.5);
    grey[corner + (i >> 3) * width + (i & 7)] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

/** Rows of `block` times the cosines, then columns: each of two passes transposes. */
function transform(block: Float32Array, half: Float32Array): void {
  product(block, COSINES, half);
  product(half, COSINES, block);
}

/** The inverse of `transform`. */
function restore(block: Float32Array, half: Float32Array): void {
  product(block, INVERSE_COSINES, half);
  product(half, INVERSE_COSINES, block);
}

const INVERSE_COSINES = COSINES.map((_, index) => COSINES[(index & 7) * 8 + (index >> 3)]!);

/** The transposed product of an 8 by 8 matrix and the transpose of another. */
function product(from: Float32Array, factors: Float32Array, to: Float32Array): void {
  for (let row = 0; row < 8; row++) {
    const at = row * 8;
    const [a, b, c, d] = [from[at]!, from[at + 1]!, from[at + 2]!, from[at + 3]!];
    const [e, f, g, h] = [from[at + 4]!, from[at + 5]!, from[at + 6]!, from[at + 7]!];
    for (let k = 0; k < 64; k += 8) {
      to[k + row] =
        a * factors[k]! +
        b * factors[k + 1]! +
        c * factors[k + 2]! +
        d * factors[k + 3]! +
        e * factors[k + 4]! +
        f * factors[k + 5]! +
        g * factors[k + 6]! +
        h * factors[k + 7]!;
    }
  }
}
