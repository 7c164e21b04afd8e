import { describe, expect, it } from 'vitest';
import { type Damage, damaged } from '../../damage.ts';
import { PERFECT, type Scanning, scanBack } from '../../degradations.ts';
import { backOf, chance, isSame, restored, somePage, writtenSheet } from './scramble-backs.ts';

/** As dense as a page of a certificate can be: its payload nearly fills the capacity. */
const page = somePage('degraded', writtenSheet(chance('dense'), 38));
const { cells, place } = backOf(page);

function expectRestored(scanning: Partial<Scanning>, damage?: Damage): void {
  const rng = chance(JSON.stringify([scanning, damage]));
  const printed = damage === undefined ? cells : damaged(cells, damage, rng);
  const front = restored(scanBack(printed, place, { ...PERFECT, ...scanning }, rng), page.key);
  expect(typeof front === 'string' ? front : 'restored').toBe('restored');
  expect(isSame(front, page.front)).toBe(true);
}

describe('a front is restored bit for bit from a scan', () => {
  const all: Partial<Scanning> = {
    skewDegrees: -2,
    scale: 1.02,
    noise: 20,
    brightness: 0.8,
    blurPixels: 0.8,
    jpegQuality: 50,
  };

  it.each([
    ['that is skewed by 2° and 2 % too small', { skewDegrees: 2, scale: 0.98 }],
    ['that is noisy, σ 20 of 255', { noise: 20 }],
    ['that is a fifth too dark and lies on its side', { brightness: 0.8, offset: -20, turns: 1 }],
    ['that is a fifth too bright, on its head', { brightness: 1.2, offset: 20, turns: 2 }],
    ['that is blurred', { blurPixels: 1.8, skewDegrees: 1 }],
    ['that was a JPEG of quality 50', { jpegQuality: 50 }],
    ['of 150 dpi that lies on its other side', { dpi: 150, turns: 3, skewDegrees: 1 }],
    ['of 600 dpi', { dpi: 600, skewDegrees: 1, noise: 20 }],
    ['whose paper went unevenly', { wobbleMm: 0.25 }],
  ] as const)('%s', (_, scanning) => expectRestored(scanning));

  it.each([
    ['scattered', 'random'],
    ['scattered', 'inverted'],
    ['blots', 'black'],
    ['stripes', 'white'],
  ] as const)(
    'of which a twentieth of the cells is %s and %s, and all else at once',
    (shape, ink) =>
      expectRestored({ ...all, turns: shape === 'blots' ? 3 : 0 }, { shape, ink, share: 0.05 }),
  );
});
