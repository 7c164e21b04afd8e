import assert from 'node:assert/strict';
import type { BilevelImage } from '../scramble/bilevel-image.ts';

/**
 * けん制文字: letters in a screen of large dots within a screen of small ones. Both put the same
 * ink on the same area, so the eye sees one grey; a copier loses the small dots and keeps the large
 * ones, and the letters rise (void pantograph; Aronoff, Simske, Sturgill, HPL-2011-179).
 */

/** What the pixels of the screens are drawn for: the dots per inch of a store's printer. */
export const SCREEN_DPI = 600;

/** Square dots, two to a cell: one in its corner and one in its middle. Lengths are pixels. */
export interface DotScreen {
  /** Side of a dot. */
  readonly dot: number;
  /** Side of a cell. */
  readonly cell: number;
}

/** Dots of 0.17 mm, 0.6 mm apart. */
export const LARGE_DOTS: DotScreen = { dot: 4, cell: 20 };
/** Dots of 0.085 mm, 0.3 mm apart: as much ink, 8 % of the paper. */
export const SMALL_DOTS: DotScreen = { dot: 2, cell: 10 };

/** Pixels after which both screens begin again: tiles are multiples of it wide and high. */
export const SCREEN_PERIOD = 20;

/** Ink of a screen as a share of the paper. */
export function screenTone({ dot, cell }: DotScreen): number {
  return (2 * dot * dot) / (cell * cell);
}

/**
 * Screens the letters: large dots where the image has ink, small ones around. A dot is drawn whole
 * or not at all, so that along the edges of the letters as much is gained as is lost.
 */
export function pantograph(letters: BilevelImage): BilevelImage {
  const { width, height } = letters;
  assert(width % SCREEN_PERIOD === 0 && height % SCREEN_PERIOD === 0, 'the screens meet');
  const isLetter = ({ x, y }: Point) => letters.ink[Math.floor(y) * width + Math.floor(x)] === 1;
  const screened = { width, height, ink: new Uint8Array(width * height) };
  drawDots(screened, LARGE_DOTS, isLetter);
  drawDots(screened, SMALL_DOTS, (middle) => !isLetter(middle));
  return screened;
}

/** A place in the image in pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws the dots of a screen whose middle is where they belong. */
function drawDots(
  { width, height, ink }: BilevelImage,
  screen: DotScreen,
  belongs: (middle: Point) => boolean,
): void {
  const { dot, cell } = screen;
  for (let top = 0; top < height; top += cell) {
    for (let left = 0; left < width; left += cell) {
      for (const { x, y } of cellDots(screen, left, top)) {
        if (!belongs({ x: x + dot / 2, y: y + dot / 2 })) continue;
        for (let row = y; row < y + dot; row++) {
          ink.fill(1, row * width + x, row * width + x + dot);
        }
      }
    }
  }
}

/** Top left corners of the dots of the cell at a place. */
function cellDots({ cell }: DotScreen, left: number, top: number): readonly Point[] {
  return [
    { x: left, y: top },
    { x: left + cell / 2, y: top + cell / 2 },
  ];
}
