import { type Affine, blurred, type InkMap, inkAt, mapped, type Point } from './ink-map.ts';

/** Pairs of places that show the same: on the front as it was sealed, and on its scan. */
export interface Anchor {
  readonly front: Point;
  readonly scan: Point;
  readonly weight: number;
}

/** Size of what is looked for in a step, and how far away, in mm; `coarser` are pixels made one. */
export interface Search {
  readonly tileMm: number;
  readonly reachMm: number;
  readonly coarser: (dpi: number) => number;
}

/** From four points of the mark everything else is found within 3 mm, and then within 0.7 mm. */
export const WIDE: Search = { tileMm: 16, reachMm: 3, coarser: (dpi) => Math.round(dpi / 50) };
export const CLOSE: Search = { tileMm: 7, reachMm: 1, coarser: (dpi) => Math.round(dpi / 75) };

/** A square of a map that is looked for in another one. */
interface Tile {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly mean: number;
  readonly variance: number;
}

/** Least variance of ink in a tile that tells where it is. */
const LEAST_VARIANCE = 0.002;
const LEAST_CORRELATION = 0.5;

/** Where tiles of the front are on the scan, near to where they are expected. */
export function matches(
  front: InkMap,
  scan: InkMap,
  toScan: Affine,
  { tileMm, reachMm, coarser }: Search,
  dpi: number,
): readonly Anchor[] {
  const step = coarser(dpi);
  const own = resampled(blurred(front, step > 1 ? step / 2 : 1), IDENTITY, front, step);
  const scanBlur = step > 1 ? (step / 2) * Math.hypot(toScan.xx, toScan.yx) : 1;
  const other = resampled(blurred(scan, scanBlur), toScan, front, step);
  const pixels = dpi / 25.4 / step;
  const size = Math.round(tileMm * pixels);
  const reach = Math.ceil(reachMm * pixels);
  const anchors: Anchor[] = [];
  for (let top = reach; top + size + reach <= own.height; top += size >> 1) {
    for (let left = reach; left + size + reach <= own.width; left += size >> 1) {
      const tile = tileOf(own, left, top, size);
      if (tile.variance < LEAST_VARIANCE) continue;
      const found = bestShift(own, other, tile, reach);
      if (found === undefined) continue;
      const fine = (place: number) => (place + 0.5) * step - 0.5;
      const x = left + size / 2 - 0.5;
      const y = top + size / 2 - 0.5;
      anchors.push({
        front: { x: fine(x), y: fine(y) },
        scan: mapped(toScan, { x: fine(x + found.x), y: fine(y + found.y) }),
        weight: tile.variance * found.correlation ** 2,
      });
    }
  }
  return anchors;
}

const IDENTITY: Affine = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };

/** What a map shows where an affine map puts every `step`th pixel of the front. */
function resampled(map: InkMap, affineMap: Affine, front: InkMap, step: number): InkMap {
  const width = Math.floor(front.width / step);
  const height = Math.floor(front.height / step);
  const ink = new Float32Array(width * height);
  const { xx, xy, x0, yx, yy, y0 } = affineMap;
  for (let row = 0; row < height; row++) {
    const y = (row + 0.5) * step - 0.5;
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5) * step - 0.5;
      ink[row * width + column] = inkAt(map, xx * x + xy * y + x0, yx * x + yy * y + y0);
    }
  }
  return { width, height, ink };
}

function tileOf({ width, ink }: InkMap, left: number, top: number, size: number): Tile {
  let sum = 0;
  let squares = 0;
  for (let y = top; y < top + size; y++) {
    for (let at = y * width + left; at < y * width + left + size; at++) {
      sum += ink[at]!;
      squares += ink[at]! ** 2;
    }
  }
  const mean = sum / size ** 2;
  return { left, top, size, mean, variance: squares / size ** 2 - mean ** 2 };
}

/** The shift with which a tile is most like the other map, to parts of a pixel. */
function bestShift(
  own: InkMap,
  other: InkMap,
  tile: Tile,
  reach: number,
): (Point & { readonly correlation: number }) | undefined {
  const side = 2 * reach + 1;
  const scores = Float32Array.from({ length: side * side }, (_, at) =>
    correlation(own, other, tile, { x: (at % side) - reach, y: Math.floor(at / side) - reach }),
  );
  const best = scores.reduce((most, score, at) => (score > scores[most]! ? at : most), 0);
  const [column, row] = [best % side, Math.floor(best / side)];
  // At the rim the best may lie beyond it.
  const isInside = Math.min(column, row) > 0 && Math.max(column, row) < side - 1;
  if (!isInside || scores[best]! < LEAST_CORRELATION) return undefined;
  // A line does not tell where along itself it is: what is hardly better than nowhere is nowhere.
  const isLost = (unmoved: number) => scores[unmoved]! > scores[best]! - CLEARLY_BETTER;
  const x = column - reach + peak(scores[best - 1]!, scores[best]!, scores[best + 1]!);
  const y = row - reach + peak(scores[best - side]!, scores[best]!, scores[best + side]!);
  return {
    x: isLost(row * side + reach) ? 0 : x,
    y: isLost(reach * side + column) ? 0 : y,
    correlation: scores[best]!,
  };
}

const CLEARLY_BETTER = 0.03;

function correlation(own: InkMap, other: InkMap, tile: Tile, shift: Point): number {
  const { left, top, size, mean, variance } = tile;
  let sum = 0;
  let squares = 0;
  let products = 0;
  for (let y = top; y < top + size; y++) {
    let at = y * own.width + left;
    let there = (y + shift.y) * other.width + left + shift.x;
    for (const end = at + size; at < end; at++, there++) {
      const value = other.ink[there]!;
      sum += value;
      squares += value * value;
      products += value * own.ink[at]!;
    }
  }
  const count = size * size;
  const otherVariance = Math.max(1e-6, squares / count - (sum / count) ** 2);
  return (products / count - (mean * sum) / count) / Math.sqrt(variance * otherVariance);
}

/** Where between its neighbours a parabola through three values has its top. */
function peak(before: number, top: number, after: number): number {
  const bend = before - 2 * top + after;
  return bend < 0 ? (before - after) / (2 * bend) : 0;
}
