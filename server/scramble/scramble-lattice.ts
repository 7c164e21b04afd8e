import type { Scan } from './scramble.ts';
import { FINDERS } from './scramble-cells.ts';
import type { FinderSpot } from './scramble-finder.ts';
import { leastSquares } from './scramble-least-squares.ts';

/** From cells to pixels, both from the top left corner of the first one. */
export type CellToPixel = (
  column: number,
  row: number,
) => { readonly x: number; readonly y: number };

/** A spot and which finder of the lattice it is. */
interface Placed {
  readonly spot: FinderSpot;
  readonly column: number;
  readonly row: number;
}

/** A similarity: cell (a, b) from the first spot lies at that spot + (a + bi)(re + im·i). */
interface Similarity {
  readonly from: FinderSpot;
  readonly re: number;
  readonly im: number;
}

/** Fewer finders than these are taken for chance. */
const LEAST_FINDERS = 4;

/**
 * The ways in which the spots can be finders of one image, likeliest first. There are several
 * only if a whole edge is lost: then nobody can tell which rows or columns the others are.
 */
export function fitLattice(
  scan: Scan,
  spots: readonly FinderSpot[],
  modulePixels: number,
): readonly CellToPixel[] {
  const cellPixels = modulePixels / FINDERS.module;
  let best: readonly Placed[] = [];
  let found: Similarity | undefined;
  for (const similarity of similarities(spots, cellPixels)) {
    const placed = placeSpots(spots, similarity);
    if (placed.length <= best.length) continue;
    best = placed;
    found = similarity;
  }
  if (found === undefined || best.length < LEAST_FINDERS) return [];
  const upright = isUpright(scan, best, found) ? best : best.map(turned);
  return positions(upright).flatMap((placed) => mapping(placed) ?? []);
}

/** What each pair of spots says if they are neighbours, side by side or one below the other. */
function* similarities(spots: readonly FinderSpot[], cellPixels: number): Generator<Similarity> {
  for (const from of spots) {
    for (const to of spots) {
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const distance = Math.hypot(dx, dy) / cellPixels;
      if (isNear(distance, FINDERS.spacingX)) {
        yield { from, re: dx / FINDERS.spacingX, im: dy / FINDERS.spacingX };
      }
      if (isNear(distance, FINDERS.spacingY)) {
        yield { from, re: dy / FINDERS.spacingY, im: -dx / FINDERS.spacingY };
      }
    }
  }
}

function isNear(distance: number, spacing: number): boolean {
  return Math.abs(distance / spacing - 1) < 0.1;
}

/** Spots that lie where a finder would, with their columns and rows from the first spot. */
function placeSpots(spots: readonly FinderSpot[], { from, re, im }: Similarity): Placed[] {
  const norm = re * re + im * im;
  const taken = new Set<string>();
  return spots.flatMap((spot) => {
    const [dx, dy] = [spot.x - from.x, spot.y - from.y];
    const across = (dx * re + dy * im) / norm;
    const down = (dy * re - dx * im) / norm;
    const column = Math.round(across / FINDERS.spacingX);
    const row = Math.round(down / FINDERS.spacingY);
    const miss = Math.hypot(across - column * FINDERS.spacingX, down - row * FINDERS.spacingY);
    // One pair tells the scale to a pixel or so; that error grows with the distance.
    if (miss > 3 + 0.02 * Math.hypot(across, down) || taken.has(`${column},${row}`)) return [];
    taken.add(`${column},${row}`);
    return [{ spot, column, row }];
  });
}

/** Whether the bridges of the finders lie above their cores, by majority of blackness. */
function isUpright(scan: Scan, placed: readonly Placed[], { re, im }: Similarity): boolean {
  const cells = 2 * FINDERS.module;
  let lighter = 0;
  for (const { spot } of placed) {
    lighter += greyAround(scan, spot.x - im * cells, spot.y + re * cells);
    lighter -= greyAround(scan, spot.x + im * cells, spot.y - re * cells);
  }
  return lighter > 0;
}

function greyAround({ width, height, grey }: Scan, x: number, y: number): number {
  let sum = 0;
  for (const dy of [-1, 0, 1]) {
    for (const dx of [-1, 0, 1]) {
      const column = Math.max(0, Math.min(width - 1, Math.floor(x) + dx));
      const row = Math.max(0, Math.min(height - 1, Math.floor(y) + dy));
      sum += grey[row * width + column]!;
    }
  }
  return sum;
}

function turned({ spot, column, row }: Placed): Placed {
  return { spot, column: -column, row: -row };
}

/** All ways to push the placed spots into the lattice. */
function positions(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const columns = placed.map(({ column }) => column);
  const rows = placed.map(({ row }) => row);
  return shifts(columns, FINDERS.columns).flatMap((right) =>
    shifts(rows, FINDERS.rows).map((down) =>
      placed.map(({ spot, column, row }) => ({ spot, column: column + right, row: row + down })),
    ),
  );
}

function shifts(values: readonly number[], count: number): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return Array.from({ length: Math.max(0, count - (most - least)) }, (_, index) => index - least);
}

/** Finders from which on it can be told how the paper is bent. */
const ENOUGH_FOR_BENDING = 14;
/** A spot this many cells off what all others say is none. */
const MOST_MISS_CELLS = 1.5;

function mapping(placed: readonly Placed[]): CellToPixel | undefined {
  const rough = fitted(placed, flat);
  if (rough === undefined) return undefined;
  const origin = rough(0, 0);
  const cellPixels = Math.hypot(rough(1, 0).x - origin.x, rough(1, 0).y - origin.y);
  const sound = placed.filter(({ spot, column, row }) => {
    const { x, y } = rough(...middle(column, row));
    return Math.hypot(x - spot.x, y - spot.y) <= MOST_MISS_CELLS * cellPixels;
  });
  const smooth = fitted(sound, sound.length >= ENOUGH_FOR_BENDING ? bent : flat) ?? rough;
  return followed(smooth, sound);
}

function middle(column: number, row: number): [number, number] {
  return [FINDERS.firstX + column * FINDERS.spacingX, FINDERS.firstY + row * FINDERS.spacingY];
}

type Terms = (column: number, row: number) => readonly number[];

/** Cells in units of about half the image, so that squares of them stay small numbers. */
const UNIT = 300;
const flat: Terms = (column, row) => [1, column / UNIT, row / UNIT];
const bent: Terms = (column, row) => [
  ...flat(column, row),
  (column / UNIT) ** 2,
  (column / UNIT) * (row / UNIT),
  (row / UNIT) ** 2,
];

function fitted(placed: readonly Placed[], terms: Terms): CellToPixel | undefined {
  const rows = placed.map(({ column, row }) => terms(...middle(column, row)));
  const xs = leastSquares(
    rows,
    placed.map(({ spot }) => spot.x),
  );
  const ys = leastSquares(
    rows,
    placed.map(({ spot }) => spot.y),
  );
  if (xs === undefined || ys === undefined) return undefined;
  return (column, row) => {
    const values = terms(column, row);
    return { x: dot(values, xs), y: dot(values, ys) };
  };
}

function dot(values: readonly number[], factors: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * factors[index]!, 0);
}

/** A smooth mapping, and near each finder as far off it as that finder is. */
function followed(smooth: CellToPixel, placed: readonly Placed[]): CellToPixel {
  const misses = Array.from({ length: FINDERS.rows }, () => [] as Miss[]);
  for (const { spot, column, row } of placed) {
    const { x, y } = smooth(...middle(column, row));
    misses[row]![column] = { x: spot.x - x, y: spot.y - y };
  }
  const filled = misses.map((row) => {
    const mean = meanMiss(row.filter((miss) => miss !== undefined));
    return Array.from({ length: FINDERS.columns }, (_, column) => row[column] ?? mean);
  });
  return (column, row) => {
    const across = clamp((column - FINDERS.firstX) / FINDERS.spacingX, FINDERS.columns - 1.001);
    const down = clamp((row - FINDERS.firstY) / FINDERS.spacingY, FINDERS.rows - 1.001);
    const [left, top] = [Math.floor(across), Math.floor(down)];
    const above = blend(filled[top]![left]!, filled[top]![left + 1]!, across - left);
    const below = blend(filled[top + 1]![left]!, filled[top + 1]![left + 1]!, across - left);
    const miss = blend(above, below, down - top);
    const { x, y } = smooth(column, row);
    return { x: x + miss.x, y: y + miss.y };
  };
}

interface Miss {
  readonly x: number;
  readonly y: number;
}

/** The feed of a scanner is uneven by rows: a finder that is lost is off like those beside it. */
function meanMiss(misses: readonly Miss[]): Miss {
  const count = Math.max(1, misses.length);
  return {
    x: misses.reduce((sum, { x }) => sum + x, 0) / count,
    y: misses.reduce((sum, { y }) => sum + y, 0) / count,
  };
}

function blend(from: Miss, to: Miss, share: number): Miss {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
