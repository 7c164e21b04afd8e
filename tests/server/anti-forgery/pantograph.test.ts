import { beforeAll, describe, expect, it } from 'vitest';
import {
  BACK_TILE,
  drawnWords,
  FRONT_TILE,
} from '../../../server/anti-forgery/anti-forgery-artwork-pdf.ts';
import {
  LARGE_DOTS,
  pantograph,
  SCREEN_DPI,
  SCREEN_PERIOD,
  SMALL_DOTS,
  screenTone,
} from '../../../server/anti-forgery/pantograph.ts';
import type { BilevelImage } from '../../../server/scramble/bilevel-image.ts';
import { COPIERS, photocopied } from '../../photocopy.ts';
import { onPaper } from '../../printed-pages.ts';
import { visibility } from '../../visibility.ts';

function filled(width: number, height: number, isInk: (x: number, y: number) => boolean) {
  const ink = Uint8Array.from({ length: width * height }, (_, at) =>
    isInk(at % width, Math.floor(at / width)) ? 1 : 0,
  );
  return { width, height, ink } satisfies BilevelImage;
}

const inked = ({ ink }: BilevelImage) => ink.reduce((sum, dot) => sum + dot, 0);

describe('the two screens', () => {
  it('put the same ink on the paper', () => {
    expect(screenTone(LARGE_DOTS)).toBe(screenTone(SMALL_DOTS));
    const side = 10 * SCREEN_PERIOD;
    const letters = pantograph(filled(side, side, () => true));
    const paper = pantograph(filled(side, side, () => false));
    expect(inked(letters)).toBe(screenTone(LARGE_DOTS) * side * side);
    expect(inked(paper)).toBe(screenTone(SMALL_DOTS) * side * side);
    expect(letters.ink).not.toEqual(paper.ink);
  });

  it('put the same ink along the edges of letters too, wherever these run', () => {
    const side = 40 * SCREEN_PERIOD;
    for (const slope of [0, 0.3, 1, 3]) {
      const half = pantograph(filled(side, side, (x, y) => y < slope * x + 7));
      expect(Math.abs(inked(half) / (side * side) - screenTone(SMALL_DOTS))).toBeLessThan(0.001);
    }
  });

  it('do not fit a tile at whose edges they would not meet', () => {
    expect(() => pantograph(filled(SCREEN_PERIOD + 1, SCREEN_PERIOD, () => true))).toThrow(
      'the screens meet',
    );
  });
});

describe.each([
  ['front', FRONT_TILE],
  ['back', BACK_TILE],
] as const)('複写 on the %s', (_, tile) => {
  let words: BilevelImage;
  let original: ReturnType<typeof onPaper>;
  beforeAll(async () => {
    words = await drawnWords(tile);
    original = onPaper(pantograph(words));
  });

  it('is not seen in the original', () => {
    const { contrast, likeness } = visibility(original, words, SCREEN_DPI);
    expect(contrast).toBeLessThan(0.001);
    expect(likeness).toBeLessThan(0.1);
  });

  it.each(COPIERS)('rises in a copy: %o', (copier) => {
    const { contrast, likeness } = visibility(photocopied(original, copier), words, SCREEN_DPI);
    expect(contrast).toBeGreaterThan(0.012);
    expect(likeness).toBeGreaterThan(0.85);
  });
});
