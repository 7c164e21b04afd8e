import type { Place } from './scramble.ts';

/*
 * What stands where on the back. Cells lie in words of 4 by 3, so that a blot spoils few words;
 * words lie row by row, but for the places of the finder patterns.
 */

/** Size of the image in cells. */
export const COLUMNS = 508;
export const ROWS = 693;

/** Nine dots of a 600-dpi printer, three pixels of a 200-dpi scan. */
export const CELL_MM = (9 * 25.4) / 600;

/** Below 18 mm and above 14 mm kept free for print, on whole dots of the printer. */
export const PLACE: Place = {
  x: (194 * 25.4) / 600,
  y: (437 * 25.4) / 600,
  width: COLUMNS * CELL_MM,
  height: ROWS * CELL_MM,
};

const WORD_COLUMNS = 4;
const WORD_ROWS = 3;

/** Distances from the first cell of a word to its twelve cells. */
export const WORD_CELLS: readonly number[] = Array.from(
  { length: WORD_COLUMNS * WORD_ROWS },
  (_, index) => Math.floor(index / WORD_COLUMNS) * COLUMNS + (index % WORD_COLUMNS),
);

/**
 * Finder patterns stand in a lattice over the whole image, so that no blot can take them all: in
 * each corner, and as many between that paper which stretches unevenly is followed. Distances
 * are in cells.
 */
export const FINDERS = {
  columns: 4,
  rows: 6,
  /** From one to the next. */
  spacingX: 164,
  spacingY: 135,
  /** Middle of the first one. */
  firstX: 8,
  firstY: 9,
  /** Cells to a module; a finder is seven modules wide, like that of a QR code. */
  module: 2,
} as const;

/** The room of a finder with the white around it: whole words. */
const FINDER_ROOM = { columns: 16, rows: 18 } as const;

/**
 * Whether a module of a finder is black; both count from −3 to 3, rows from the top. A ring, a
 * core, and a bridge from the core upwards that tells which way the paper lies.
 */
export function isFinderBlack(moduleColumn: number, moduleRow: number): boolean {
  const distance = Math.max(Math.abs(moduleColumn), Math.abs(moduleRow));
  return distance !== 2 || (moduleColumn === 0 && moduleRow === -2);
}

/** Words of the header: one Reed–Solomon block. */
const HEADER_BYTES_DRAWN = 255;

const words = wordPlaces();
const headerPlaces = new Set(
  Array.from({ length: HEADER_BYTES_DRAWN }, (_, index) =>
    Math.floor((index * words.length) / HEADER_BYTES_DRAWN),
  ),
);

/** First cell of each word of the header: spread evenly, so that no blot can take it. */
export const HEADER_WORDS: Int32Array = words.filter((_, index) => headerPlaces.has(index));

/** First cell of each other word, in reading order. */
export const DATA_WORDS: Int32Array = words.filter((_, index) => !headerPlaces.has(index));

/** First cells of all words, in reading order, without those that finders take. */
function wordPlaces(): Int32Array {
  const places: number[] = [];
  for (let y = 0; y < ROWS; y += WORD_ROWS) {
    for (let x = 0; x < COLUMNS; x += WORD_COLUMNS) {
      const isFinder =
        x % FINDERS.spacingX < FINDER_ROOM.columns && y % FINDERS.spacingY < FINDER_ROOM.rows;
      if (!isFinder) places.push(y * COLUMNS + x);
    }
  }
  return Int32Array.from(places);
}

/** Cells of the finders that are black. */
export function* finderCells(): Generator<number> {
  const half = FINDERS.module * 3.5;
  for (let row = 0; row < FINDERS.rows; row++) {
    for (let column = 0; column < FINDERS.columns; column++) {
      const left = FINDERS.firstX + column * FINDERS.spacingX - half;
      const top = FINDERS.firstY + row * FINDERS.spacingY - half;
      yield* blackCells(top * COLUMNS + left);
    }
  }
}

function* blackCells(first: number): Generator<number> {
  const side = FINDERS.module * 7;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isBlack = isFinderBlack(
        Math.floor(x / FINDERS.module) - 3,
        Math.floor(y / FINDERS.module) - 3,
      );
      if (isBlack) yield first + y * COLUMNS + x;
    }
  }
}
