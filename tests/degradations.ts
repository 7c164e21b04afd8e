import type { Bitmap, Place, Scan } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';

/** How a printed page is put on a scanner, and what the scanner makes of it. */
export interface Scanning {
  readonly dpi: number;
  /** Quarter turns, clockwise. */
  readonly turns: 0 | 1 | 2 | 3;
  readonly skewDegrees: number;
  readonly scale: number;
  /** Standard deviation of a Gaussian blur, in pixels. */
  readonly blurPixels: number;
  /** Factor on all grey values, and what is added to them, of 255. */
  readonly brightness: number;
  readonly offset: number;
  /** Standard deviation of the noise of the sensor, of 255. */
  readonly noise: number;
  /** Quality of a JPEG on the way, from 1 to 100; undefined is none. */
  readonly jpegQuality: number | undefined;
  /** Amplitude of an uneven paper feed that comes and goes every 120 mm, in mm. */
  readonly wobbleMm: number;
}

/** A good scanner and nothing wrong. */
export const PERFECT: Scanning = {
  dpi: 200,
  turns: 0,
  skewDegrees: 0,
  scale: 1,
  blurPixels: 0,
  brightness: 1,
  offset: 0,
  noise: 0,
  jpegQuality: undefined,
  wobbleMm: 0,
};

const PAPER = { width: 210, height: 297 };
const MM_PER_INCH = 25.4;
const PRINTER_DPI = 600;

/**
 * Prints cells on the back of an A4 sheet, text above and below, and scans it. A pixel is the
 * mean of the dots of a 600-dpi printer that it covers.
 */
export function scanBack(cells: Bitmap, place: Place, scanning: Scanning, rng: Rng): Scan {
  const sheet = printed(cells, place);
  const scan = sampled(sheet, scanning);
  if (scanning.blurPixels > 0) blur(scan, scanning.blurPixels);
  expose(scan, scanning, rng);
  if (scanning.jpegQuality !== undefined) throughJpeg(scan, scanning.jpegQuality);
  return scan;
}

/** Ink on paper in squares as large as a cell, 1 is black, and much blank around the paper. */
interface Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly ink: Uint8Array;
  /** Where the top left corner of the paper lies, in squares. */
  readonly x: number;
  readonly y: number;
  readonly cellMm: number;
}

/** Squares around the paper: a scan that lies askew sees beyond its edges. */
const AROUND = 100;

function printed(cells: Bitmap, place: Place): Sheet {
  const cellMm = place.width / cells.width;
  const left = AROUND + Math.floor(place.x / cellMm);
  const above = AROUND + Math.floor(place.y / cellMm);
  const columns = Math.ceil(PAPER.width / cellMm) + 2 * AROUND;
  const rows = Math.ceil(PAPER.height / cellMm) + 2 * AROUND;
  const ink = new Uint8Array(columns * rows);
  printText(ink, columns, [above - 30, above - 22, above + cells.height + 8]);
  const stride = (cells.width + 7) >> 3;
  for (let y = 0; y < cells.height; y++) {
    for (let x = 0; x < cells.width; x++) {
      const bit = (cells.bits[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1;
      ink[(y + above) * columns + x + left] = bit;
    }
  }
  return { columns, rows, ink, x: left - place.x / cellMm, y: above - place.y / cellMm, cellMm };
}

/** Lines of something like text, a line of it ruled. */
function printText(ink: Uint8Array, columns: number, tops: readonly number[]): void {
  for (const top of tops) {
    for (let x = AROUND + 40; x < columns - AROUND - 60; x++) {
      for (let y = 0; y < 6; y++) {
        if (Math.imul(x * 31 + y * 17, 0x9e3779b1) >>> 30 === 0 && x % 7 !== 0) {
          ink[(top + y) * columns + x] = 1;
        }
      }
      ink[(top + 7) * columns + x] = 1;
    }
  }
}

function sampled(sheet: Sheet, scanning: Scanning): Scan {
  const { dpi, turns, scale, skewDegrees } = scanning;
  const [paperWidth, paperHeight] =
    turns % 2 === 0 ? [PAPER.width, PAPER.height] : [PAPER.height, PAPER.width];
  const width = Math.round((paperWidth / MM_PER_INCH) * dpi);
  const height = Math.round((paperHeight / MM_PER_INCH) * dpi);
  const angle = (turns * Math.PI) / 2 + (skewDegrees * Math.PI) / 180;
  // From pixels of the scan to squares of the sheet.
  const step = MM_PER_INCH / dpi / scale / sheet.cellMm;
  const [cos, sin] = [Math.cos(angle) * step, Math.sin(angle) * step];
  const middleX = sheet.x + PAPER.width / 2 / sheet.cellMm;
  const middleY = sheet.y + PAPER.height / 2 / sheet.cellMm;
  const feed = feedErrors(sheet, scanning.wobbleMm);
  // Places within a pixel, as far apart as dots of the printer.
  const parts = Math.max(1, Math.round(PRINTER_DPI / dpi));
  const places = Array.from({ length: parts }, (_, part) => (part + 0.5) / parts);
  const grey = new Uint8Array(width * height);
  const black = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    black.fill(0);
    for (const down of places) {
      for (const right of places) {
        const px = right - width / 2;
        const py = y + down - height / 2;
        const from = { x: middleX + px * cos + py * sin, y: middleY - px * sin + py * cos };
        addInk(sheet, from, cos, -sin, feed, black);
      }
    }
    for (let x = 0; x < width; x++) {
      grey[y * width + x] = Math.round(255 - (255 * black[x]!) / (parts * parts));
    }
  }
  return { width, height, grey };
}

/** Adds the ink along a line over the sheet, one step for each element of `black`. */
function addInk(
  { columns, ink }: Sheet,
  from: { readonly x: number; readonly y: number },
  stepX: number,
  stepY: number,
  feed: Int32Array,
  black: Uint8Array,
): void {
  let [x, y] = [Math.round(from.x * FINE), Math.round(from.y * FINE)];
  const [dx, dy] = [Math.round(stepX * FINE), Math.round(stepY * FINE)];
  for (let index = 0; index < black.length; index++) {
    const row = (y + feed[y >> FINE_BITS]!) >> FINE_BITS;
    black[index]! += ink[row * columns + (x >> FINE_BITS)]!;
    x += dx;
    y += dy;
  }
}

/** Places on the sheet are counted in whole 1/2²⁰ of a square. */
const FINE_BITS = 20;
const FINE = 1 << FINE_BITS;

/** How far off the paper is for each row of squares. */
function feedErrors({ rows, cellMm }: Sheet, wobbleMm: number): Int32Array {
  return Int32Array.from(
    { length: rows },
    (_, row) => FINE * (wobbleMm / cellMm) * Math.sin((row * cellMm * 2 * Math.PI) / WOBBLE_MM),
  );
}

const WOBBLE_MM = 120;

/** Blurs in place, first along rows, then along columns. */
function blur({ width, height, grey }: Scan, sigma: number): void {
  const radius = Math.ceil(2.5 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / sum);
  const source = grey.slice();
  const line = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let tap = -radius; tap <= radius; tap++) {
      const row = Math.max(0, Math.min(height - 1, y + tap)) * width;
      addWeighted(line, source, row, kernel[tap + radius]!);
    }
    blurLine(line, kernel, grey, y * width);
  }
}

function addWeighted(line: Float32Array, source: Uint8Array, from: number, weight: number): void {
  for (let x = 0; x < line.length; x++) line[x]! += weight * source[from + x]!;
}

function blurLine(line: Float32Array, kernel: Float32Array, into: Uint8Array, to: number): void {
  const radius = kernel.length >> 1;
  for (let x = 0; x < line.length; x++) {
    let value = 0.5;
    for (let tap = 0; tap < kernel.length; tap++) {
      const place = Math.max(0, Math.min(line.length - 1, x + tap - radius));
      value += kernel[tap]! * line[place]!;
    }
    into[to + x] = value;
  }
}

/** Brightness and noise, in place. */
function expose({ grey }: Scan, { brightness, offset, noise }: Scanning, rng: Rng): void {
  const deviates = gaussians(rng);
  const tone = new Uint8ClampedArray(1);
  let state = Math.floor(rng.uniform() * 2 ** 32) | 1;
  for (let index = 0; index < grey.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    tone[0] = grey[index]! * brightness + offset + noise * deviates[state & 0xffff]!;
    grey[index] = tone[0];
  }
}

/** 65,536 standard normal deviates (Box and Muller). */
function gaussians(rng: Rng): Float32Array {
  return Float32Array.from({ length: 1 << 16 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
    return radius * Math.cos(2 * Math.PI * rng.uniform());
  });
}

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
function throughJpeg({ width, height, grey }: Scan, quality: number): void {
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
