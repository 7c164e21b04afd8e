import { beforeAll, describe, expect, it } from 'vitest';
import { drawnMark } from '../../../server/anti-forgery/anti-forgery-artwork-pdf.ts';
import { type LatentMark, latentImage } from '../../../server/anti-forgery/latent-image.ts';
import {
  detectLatentImage,
  ORIGINAL_FROM,
} from '../../../server/anti-forgery/latent-image-detector.ts';
import { SCREEN_DPI } from '../../../server/anti-forgery/pantograph.ts';
import type { GreyRaster } from '../../../server/contract-raster-pdf.ts';
import { type Rng, streams } from '../../../sim/rng.ts';
import { photocopied, type Scanning, scanned } from '../../photocopy.ts';
import { onPaper } from '../../printed-pages.ts';
import { visibility } from '../../visibility.ts';

const TRIALS = 50;
/** White paper around the mark, in pixels. */
const ROOM = 64;

const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.uniform();

/** A scan at the printer's resolution by an ordinary scanner, the paper laid on by hand. */
function someScanning(rng: Rng): Scanning {
  return {
    skewDegrees: between(rng, -2, 2),
    scale: between(rng, 0.98, 1.02),
    shiftX: between(rng, -40, 40),
    shiftY: between(rng, -40, 40),
    blurPixels: between(rng, 0.4, 0.8),
    noise: between(rng, 2, 12),
  };
}

function someCopier(rng: Rng) {
  return {
    dpi: SCREEN_DPI,
    blurMm: between(rng, 0.055, 0.085),
    threshold: between(rng, 0.3, 0.55),
    gainMm: between(rng, 0, 0.03),
  };
}

/** A mark in the middle of a piece of white paper. */
function printed(mark: LatentMark): GreyRaster {
  const image = onPaper(latentImage(mark));
  const side = mark.size + 2 * ROOM;
  const grey = new Uint8Array(side * side).fill(255);
  for (let row = 0; row < mark.size; row++) {
    const line = image.grey.subarray(row * mark.size, (row + 1) * mark.size);
    grey.set(line, (row + ROOM) * side + ROOM);
  }
  return { width: side, height: side, grey };
}

describe('the hidden letter', () => {
  let mark: LatentMark;
  let original: GreyRaster;
  beforeAll(async () => {
    mark = await drawnMark();
    original = printed(mark);
  });

  /** Scores of what `paper` makes, scanned again and again. */
  function scores(paper: (rng: Rng) => GreyRaster, trials = TRIALS): readonly number[] {
    return Array.from({ length: trials }, (_, trial) => {
      const rng = streams(1).stream('latent image', trial);
      return detectLatentImage(scanned(paper(rng), someScanning(rng), rng), mark).score;
    });
  }

  it('is found in scans of the original', () => {
    expect(Math.min(...scores(() => original))).toBeGreaterThan(0.7);
  });

  it('is lost in copies', () => {
    const copies = scores((rng) => photocopied(original, someCopier(rng)));
    expect(Math.max(...copies)).toBeLessThan(0.35);
  });

  it('is told from the same lines without a letter, and from another letter', () => {
    const empty = printed({ ...mark, hidden: new Uint8Array(mark.hidden.length) });
    expect(Math.max(...scores(() => empty, 10))).toBeLessThan(ORIGINAL_FROM);
    const turned = printed({ ...mark, hidden: mark.hidden.map((_, at) => upsideDown(mark, at)) });
    expect(Math.max(...scores(() => turned, 10))).toBeLessThan(ORIGINAL_FROM);
  });

  it('is not found on white paper or in noise', () => {
    const white = { ...original, grey: new Uint8Array(original.grey.length).fill(255) };
    expect(detectLatentImage(white, mark).score).toBe(0);
    const noise = (rng: Rng) => ({ ...white, grey: white.grey.map(() => 256 * rng.uniform()) });
    expect(Math.max(...scores(noise, 10))).toBeLessThan(0.1);
  });

  it('is found where it is', () => {
    const rng = streams(1).stream('latent image', 'place');
    const shift = { ...someScanning(rng), skewDegrees: 0, scale: 1, shiftX: 13, shiftY: -7 };
    const { left, top } = detectLatentImage(scanned(original, shift, rng), mark);
    // The detector's frame is 6 % larger than the mark, for marks that the scan has stretched.
    const frame = Math.round(0.03 * mark.size);
    expect(Math.abs(left + frame - (ROOM + 13))).toBeLessThan(3);
    expect(Math.abs(top + frame - (ROOM - 7))).toBeLessThan(3);
  });

  it('is not seen: blossom and letter have the same tone', () => {
    const lines = onPaper(latentImage(mark));
    const letter = cut({ ...lines, grey: mark.hidden });
    const seen = visibility(cut(lines), { ...letter, ink: letter.grey }, SCREEN_DPI);
    expect(seen.contrast).toBeLessThan(0.003);
  });
});

/** What lies within the petals: two fifths of a mark's width and height, in its middle. */
function cut({ width, height, grey }: GreyRaster): GreyRaster {
  const side = Math.floor((0.4 * width) / 4) * 4;
  const from = (length: number) => Math.floor((length - side) / 2);
  const kept = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    const start = (from(height) + row) * width + from(width);
    kept.set(grey.subarray(start, start + side), row * side);
  }
  return { width: side, height: side, grey: kept };
}

/** The hidden letter standing on its head. */
function upsideDown({ hidden }: LatentMark, at: number): number {
  return hidden[hidden.length - 1 - at] ?? 0;
}
