import assert from 'node:assert/strict';
import { SCREEN_DPI } from '../server/anti-forgery/pantograph.ts';
import type { GreyRaster } from '../server/contract-raster-pdf.ts';
import type { Place } from '../server/scramble/scramble.ts';
import type { RunTool } from './system-tools.ts';

/** A page of a PDF, the first is 1, as Poppler draws it: the whole of it, or a part. */
export function drawnByPoppler(
  pdftoppm: RunTool,
  pdf: Uint8Array,
  { page, dpi, part }: { readonly page: number; readonly dpi: number; readonly part?: Place },
): GreyRaster {
  const pixels = (mm: number) => String(Math.round((mm * dpi) / 25.4));
  const crop =
    part === undefined
      ? []
      : [
          ['-x', pixels(part.x), '-y', pixels(part.y)],
          ['-W', pixels(part.width), '-H', pixels(part.height)],
        ].flat();
  const only = ['-f', String(page), '-l', String(page)];
  return parsePgm(pdftoppm(['-gray', '-r', String(dpi), ...only, ...crop, '-'], pdf));
}

/** A grey picture in the PGM format (P5) with 255 as white. */
function parsePgm(bytes: Buffer): GreyRaster {
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
  assert(head !== null, 'a picture comes as PGM');
  const [whole, width, height] = head;
  const grey = new Uint8Array(bytes.subarray(whole.length));
  return { width: Number(width), height: Number(height), grey };
}

/** A bilevel picture as the printer's page shows it. */
export function onPaper(image: { width: number; height: number; ink: Uint8Array }): GreyRaster {
  const { width, height, ink } = image;
  return { width, height, grey: ink.map((dot) => 255 * (1 - dot)) };
}

/** A place a number of the printer's pixels larger on all sides. */
export function widened({ x, y, width, height }: Place, pixels: number): Place {
  const by = (pixels * 25.4) / SCREEN_DPI;
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
