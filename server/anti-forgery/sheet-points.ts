import type { Place } from '../scramble/scramble.ts';

export const POINTS_PER_MM = 72 / 25.4;

/** A4 as the certificates' PDFs have it. */
export const A4_WIDTH_POINTS = 595.28;
export const A4_HEIGHT_POINTS = 841.89;

/** A place on an A4 page, given from its top left corner, in points from its lower left one. */
export function pointsOf({ x, y, width, height }: Place): Place {
  return {
    x: x * POINTS_PER_MM,
    y: A4_HEIGHT_POINTS - (y + height) * POINTS_PER_MM,
    width: width * POINTS_PER_MM,
    height: height * POINTS_PER_MM,
  };
}
