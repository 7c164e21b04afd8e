import assert from 'node:assert/strict';
import type { GreyRaster } from '../server/contract-raster-pdf.ts';
import type { Rng } from '../sim/rng.ts';

/** What a copier does to what lies on its glass; lengths are mm on the paper. */
export interface Copier {
  readonly dpi: number;
  /** Standard deviation of the blur of lens and sensor. */
  readonly blurMm: number;
  /** Ink (0 to 1) from which on a point of the blurred picture becomes toner. */
  readonly threshold: number;
  /** How far toner spreads over the edge of what is printed (dot gain). */
  readonly gainMm: number;
}

/**
 * Copiers from sharp to worn. A blur of 0.07 mm passes 14 % of the contrast at 4.5 line pairs per
 * mm, about what an office copier is said to resolve; the others are assumptions around it.
 */
export const COPIERS: readonly Copier[] = [
  { dpi: 600, blurMm: 0.055, threshold: 0.35, gainMm: 0.005 },
  { dpi: 600, blurMm: 0.07, threshold: 0.4, gainMm: 0.01 },
  { dpi: 600, blurMm: 0.07, threshold: 0.5, gainMm: 0.02 },
  { dpi: 600, blurMm: 0.085, threshold: 0.35, gainMm: 0.03 },
];

/** A copy: the original blurred, made black and white, and its toner spread. */
export function photocopied(original: GreyRaster, copier: Copier): GreyRaster {
  const pixelMm = 25.4 / copier.dpi;
  const seen = blurred(inkOf(original), copier.blurMm / pixelMm);
  const toner = seen.ink.map((ink) => (ink >= copier.threshold ? 1 : 0));
  return toned({ ...seen, ink: toner }, copier.gainMm / pixelMm);
}

/** Paper under toner that has spread by up to a pixel: pixels are grey by how much it covers. */
export function toned({ width, height, ink }: Ink, gainPixels: number): GreyRaster {
  assert(gainPixels <= 1, 'toner spreads to the next pixel at most');
  const round = (Math.PI / 4) * gainPixels ** 2;
  const toner = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (ink[y * width + x] as number);
  const grey = new Uint8Array(ink.length);
  for (let at = 0; at < ink.length; at++) {
    const x = at % width;
    const y = (at - x) / width;
    let paper = 1 - toner(x, y);
    for (const by of [-1, 1]) {
      paper *= 1 - gainPixels * toner(x + by, y);
      paper *= 1 - gainPixels * toner(x, y + by);
      paper *= 1 - round * toner(x + by, y + by);
      paper *= 1 - round * toner(x + by, y - by);
    }
    grey[at] = Math.round(255 * paper);
  }
  return { width, height, grey };
}

/** How paper lies on a scanner, and what the scanner makes of it. */
export interface Scanning {
  readonly skewDegrees: number;
  readonly scale: number;
  /** By how much the paper is off its place, in pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Standard deviation of its blur in pixels. */
  readonly blurPixels: number;
  /** Standard deviation of its noise, of 255. */
  readonly noise: number;
}

/** A scan at the resolution of the paper's raster: turned about its middle, blurred, noisy. */
export function scanned(paper: GreyRaster, scanning: Scanning, rng: Rng): GreyRaster {
  const { ink } = blurred(turned(inkOf(paper), scanning), scanning.blurPixels);
  const grey = new Uint8ClampedArray(ink.length);
  for (let at = 0; at < ink.length; at++) {
    grey[at] = 255 * (1 - (ink[at] ?? 0)) + scanning.noise * normal(rng);
  }
  return { ...paper, grey: new Uint8Array(grey.buffer) };
}

/** Ink of every pixel, 0 to 1. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** The ink that a grey raster shows. */
export function inkOf({ width, height, grey }: GreyRaster): Ink {
  const ink = new Float32Array(grey.length);
  for (let at = 0; at < grey.length; at++) ink[at] = 1 - (grey[at] ?? 0) / 255;
  return { width, height, ink };
}

/** Gaussian blur; beyond the edges is what is at them. */
export function blurred({ width, height, ink }: Ink, sigmaPixels: number): Ink {
  if (sigmaPixels === 0) return { width, height, ink };
  const kernel = gaussian(sigmaPixels);
  const smooth = Float32Array.from(ink);
  const line = new Float32Array(Math.max(width, height) + kernel.length);
  for (let row = 0; row < height; row++) {
    convolve(smooth, { from: row * width, step: 1, count: width }, kernel, line);
  }
  for (let column = 0; column < width; column++) {
    convolve(smooth, { from: column, step: width, count: height }, kernel, line);
  }
  return { width, height, ink: smooth };
}

interface Line {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** Convolves a line of `values` in place; `padded` is room for it with its edges. */
function convolve(
  values: Float32Array,
  { from, step, count }: Line,
  kernel: Float32Array,
  padded: Float32Array,
): void {
  const reach = (kernel.length - 1) / 2;
  padded.fill(values[from] as number, 0, reach);
  for (let at = 0; at < count; at++) padded[reach + at] = values[from + at * step] as number;
  padded.fill(values[from + (count - 1) * step] as number, reach + count, count + 2 * reach);
  for (let at = 0; at < count; at++) {
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) {
      sum += (kernel[tap] as number) * (padded[at + tap] as number);
    }
    values[from + at * step] = sum;
  }
}

function gaussian(sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
}

/** Turned, stretched and shifted about the middle; what comes in from outside is paper. */
function turned({ width, height, ink }: Ink, scanning: Scanning): Ink {
  const { skewDegrees, scale, shiftX, shiftY } = scanning;
  const cosine = Math.cos((skewDegrees * Math.PI) / 180) / scale;
  const sine = Math.sin((skewDegrees * Math.PI) / 180) / scale;
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (ink[y * width + x] as number);
  const result = new Float32Array(ink.length);
  for (let index = 0; index < ink.length; index++) {
    const right = (index % width) - width / 2 - shiftX;
    const down = Math.floor(index / width) - height / 2 - shiftY;
    const x = right * cosine + down * sine + width / 2;
    const y = down * cosine - right * sine + height / 2;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [partX, partY] = [x - left, y - top];
    const upper = at(left, top) * (1 - partX) + at(left + 1, top) * partX;
    const lower = at(left, top + 1) * (1 - partX) + at(left + 1, top + 1) * partX;
    result[index] = upper * (1 - partY) + lower * partY;
  }
  return { width, height, ink: result };
}

function normal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
  return radius * Math.cos(2 * Math.PI * rng.uniform());
}
