import assert from 'node:assert/strict';
import type { GreyRaster } from '../contract-raster-pdf.ts';
import { CARRIER_PERIOD, type LatentMark, OUTLINE } from './latent-image.ts';

/** What the detector found where a mark should be. */
export interface LatentReading {
  /**
   * How well the lines in the scan carry the hidden letter: the normalised correlation, 0 to 1, of
   * the scan with a pure carrier in the letter's phases. Blank paper, noise, and lines that hide
   * no letter give about 0.
   */
  readonly score: number;
  /** Where the mark's top left corner was found, in pixels of the scan. */
  readonly left: number;
  readonly top: number;
}

/** From this score on a mark is taken for an original's; decision 8 has what both score. */
export const ORIGINAL_FROM = 0.5;

/** Pixels over which the scan is demodulated at a time. */
const BLOCK = 2 * CARRIER_PERIOD;
/** Pixels from one block to the next. */
const STEP = CARRIER_PERIOD;

/** Drifts that are looked for, in cycles per pixel: up to 3 degrees of skew, 4 % of scale. */
const DRIFTS = Array.from({ length: 27 }, (_, index) => (index - 13) / 1000);

/** By how much the scan's carrier is off the printer's, in cycles per pixel. */
interface Drift {
  readonly x: number;
  readonly y: number;
}

/** Complex values in rows. */
interface Field {
  readonly width: number;
  readonly height: number;
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/** What the letter's phases look like in the scan: + and -, 0 outside of the blossom. */
interface Template {
  readonly width: number;
  readonly height: number;
  readonly sign: Float32Array;
}

/**
 * Looks for a mark's hidden letter in a grey scan, at the printer's dpi, of where the mark belongs.
 * Demodulates the scan with the carrier, finds from the squared phases by how much skew and scale
 * have bent it, and correlates with the letter at every place.
 */
export function detectLatentImage(scan: GreyRaster, mark: LatentMark): LatentReading {
  const detail = detailOf(scan);
  const drift = carrierDrift(blocksOf(demodulated(detail, scan.width, { x: 0, y: 0 }), BLOCK));
  const field = demodulated(detail, scan.width, drift);
  const template = templateOf(mark, drift);
  assert(template.width <= scan.width && template.height <= scan.height, 'the mark fits the scan');
  const coarse = bestPlace(blocksOf(field, STEP), shrunk(template, STEP));
  return refined(field, template, { x: coarse.x * STEP, y: coarse.y * STEP });
}

/** Ink without its tone: less the mean over two periods of the carrier. */
function detailOf({ width, height, grey }: GreyRaster): Float32Array {
  const detail = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      const from = Math.min(Math.max(0, column - CARRIER_PERIOD), Math.max(0, width - BLOCK));
      let sum = 0;
      for (let near = from; near < from + BLOCK; near++) sum += grey[start + near] ?? 0;
      detail[start + column] = (sum / BLOCK - (grey[start + column] ?? 0)) / 255;
    }
  }
  return detail;
}

/** The scan times a carrier that drifts: its phase is what is left of the lines. */
function demodulated(detail: Float32Array, width: number, drift: Drift): Field {
  const height = detail.length / width;
  const real = new Float32Array(detail.length);
  const imaginary = new Float32Array(detail.length);
  const along = oscillation(1 / CARRIER_PERIOD + drift.x, width);
  const down = oscillation(drift.y, height);
  for (let at = 0; at < detail.length; at++) {
    const x = at % width;
    const y = (at - x) / width;
    const cosX = along.cosines[x] ?? 0;
    const sinX = along.sines[x] ?? 0;
    const cosY = down.cosines[y] ?? 0;
    const sinY = down.sines[y] ?? 0;
    real[at] = (detail[at] ?? 0) * (cosX * cosY - sinX * sinY);
    imaginary[at] = -(detail[at] ?? 0) * (sinX * cosY + cosX * sinY);
  }
  return { width, height, real, imaginary };
}

/** A wave of unit height, sample by sample. */
interface Oscillation {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/** A frequency, in cycles per sample, over `length` samples. */
function oscillation(frequency: number, length: number): Oscillation {
  const samples = (wave: (angle: number) => number) =>
    Float32Array.from({ length }, (_, at) => wave(2 * Math.PI * frequency * at));
  return { cosines: samples(Math.cos), sines: samples(Math.sin) };
}

/** Sums over squares of `side` pixels, one every STEP pixels. */
function blocksOf(field: Field, side: number): Field {
  const width = Math.floor((field.width - side) / STEP) + 1;
  const height = Math.floor((field.height - side) / STEP) + 1;
  const sum = (values: Float32Array) =>
    Float32Array.from({ length: width * height }, (_, at) => {
      const left = (at % width) * STEP;
      const top = Math.floor(at / width) * STEP;
      let total = 0;
      for (let row = top; row < top + side; row++) {
        const from = row * field.width + left;
        for (let index = from; index < from + side; index++) total += values[index] ?? 0;
      }
      return total;
    });
  return { width, height, real: sum(field.real), imaginary: sum(field.imaginary) };
}

/**
 * The drift of a carrier whose phase jumps by half a period where the letter is: squaring doubles
 * phases, so that the jumps vanish and what is left is one frequency.
 */
function carrierDrift({ width, height, real, imaginary }: Field): Drift {
  const squaredReal = real.map((value, at) => value ** 2 - (imaginary[at] ?? 0) ** 2);
  const squaredImaginary = real.map((value, at) => 2 * value * (imaginary[at] ?? 0));
  const squared = { width, height, real: squaredReal, imaginary: squaredImaginary };
  let best = { x: 0, y: 0, power: -1 };
  const down = DRIFTS.map((y) => ({ y, wave: oscillation(2 * y * STEP, height) }));
  for (const x of DRIFTS) {
    const rows = rowSums(squared, oscillation(2 * x * STEP, width));
    for (const { y, wave } of down) {
      const { real, imaginary } = rowSums(rows, wave);
      const power = Math.hypot(real[0] ?? 0, imaginary[0] ?? 0);
      if (power > best.power) best = { x, y, power };
    }
  }
  return best;
}

/** One component of the spectrum of each row; the rows become the columns of a single row. */
function rowSums({ width, height, real, imaginary }: Field, wave: Oscillation): Field {
  const sums = new Float32Array(height);
  const sumsImaginary = new Float32Array(height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    let sumImaginary = 0;
    for (let x = 0; x < width; x++) {
      const re = real[row * width + x] ?? 0;
      const im = imaginary[row * width + x] ?? 0;
      const cosine = wave.cosines[x] ?? 0;
      const sine = wave.sines[x] ?? 0;
      sum += re * cosine + im * sine;
      sumImaginary += im * cosine - re * sine;
    }
    sums[row] = sum;
    sumsImaginary[row] = sumImaginary;
  }
  return { width: height, height: 1, real: sums, imaginary: sumsImaginary };
}

/** The letter's phases, turned and stretched as the carrier is; they sum up to 0. */
function templateOf(mark: LatentMark, drift: Drift): Template {
  const { size, hidden } = mark;
  const x = 1 + drift.x * CARRIER_PERIOD;
  const y = drift.y * CARRIER_PERIOD;
  const side = Math.ceil(size * 1.06);
  const sign = new Float32Array(side * side);
  const inside: number[] = [];
  for (let at = 0; at < sign.length; at++) {
    const right = (at % side) - side / 2;
    const down = Math.floor(at / side) - side / 2;
    const column = Math.round(right * x + down * y + size / 2);
    const row = Math.round(down * x - right * y + size / 2);
    if (!isWellWithin(mark, column, row)) continue;
    inside.push(at);
    sign[at] = hidden[row * size + column] === 1 ? 1 : -1;
  }
  const mean = inside.reduce((sum, at) => sum + (sign[at] ?? 0), 0) / inside.length;
  for (const at of inside) sign[at] = (sign[at] ?? 0) - mean;
  return { width: side, height: side, sign };
}

/** Within the ring, within the blossom, and off the outline of that. */
function isWellWithin({ size, blossom, within }: LatentMark, column: number, row: number): boolean {
  const off = OUTLINE + 2;
  if (Math.min(column, row) < off || Math.max(column, row) >= size - off) return false;
  const at = row * size + column;
  const near = [at - off, at + off, at - off * size, at + off * size];
  return within[at] === 1 && near.every((other) => blossom[other] === 1);
}

/** The template in sums over squares of `side` pixels. */
function shrunk({ width, sign }: Template, side: number): Template {
  const small = Math.floor(width / side);
  const sums = new Float32Array(small * small);
  for (let at = 0; at < sign.length; at++) {
    const column = Math.floor((at % width) / side);
    const row = Math.floor(Math.floor(at / width) / side);
    if (column < small && row < small) {
      sums[row * small + column] = (sums[row * small + column] ?? 0) + (sign[at] ?? 0);
    }
  }
  return { width: small, height: small, sign: sums };
}

/** Where the field matches the template best for the energy that lies there. */
function bestPlace(field: Field, template: Template): { readonly x: number; readonly y: number } {
  let best = { x: 0, y: 0, match: -1 };
  for (let y = 0; y + template.height <= field.height; y++) {
    for (let x = 0; x + template.width <= field.width; x++) {
      const { power, energy } = matched(field, template, x, y);
      const match = energy > 0 ? power / Math.sqrt(energy) : 0;
      if (match > best.match) best = { x, y, match };
    }
  }
  return best;
}

function matched(field: Field, template: Template, left: number, top: number) {
  let real = 0;
  let imaginary = 0;
  let energy = 0;
  for (let at = 0; at < template.sign.length; at++) {
    const sign = template.sign[at] ?? 0;
    if (sign === 0) continue;
    const column = at % template.width;
    const where = (top + (at - column) / template.width) * field.width + left + column;
    const re = field.real[where] ?? 0;
    const im = field.imaginary[where] ?? 0;
    real += sign * re;
    imaginary += sign * im;
    energy += re * re + im * im;
  }
  return { power: Math.hypot(real, imaginary), energy };
}

/** The best place within a step of a coarse one, to the pixel, and the correlation there. */
function refined(
  field: Field,
  template: Template,
  coarse: { readonly x: number; readonly y: number },
): LatentReading {
  const signs = template.sign.reduce((sum, sign) => sum + sign * sign, 0);
  const lastLeft = Math.min(coarse.x + STEP, field.width - template.width);
  const lastTop = Math.min(coarse.y + STEP, field.height - template.height);
  let best: LatentReading = { score: 0, left: coarse.x, top: coarse.y };
  for (let top = Math.max(0, coarse.y - STEP); top <= lastTop; top++) {
    for (let left = Math.max(0, coarse.x - STEP); left <= lastLeft; left++) {
      const { power, energy } = matched(field, template, left, top);
      // Half of the energy of a pure carrier is in its negative frequency.
      const score = energy > 0 ? power / Math.sqrt((energy * signs) / 2) : 0;
      if (score > best.score) best = { score, left, top };
    }
  }
  return best;
}
