import type { Scan } from './scramble.ts';
import { CELL_MM, FINDERS } from './scramble-cells.ts';

/** A scan that answers the sum of any rectangle at once. */
export interface SummedScan extends Scan {
  /** Sum of all pixels above and left of a point; a row is one longer than the scan is wide. */
  readonly sums: Uint32Array;
  /** Grey value between black and white, and how far apart they are. */
  readonly contrast: number;
}

/** Where the middle of a finder pattern may be, in pixels. */
export interface FinderSpot {
  readonly x: number;
  readonly y: number;
  /** How much lighter its white ring is than its black parts. */
  readonly score: number;
}

/** Longest side of a scan that is looked at as it is: finer ones are made coarser first. */
const FINE_SIDE_PIXELS = 4_400;
/** Most pixels and least side of a scan that is looked at at all: an A3 sheet at 1,200 dpi. */
const MOST_PIXELS = 280_000_000;
const LEAST_SIDE_PIXELS = 64;

/** Whether this is a picture that can be searched. */
export function isScan({ width, height, grey }: Scan): boolean {
  return (
    [width, height].every((side) => Number.isInteger(side) && side >= LEAST_SIDE_PIXELS) &&
    width * height <= MOST_PIXELS &&
    grey.length === width * height
  );
}

/** Prepares a scan: makes a very fine one coarser by whole numbers and adds it up. */
export function summedScan(scan: Scan): SummedScan {
  const factor = Math.floor(Math.max(scan.width, scan.height) / (FINE_SIDE_PIXELS / 2));
  const coarse =
    factor < 2 || Math.max(scan.width, scan.height) <= FINE_SIDE_PIXELS
      ? scan
      : coarser(scan, factor);
  return { ...coarse, sums: summed(coarse), contrast: contrastOf(coarse) };
}

/** Means of squares of `factor` pixels. */
function coarser({ width, height, grey }: Scan, factor: number): Scan {
  const coarse = {
    width: Math.floor(width / factor),
    height: Math.floor(height / factor),
  };
  const means = new Uint8Array(coarse.width * coarse.height);
  const sums = new Uint32Array(coarse.width);
  for (let y = 0; y < coarse.height; y++) {
    sums.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row++) {
      let index = row * width;
      for (let x = 0; x < coarse.width; x++) {
        let sum = 0;
        for (let part = 0; part < factor; part++) sum += grey[index++]!;
        sums[x] = sums[x]! + sum;
      }
    }
    for (let x = 0; x < coarse.width; x++) {
      means[y * coarse.width + x] = Math.round(sums[x]! / (factor * factor));
    }
  }
  return { ...coarse, grey: means };
}

function summed({ width, height, grey }: Scan): Uint32Array {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += grey[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return sums;
}

/** Distance between the darkest and the lightest fiftieth of the pixels. */
function contrastOf({ grey }: Scan): number {
  const counts = new Uint32Array(256);
  const step = 7;
  for (let index = 0; index < grey.length; index += step) counts[grey[index]!]! += 1;
  const fiftieth = grey.length / step / 50;
  const quantile = (values: readonly number[]) => {
    let seen = 0;
    return values.find((value) => {
      seen += counts[value]!;
      return seen >= fiftieth;
    });
  };
  const values = Array.from(counts, (_, value) => value);
  return (quantile(values.toReversed()) ?? 0) - (quantile(values) ?? 0);
}

/**
 * Pixels to a module of a finder, likeliest first: as if the longer side were that of an A4
 * sheet, then everything from 90 to 700 dpi, in steps that the search does not notice.
 */
export function moduleSizes({ width, height }: Scan): readonly number[] {
  const sheet = (Math.max(width, height) * (FINDERS.module * CELL_MM)) / A4_HEIGHT_MM;
  const steps = Array.from({ length: 33 }, (_, index) => index - 16);
  return steps
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
    .map((step) => sheet * 1.08 ** step)
    .filter((size) => size >= LEAST_MODULE_PIXELS && size <= MOST_MODULE_PIXELS);
}

const A4_HEIGHT_MM = 297;
const LEAST_MODULE_PIXELS = 2.7;
const MOST_MODULE_PIXELS = 21;

/** Least score of a finder, as a share of the contrast. Chance cells reach it once in 10⁸. */
const LEAST_SCORE = 0.45;
const LEAST_CONTRAST = 24;
const MOST_SPOTS = 64;

/**
 * Finder patterns of about `module` pixels to a module, best first. A place is judged by whole
 * rectangles: ring and core ought to be dark, what is between them light. Noise and single spoilt
 * cells average out, and a skew of some degrees does not matter.
 */
export function findFinders(scan: SummedScan, module: number): readonly FinderSpot[] {
  if (scan.contrast < LEAST_CONTRAST) return [];
  const score = finderScore(scan, module);
  const least = LEAST_SCORE * scan.contrast;
  const step = Math.max(1, Math.floor(0.4 * module));
  const reach = Math.round(3.5 * module) + step + 1;
  const spots: FinderSpot[] = [];
  for (let y = reach; y < scan.height - reach; y += step) {
    for (let x = reach; x < scan.width - reach; x += step) {
      if (score(x, y) < least) continue;
      spots.push(summit(score, x, y, step));
    }
  }
  return apart(spots, 5 * module).slice(0, MOST_SPOTS);
}

/** The best spots, none nearer to a better one than `distance`. */
function apart(spots: readonly FinderSpot[], distance: number): readonly FinderSpot[] {
  const best: FinderSpot[] = [];
  for (const spot of spots.toSorted((a, b) => b.score - a.score)) {
    const isNew = best.every(({ x, y }) => Math.hypot(x - spot.x, y - spot.y) > distance);
    if (isNew) best.push(spot);
  }
  return best;
}

type Score = (x: number, y: number) => number;

/** Climbs from a place to the highest score around, then between the pixels. */
function summit(score: Score, fromX: number, fromY: number, step: number): FinderSpot {
  let [x, y, top] = [fromX, fromY, score(fromX, fromY)];
  for (let dy = -step; dy <= step; dy++) {
    for (let dx = -step; dx <= step; dx++) {
      const other = score(fromX + dx, fromY + dy);
      if (other > top) [x, y, top] = [fromX + dx, fromY + dy, other];
    }
  }
  return {
    x: x + between(score(x - 1, y), top, score(x + 1, y)),
    y: y + between(score(x, y - 1), top, score(x, y + 1)),
    score: top,
  };
}

/** Where between −½ and ½ the ridge of a roof is that has these heights at −1, 0 and 1. */
function between(before: number, top: number, after: number): number {
  const drop = 2 * top - before - after;
  return drop <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (after - before) / drop));
}

/** The score around the corner above and left of pixel (x, y). */
function finderScore({ width, sums }: SummedScan, module: number): Score {
  const stride = width + 1;
  const [whole, white, core] = [3.5, 2.5, 1.5].map((half) => Math.round(half * module)) as [
    number,
    number,
    number,
  ];
  const square = (x: number, y: number, half: number) => {
    const top = (y - half) * stride + x;
    const bottom = (y + half) * stride + x;
    return sums[bottom + half]! - sums[bottom - half]! - sums[top + half]! + sums[top - half]!;
  };
  const whitePixels = 4 * (white * white - core * core);
  const blackPixels = 4 * whole * whole - whitePixels;
  return (x, y) => {
    const inWhite = square(x, y, white) - square(x, y, core);
    const inBlack = square(x, y, whole) - inWhite;
    return inWhite / whitePixels - inBlack / blackPixels;
  };
}
