import type { GreyRaster } from '../server/contract-raster-pdf.ts';
import type { BilevelImage } from '../server/scramble/bilevel-image.ts';
import { blurred, type Ink, inkOf } from './photocopy.ts';

/** How letters stand out from what surrounds them, to an eye that sees tone and not dots. */
export interface Visibility {
  /** Michelson contrast of the mean luminances of letters and surroundings, 0 to 1. */
  readonly contrast: number;
  /** Correlation of the luminance with the shape of the letters, point by point, −1 to 1. */
  readonly likeness: number;
}

/** Sensor of the eye that is meant, in dots per inch. */
const SEEN_DPI = 150;

/** Its blur in mm: a minute of arc from a metre away. */
const SEEN_BLUR_MM = 0.3;

/** How visible letters are in a raster of `dpi` that shows them, pixel by pixel, in two tones. */
export function visibility(raster: GreyRaster, letters: BilevelImage, dpi: number): Visibility {
  const seen = asSeen(inkOf(raster), dpi).ink;
  const shape = asSeen({ ...letters, ink: Float32Array.from(letters.ink) }, dpi).ink;
  const sums = { letter: 0, letters: 0, other: 0, others: 0 };
  for (let at = 0; at < seen.length; at++) {
    const share = shape[at] as number;
    const luminance = 1 - (seen[at] as number);
    sums.letter += share * luminance;
    sums.letters += share;
    sums.other += (1 - share) * luminance;
    sums.others += 1 - share;
  }
  const letter = sums.letter / sums.letters;
  const other = sums.other / sums.others;
  return {
    contrast: Math.abs(letter - other) / (letter + other),
    likeness: correlation(seen, shape),
  };
}

/** The ink in means over squares, blurred as the eye blurs it. */
function asSeen(ink: Ink, dpi: number): Ink {
  return blurred(shrunk(ink, dpi / SEEN_DPI), (SEEN_BLUR_MM * SEEN_DPI) / 25.4);
}

function shrunk({ width, ink, height }: Ink, side: number): Ink {
  const small = { width: Math.floor(width / side), height: Math.floor(height / side) };
  const means = new Float32Array(small.width * small.height);
  for (let row = 0; row < small.height * side; row++) {
    const to = Math.floor(row / side) * small.width;
    for (let column = 0; column < small.width * side; column++) {
      const at = to + Math.floor(column / side);
      means[at] = (means[at] as number) + (ink[row * width + column] as number) / side ** 2;
    }
  }
  return { ...small, ink: means };
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [(a[at] as number) - meanA, (b[at] as number) - meanB];
    both += x * y;
    onlyA += x * x;
    onlyB += y * y;
  }
  return onlyA === 0 || onlyB === 0 ? 0 : both / Math.sqrt(onlyA * onlyB);
}
