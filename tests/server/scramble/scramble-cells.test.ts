import { describe, expect, it } from 'vitest';
import {
  blocksFor,
  CAPACITY_BYTES,
  HEADER_BLOCKS,
} from '../../../server/scramble/scramble-blocks.ts';
import {
  COLUMNS,
  DATA_WORDS,
  FINDERS,
  finderCells,
  HEADER_WORDS,
  isFinderBlack,
  PLACE,
  ROWS,
  WORD_CELLS,
} from '../../../server/scramble/scramble-cells.ts';

describe('the cells of a back', () => {
  const words = [...HEADER_WORDS, ...DATA_WORDS];

  it('belong to one word or one finder each', () => {
    const taken = new Uint8Array(COLUMNS * ROWS);
    for (const first of words) for (const cell of WORD_CELLS) taken[first + cell]! += 1;
    for (const cell of finderCells()) taken[cell]! += 1;
    expect(taken.every((times) => times <= 1)).toBe(true);
    // What belongs to nothing is the white in and around the finders.
    const room = 16 * 18 * FINDERS.columns * FINDERS.rows;
    expect(12 * words.length + room).toBe(COLUMNS * ROWS);
  });

  it('lie within the sheet, 8 mm from its sides, clear of what is printed above and below', () => {
    expect(PLACE.x).toBeGreaterThanOrEqual(8);
    expect(PLACE.x + PLACE.width).toBeLessThanOrEqual(210 - 8);
    expect(PLACE.y).toBeGreaterThanOrEqual(18);
    expect(PLACE.y + PLACE.height).toBeLessThanOrEqual(297 - 14);
    expect(PLACE.width / COLUMNS).toBeCloseTo(PLACE.height / ROWS, 9);
  });

  it('hold the header all over the sheet: no tenth of it has more than its share', () => {
    for (let tenth = 0; tenth < 10; tenth++) {
      const own = HEADER_WORDS.filter(
        (cell) => Math.floor((10 * cell) / (COLUMNS * ROWS)) === tenth,
      );
      expect(own.length).toBeLessThanOrEqual(28);
    }
    expect(HEADER_WORDS.length).toBe(HEADER_BLOCKS.bytes);
  });

  it('hold all blocks of the longest payload, and of the shortest', () => {
    for (const payloadBytes of [1, 1_000, CAPACITY_BYTES]) {
      const { count, bytes, dataBytes } = blocksFor(payloadBytes);
      expect(count * bytes).toBeLessThanOrEqual(DATA_WORDS.length);
      expect(count * dataBytes).toBeGreaterThanOrEqual(payloadBytes);
      expect(bytes).toBeLessThanOrEqual(255);
    }
  });

  it('make finders that look the same from left and right only', () => {
    const range = [-3, -2, -1, 0, 1, 2, 3];
    const rows = range.map((row) =>
      range.map((column) => (isFinderBlack(column, row) ? '#' : '.')),
    );
    expect(rows.map((row) => row.join(''))).toEqual([
      '#######',
      '#..#..#',
      '#.###.#',
      '#.###.#',
      '#.###.#',
      '#.....#',
      '#######',
    ]);
  });
});
