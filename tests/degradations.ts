import type { Bitmap, Place, Scan } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';
import { throughJpeg } from './degradations-jpeg.ts';

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
  return scanSheet(printed(cells, place), scanning, rng);
}

/** Scans an A4 page that is printed as a raster shows it, at any resolution. */
export function scanPage(page: Scan, scanning: Scanning, rng: Rng): Scan {
  const around = Math.ceil(page.width / 10);
  const columns = page.width + 2 * around;
  const rows = page.height + 2 * around;
  const ink = new Uint8Array(columns * rows);
  for (let y = 0; y < page.height; y++) {
    const row = page.grey.subarray(y * page.width, (y + 1) * page.width);
    ink.set(
      row.map((grey) => 255 - grey),
      (y + around) * columns + around,
    );
  }
  const cellMm = PAPER.width / page.width;
  return scanSheet({ columns, rows, ink, full: 255, x: around, y: around, cellMm }, scanning, rng);
}

function scanSheet(sheet: Sheet, scanning: Scanning, rng: Rng): Scan {
  const scan = sampled(sheet, scanning);
  if (scanning.blurPixels > 0) blur(scan, scanning.blurPixels);
  expose(scan, scanning, rng);
  if (scanning.jpegQuality !== undefined) throughJpeg(scan, scanning.jpegQuality);
  return scan;
}

/** Ink on paper in squares as large as a cell, `full` is black, and much blank around the paper. */
interface Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly ink: Uint8Array;
  readonly full: number;
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
  return {
    columns,
    rows,
    ink,
    full: 1,
    x: left - place.x / cellMm,
    y: above - place.y / cellMm,
    cellMm,
  };
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
  const black = new Uint32Array(width);
  const most = parts * parts * sheet.full;
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
      grey[y * width + x] = Math.round(255 - (255 * black[x]!) / most);
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
  black: Uint32Array,
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

/** Places on the sheet are counted in whole 1/2¹⁸ of a square, of which there are 8,192 at most. */
const FINE_BITS = 18;
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
