import { solved } from '../scramble/scramble-least-squares.ts';
import type { InkMap } from './ink-map.ts';

/** Side of the squares that are settled each by itself, from what is within thrice as much. */
const BLOCK_MM = 1.7;

/**
 * What may differ about a place although the same is printed there: moved aside and down, darker,
 * sharper, and on darker paper. How strongly each is held back, in ink² a pixel, how far it goes.
 */
const HELD_BACK = [0.002, 0.002, 0.002, 0.002, 0.05] as const;
const FURTHEST = [1, 1, 0.2, 0.3, 0.1] as const;
const SHAPES = HELD_BACK.length;
/** Sums of a block: products of any two shapes, and of each with what is left over. */
const SUMS = SHAPES * (SHAPES + 1);

/**
 * What is left over between what is expected and what is printed, once each place is moved, and
 * made darker or sharper, by as little as paper, toner and scanner do. A stroke more or less cannot
 * be explained by that.
 */
export function settled(leftOver: InkMap, expected: InkMap, dpi: number): InkMap {
  const { width, height } = leftOver;
  const side = Math.max(3, Math.round((BLOCK_MM * dpi) / 25.4));
  const columns = Math.ceil(width / side);
  const rows = Math.ceil(height / side);
  const sums = blockSums(leftOver, expected, { side, columns, rows });
  const ink = new Float32Array(width * height);
  const shape = new Float64Array(SHAPES);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const shares = sharesAt(sums, { row, column, columns, rows, pixels: 9 * side * side });
      const right = Math.min(width - 1, (column + 1) * side);
      for (let y = Math.max(1, row * side); y < Math.min(height - 1, (row + 1) * side); y++) {
        for (let x = Math.max(1, column * side); x < right; x++) {
          const at = y * width + x;
          shapesAt(expected, at, shape);
          let value = leftOver.ink[at]!;
          for (let index = 0; index < SHAPES; index++) value -= shares[index]! * shape[index]!;
          ink[at] = value;
        }
      }
    }
  }
  return { width, height, ink };
}

interface Grid {
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
}

function shapesAt({ width, ink }: InkMap, at: number, into: Float64Array): void {
  const [left, right, above, below] = [
    ink[at - 1]!,
    ink[at + 1]!,
    ink[at - width]!,
    ink[at + width]!,
  ];
  const own = ink[at]!;
  into[0] = (right - left) / 2;
  into[1] = (below - above) / 2;
  into[2] = own;
  into[3] = left + right + above + below - 4 * own;
  into[4] = 1;
}

function blockSums(leftOver: InkMap, expected: InkMap, { side, columns, rows }: Grid) {
  const { width, height } = leftOver;
  const sums = new Float64Array(columns * rows * SUMS);
  const shape = new Float64Array(SHAPES);
  for (let y = 1; y < height - 1; y++) {
    const row = Math.floor(y / side) * columns;
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      shapesAt(expected, at, shape);
      const first = (row + Math.floor(x / side)) * SUMS;
      const value = leftOver.ink[at]!;
      for (let one = 0; one < SHAPES; one++) {
        const own = shape[one]!;
        const from = first + one * (SHAPES + 1);
        for (let other = one; other < SHAPES; other++) sums[from + other]! += own * shape[other]!;
        sums[from + SHAPES]! += own * value;
      }
    }
  }
  return sums;
}

/** How much of each shape explains best what is left over in a block and those around it. */
function sharesAt(
  sums: Float64Array,
  at: Omit<Grid, 'side'> & { readonly row: number; readonly column: number; pixels: number },
): readonly number[] {
  const { row, column, columns, rows, pixels } = at;
  const matrix = HELD_BACK.map((held, one) =>
    Array.from({ length: SHAPES + 1 }, (_, other) => (one === other ? held * pixels : 0)),
  );
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const first = (y * columns + x) * SUMS;
      for (let one = 0; one < SHAPES; one++) {
        for (let other = one; other <= SHAPES; other++) {
          matrix[one]![other]! += sums[first + one * (SHAPES + 1) + other]!;
        }
      }
    }
  }
  for (let one = 1; one < SHAPES; one++) {
    for (let other = 0; other < one; other++) matrix[one]![other] = matrix[other]![one]!;
  }
  const shares = solved(matrix) ?? [];
  return FURTHEST.map((most, index) => Math.max(-most, Math.min(most, shares[index] ?? 0)));
}
