import type { Scan } from './scramble.ts';
import { COLUMNS, ROWS } from './scramble-cells.ts';
import {
  greyAt,
  type Mesh,
  NODES_ACROSS,
  NODES_DOWN,
  PATCH_COLUMNS,
  PATCH_ROWS,
  PATCHES,
} from './scramble-mesh.ts';

/** How black each cell is, row by row: from −1 for white to 1 for black, more in the extreme. */
export function cellTones(scan: Scan, mesh: Mesh): Float32Array {
  const greys = cellGreys(scan, mesh);
  return unsmeared(tones(greys, levels(greys)));
}

const PATCH_OF_COLUMN = Int32Array.from({ length: COLUMNS }, (_, column) =>
  Math.floor((column + 0.5) / PATCH_COLUMNS),
);
const SHARE_OF_COLUMN = Float32Array.from(
  { length: COLUMNS },
  (_, column) => (column + 0.5) / PATCH_COLUMNS - PATCH_OF_COLUMN[column]!,
);

/** Values at the nodes as they are along one row of cells. */
function alongRow(nodes: Float32Array, row: number, into: Float32Array): void {
  const place = (row + 0.5) / PATCH_ROWS;
  const patch = Math.min(PATCHES.down - 1, Math.floor(place));
  for (let column = 0; column < NODES_ACROSS; column++) {
    const above = nodes[patch * NODES_ACROSS + column]!;
    const below = nodes[(patch + 1) * NODES_ACROSS + column]!;
    into[column] = above + (place - patch) * (below - above);
  }
}

function cellGreys(scan: Scan, mesh: Mesh): Float32Array {
  const greys = new Float32Array(COLUMNS * ROWS);
  const [xs, ys] = [new Float32Array(NODES_ACROSS), new Float32Array(NODES_ACROSS)];
  for (let row = 0; row < ROWS; row++) {
    alongRow(mesh.x, row, xs);
    alongRow(mesh.y, row, ys);
    for (let column = 0; column < COLUMNS; column++) {
      const patch = PATCH_OF_COLUMN[column]!;
      const share = SHARE_OF_COLUMN[column]!;
      const x = xs[patch]! + share * (xs[patch + 1]! - xs[patch]!);
      const y = ys[patch]! + share * (ys[patch + 1]! - ys[patch]!);
      greys[row * COLUMNS + column] = greyAt(scan, x, y);
    }
  }
  return greys;
}

/** Around each node: grey value between black and white, and half the distance of the two. */
interface Levels {
  readonly middle: Float32Array;
  readonly half: Float32Array;
}

const LOOK_CELLS = 24;

function levels(greys: Float32Array): Levels {
  const middle = new Float32Array(NODES_ACROSS * NODES_DOWN);
  const half = new Float32Array(NODES_ACROSS * NODES_DOWN);
  for (let node = 0; node < middle.length; node++) {
    const column = Math.round((node % NODES_ACROSS) * PATCH_COLUMNS);
    const row = Math.round(Math.floor(node / NODES_ACROSS) * PATCH_ROWS);
    const window = {
      left: Math.max(0, column - LOOK_CELLS),
      right: Math.min(COLUMNS, column + LOOK_CELLS),
      top: Math.max(0, row - LOOK_CELLS),
      bottom: Math.min(ROWS, row + LOOK_CELLS),
    };
    const { dark, light } = darkAndLight(greys, window);
    middle[node] = (dark + light) / 2;
    half[node] = Math.max(4, (light - dark) / 2);
  }
  return { middle, half };
}

interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Means of the dark and of the light cells: where a blot lies, a mean of all would be off. */
function darkAndLight(greys: Float32Array, window: Window): { dark: number; light: number } {
  let threshold = 128;
  let [dark, light] = [0, 255];
  for (let round = 0; round < 4; round++) {
    let [darkSum, darkCount, lightSum, lightCount] = [0, 0, 0, 0];
    for (let row = window.top; row < window.bottom; row++) {
      for (let column = window.left; column < window.right; column++) {
        const grey = greys[row * COLUMNS + column]!;
        if (grey < threshold) {
          darkSum += grey;
          darkCount += 1;
        } else {
          lightSum += grey;
          lightCount += 1;
        }
      }
    }
    if (darkCount === 0 || lightCount === 0) {
      // All on one side: the threshold was not between them.
      threshold = (darkSum + lightSum) / (darkCount + lightCount);
      continue;
    }
    [dark, light] = [darkSum / darkCount, lightSum / lightCount];
    threshold = (dark + light) / 2;
  }
  return { dark, light };
}

function tones(greys: Float32Array, { middle, half }: Levels): Float32Array {
  const cells = new Float32Array(COLUMNS * ROWS);
  const [middles, halves] = [new Float32Array(NODES_ACROSS), new Float32Array(NODES_ACROSS)];
  for (let row = 0; row < ROWS; row++) {
    alongRow(middle, row, middles);
    alongRow(half, row, halves);
    for (let column = 0; column < COLUMNS; column++) {
      const patch = PATCH_OF_COLUMN[column]!;
      const share = SHARE_OF_COLUMN[column]!;
      const level = middles[patch]! + share * (middles[patch + 1]! - middles[patch]!);
      const reach = halves[patch]! + share * (halves[patch + 1]! - halves[patch]!);
      const index = row * COLUMNS + column;
      cells[index] = (level - greys[index]!) / reach;
    }
  }
  return cells;
}

/** Half of the eight neighbours of a cell; the others see it as their neighbour in turn. */
const NEIGHBOURS = [1, COLUMNS - 1, COLUMNS, COLUMNS + 1] as const;

/**
 * Takes out what a blurred scan has added to each cell of its neighbours. Cells are as random as
 * the ciphertext they show: whatever a cell has in common with the next one is smear.
 */
function unsmeared(cells: Float32Array): Float32Array {
  const [right, downLeft, down, downRight] = NEIGHBOURS.map((distance) =>
    smear(cells, distance),
  ) as [number, number, number, number];
  const sure = cells.map((cell) => Math.max(-1, Math.min(1, cell)));
  // First and last row stay as they are; the cell that wraps around at a side is one of many.
  const clear = cells.slice();
  for (let index = COLUMNS + 1; index < cells.length - COLUMNS - 1; index++) {
    const [above, below] = [index - COLUMNS, index + COLUMNS];
    clear[index] =
      cells[index]! -
      right * (sure[index - 1]! + sure[index + 1]!) -
      downLeft * (sure[above + 1]! + sure[below - 1]!) -
      down * (sure[above]! + sure[below]!) -
      downRight * (sure[above - 1]! + sure[below + 1]!);
  }
  return clear;
}

/**
 * How much of a neighbour is in a cell, by linear regression on the colours that both seem to
 * have: smear also makes neighbours seem to have the same colour, which must not count twice.
 */
function smear(cells: Float32Array, distance: number): number {
  let [withOwn, withOther, alike] = [0, 0, 0];
  const count = cells.length - distance;
  for (let index = 0; index < count; index++) {
    const cell = cells[index + distance]!;
    const own = cell > 0 ? 1 : -1;
    const other = cells[index]! > 0 ? 1 : -1;
    withOwn += cell * own;
    withOther += cell * other;
    alike += own * other;
  }
  const [onOwn, onOther, between] = [withOwn / count, withOther / count, alike / count];
  return Math.max(0, (onOther - between * onOwn) / (1 - between * between));
}
