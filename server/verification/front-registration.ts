import { leastSquares } from '../scramble/scramble-least-squares.ts';
import { type Anchor, CLOSE, matches, WIDE } from './front-tiles.ts';
import { type Affine, blurred, type InkMap, inkAt, mapped, type Point } from './ink-map.ts';

/** How far around a place its neighbours say where it is, as a standard deviation. */
const NEIGHBOURHOOD_MM = 4;

/**
 * Lays a scan over the front as it was sealed, at its resolution: turned, stretched, and in each
 * place pushed to where its surroundings are, as paper does not run through evenly.
 */
export function registered(
  front: InkMap,
  scan: InkMap,
  anchors: readonly Anchor[],
  dpi: number,
): InkMap {
  let toScan = similarity(anchors);
  const scanPixels = Math.hypot(toScan.xx, toScan.yx);
  const smooth = blurred(scan, scanPixels > 1.3 ? scanPixels / 3 : 0);
  toScan = affine(matches(front, smooth, toScan, WIDE, dpi)) ?? toScan;
  const close = matches(front, smooth, toScan, CLOSE, dpi);
  const straight = affine(close) ?? toScan;
  const shifts = close.map(({ front: place, scan: found }) => {
    const expected = mapped(straight, place);
    return { place, x: found.x - expected.x, y: found.y - expected.y };
  });
  return pushed(front, smooth, straight, meshOf(front, shifts, dpi));
}

/** The turning, stretching and shifting that brings anchors nearest to each other. */
function similarity(anchors: readonly Anchor[]): Affine {
  const middle = (places: readonly Point[]) => ({
    x: places.reduce((sum, { x }) => sum + x, 0) / places.length,
    y: places.reduce((sum, { y }) => sum + y, 0) / places.length,
  });
  const from = middle(anchors.map(({ front }) => front));
  const to = middle(anchors.map(({ scan }) => scan));
  let along = 0;
  let across = 0;
  let spread = 0;
  for (const { front, scan } of anchors) {
    const [x, y, u, v] = [front.x - from.x, front.y - from.y, scan.x - to.x, scan.y - to.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  }
  const [cos, sin] = [along / spread, across / spread];
  const [x0, y0] = [to.x - cos * from.x + sin * from.y, to.y - sin * from.x - cos * from.y];
  return { xx: cos, xy: -sin, x0, yx: sin, yy: cos, y0 };
}

const FEWEST_ANCHORS = 8;
const ROUNDS = 4;

/** The affine map of most anchors: what is far from it, as a changed place is, counts little. */
function affine(anchors: readonly Anchor[]): Affine | undefined {
  if (anchors.length < FEWEST_ANCHORS) return undefined;
  let weights = anchors.map(({ weight }) => weight);
  let found: Affine | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const rows = anchors.map(({ front }, index) => {
      const root = Math.sqrt(weights[index]!);
      return [root * front.x * 1e-3, root * front.y * 1e-3, root];
    });
    const values = (of: (anchor: Anchor) => number) =>
      anchors.map((anchor, index) => Math.sqrt(weights[index]!) * of(anchor));
    const x = leastSquares(
      rows,
      values(({ scan }) => scan.x),
    );
    const y = leastSquares(
      rows,
      values(({ scan }) => scan.y),
    );
    if (x === undefined || y === undefined) return found;
    found = {
      xx: x[0]! / 1e3,
      xy: x[1]! / 1e3,
      x0: x[2]!,
      yx: y[0]! / 1e3,
      yy: y[1]! / 1e3,
      y0: y[2]!,
    };
    const map = found;
    const off = anchors.map(({ front, scan }) => {
      const expected = mapped(map, front);
      return Math.hypot(scan.x - expected.x, scan.y - expected.y);
    });
    const usual = off.toSorted((a, b) => a - b)[off.length >> 1]!;
    weights = anchors.map(({ weight }, at) => weight / (1 + (off[at]! / (2 * usual + 0.1)) ** 2));
  }
  return found;
}

/** By how much places of the scan are off, at the knots of a mesh of `step` pixels. */
interface Mesh {
  readonly step: number;
  readonly columns: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

interface Shift extends Point {
  readonly place: Point;
}

function meshOf({ width, height }: InkMap, shifts: readonly Shift[], dpi: number): Mesh {
  const sigma = (NEIGHBOURHOOD_MM * dpi) / 25.4;
  const step = Math.ceil(sigma / 2);
  const columns = Math.ceil(width / step) + 2;
  const rows = Math.ceil(height / step) + 2;
  const x = new Float32Array(columns * rows);
  const y = new Float32Array(columns * rows);
  for (let knot = 0; knot < x.length; knot++) {
    const [left, top] = [(knot % columns) * step, Math.floor(knot / columns) * step];
    // Where nobody is near, nothing is pushed.
    let total = 0.05;
    for (const { place, x: shiftX, y: shiftY } of shifts) {
      const distance = ((place.x - left) ** 2 + (place.y - top) ** 2) / sigma ** 2;
      if (distance > 9) continue;
      const weight = Math.exp(-distance / 2);
      total += weight;
      x[knot]! += weight * shiftX;
      y[knot]! += weight * shiftY;
    }
    x[knot]! /= total;
    y[knot]! /= total;
  }
  return { step, columns, x, y };
}

function pushed(front: InkMap, scan: InkMap, toScan: Affine, mesh: Mesh): InkMap {
  const { width, height } = front;
  const ink = new Float32Array(width * height);
  const { xx, xy, x0, yx, yy, y0 } = toScan;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / mesh.step);
      const knot = Math.floor(y / mesh.step) * mesh.columns + column;
      const right = x / mesh.step - column;
      const below = y / mesh.step - Math.floor(y / mesh.step);
      const between = (of: Float32Array) =>
        (of[knot]! * (1 - right) + of[knot + 1]! * right) * (1 - below) +
        (of[knot + mesh.columns]! * (1 - right) + of[knot + mesh.columns + 1]! * right) * below;
      ink[y * width + x] = inkAt(
        scan,
        xx * x + xy * y + x0 + between(mesh.x),
        yx * x + yy * y + y0 + between(mesh.y),
      );
    }
  }
  return { width, height, ink };
}
