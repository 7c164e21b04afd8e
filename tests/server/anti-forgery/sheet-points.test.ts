import { expect, it } from 'vitest';
import {
  A4_HEIGHT_POINTS,
  A4_WIDTH_POINTS,
  pointsOf,
} from '../../../server/anti-forgery/sheet-points.ts';

it('a place from the top left corner in mm is one from the lower left corner in points', () => {
  const inch = pointsOf({ x: 25.4, y: 50.8, width: 25.4, height: 12.7 });
  expect(inch.x).toBeCloseTo(72);
  expect(inch.y).toBeCloseTo(A4_HEIGHT_POINTS - 144 - 36);
  expect([inch.width, inch.height]).toEqual([expect.closeTo(72), expect.closeTo(36)]);
});

it('A4 is 210 by 297 mm', () => {
  const paper = pointsOf({ x: 0, y: 0, width: 210, height: 297 });
  expect(Math.abs(paper.width - A4_WIDTH_POINTS)).toBeLessThan(0.01);
  expect(Math.abs(paper.y)).toBeLessThan(0.01);
});
