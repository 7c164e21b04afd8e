import assert from 'node:assert/strict';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { decodePageMark } from '../../server/contract.ts';
import { type GreyRaster, type RasterPage, rasterise } from '../../server/contract-raster-pdf.ts';
import type { PageReading, PrintedPage } from './page-reader.ts';
import type { PagesToRead } from './page-reader-pdf.ts';

/**
 * The eye looks first where the mark belongs, the lowest third, at 100 dpi: three times cheaper
 * than the whole page, and enough for 0.5 mm modules. Only what it cannot read there is looked at
 * as a whole, and closer, before it is called unreadable.
 */
const FIRST_LOOK = { dpi: 100, fromHeight: 2 / 3 };
const SECOND_LOOK = { dpi: 200, fromHeight: 0 };

/**
 * Grey from which on a pixel of a page with anti-forgery printing is paper. The dots of its screens
 * are lighter at 100 dpi; as they are, the decoder takes seconds to find no code in them.
 */
const PAPER_FROM = 128;

/** Longest side that a kiosk's printer takes: A3. */
const MAX_SIDE_POINTS = 1191;

/**
 * Draws and reads every page of a PDF that bears a mark: of a duplex one the fronts alone. What
 * cannot be read is a reading that says why.
 */
export async function readPages(asked: PagesToRead): Promise<readonly PrintedPage[]> {
  const { bytes, duplex } = asked;
  const pages: PrintedPage[] = [];
  try {
    const rasterised = await rasterise(bytes, (page, index) => {
      const isBack = duplex && index % 2 === 1;
      if (!isBack) pages.push(readPage(page, asked));
      else if (asked.keepPng && page !== undefined) keepBack(pages, page);
    });
    if (rasterised.kind === 'unopened') {
      const reason = `no PDF that opens (PDFium error ${rasterised.error})`;
      pages.push({ reading: unreadable(reason) });
    }
  } catch (error) {
    pages.push({ reading: unreadable(`drawing or reading failed: ${error}`) });
  }
  return pages;
}

/** A picture of the back, as a scanner sees it, with the front that was read before. */
function keepBack(pages: PrintedPage[], back: RasterPage): void {
  const front = pages.pop();
  assert(front !== undefined, 'a back comes after its front');
  pages.push({ ...front, backPng: encodePng(back.raster(SCANNER_DPI)) });
}

const SCANNER_DPI = 200;

function readPage(page: RasterPage | undefined, { duplex, keepPng }: PagesToRead): PrintedPage {
  if (page === undefined) return { reading: unreadable('the page does not load') };
  if (Math.max(page.widthPoints, page.heightPoints) > MAX_SIDE_POINTS + 1) {
    return { reading: unreadable('the page is larger than A3') };
  }
  const { dpi, fromHeight } = FIRST_LOOK;
  const paperFrom = duplex ? PAPER_FROM : 255;
  const whole = keepPng ? page.raster(dpi) : undefined;
  const part = whole ? below(whole, fromHeight) : page.raster(dpi, fromHeight);
  let reading = readMark(part, paperFrom);
  if (reading.kind === 'unreadable') {
    reading = readMark(page.raster(SECOND_LOOK.dpi, SECOND_LOOK.fromHeight), paperFrom);
  }
  return whole ? { reading, png: encodePng(whole) } : { reading };
}

/** The part of a raster from a share of its height on. */
function below({ width, height, grey }: GreyRaster, fromHeight: number): GreyRaster {
  const top = Math.floor(height * fromHeight);
  return { width, height: height - top, grey: grey.subarray(top * width) };
}

function readMark({ width, height, grey }: GreyRaster, paperFrom: number): PageReading {
  const pixels = new Uint32Array(grey.length);
  for (let index = 0; index < grey.length; index++) {
    const value = grey[index] ?? 0;
    pixels[index] = (value >= paperFrom ? 255 : value) * 0x010101;
  }
  const rgba = new Uint8ClampedArray(pixels.buffer);
  const code = jsqr.default(rgba, width, height, { inversionAttempts: 'dontInvert' });
  if (code === null) return unreadable('no QR code on the page');
  const mark = decodePageMark(code.data);
  if (mark === undefined) return unreadable(`the QR code says ${code.data.slice(0, 80)}`);
  return { kind: 'read', mark };
}

function encodePng({ width, height, grey }: GreyRaster): Uint8Array {
  const png = new PNG({ width, height });
  png.data = Buffer.from(grey.buffer);
  // Grey in, grey out, hardly compressed: pngjs takes 440 ms with its defaults, 3 ms with these.
  return PNG.sync.write(png, {
    colorType: 0,
    inputColorType: 0,
    inputHasAlpha: false,
    deflateLevel: 1,
    filterType: 0,
  });
}

function unreadable(reason: string): PageReading {
  return { kind: 'unreadable', reason };
}
