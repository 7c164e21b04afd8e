import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { decodePageMark } from '../server/contract.ts';
import type { PageReading, PrintedPage } from './page-reader.ts';
import type { PagesToRead } from './page-reader-pdf.ts';

/** A page as grey pixels, row by row from the top, 0 is black. */
interface Raster {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/**
 * The eye looks first where the mark belongs, the lowest third, at 100 dpi: three times cheaper
 * than the whole page, and enough for 0.5 mm modules. Only what it cannot read there is looked at
 * as a whole, and closer, before it is called unreadable.
 */
const FIRST_LOOK = { dpi: 100, fromHeight: 2 / 3 };
const SECOND_LOOK = { dpi: 200, fromHeight: 0 };

/** Longest side that a kiosk's printer takes: A3. */
const MAX_SIDE_POINTS = 1191;

// fpdfview.h: annotations as printed, grey, for a printer.
const FPDF_ANNOT = 0x01;
const FPDF_GRAYSCALE = 0x08;
const FPDF_PRINTING = 0x800;
const FPDF_BITMAP_GRAY = 1;
const WHITE = 0xffffffff;

let pdfium = await openPdfium();

/** Draws and reads every page of a PDF. What cannot be read is a reading that says why. */
export async function readPages({ bytes, keepPng }: PagesToRead): Promise<readonly PrintedPage[]> {
  const pages: PrintedPage[] = [];
  try {
    readDocument(bytes, keepPng, pages);
  } catch (error) {
    // A trap leaves PDFium's memory in nobody knows what state: the next document gets a new one.
    pdfium = await openPdfium();
    pages.push({ reading: unreadable(`drawing or reading failed: ${error}`) });
  }
  return pages;
}

async function openPdfium(): Promise<WrappedPdfiumModule> {
  const opened = await init({});
  opened.PDFiumExt_Init();
  return opened;
}

/** PDFium's memory, as it is now: it moves when it grows. */
function memory(): Uint8Array {
  // The property is there; its type would come from Emscripten's own, which the package leaves out.
  return (pdfium.pdfium as unknown as { readonly HEAPU8: Uint8Array }).HEAPU8;
}

function readDocument(bytes: Uint8Array, keepPng: boolean, pages: PrintedPage[]): void {
  const address = pdfium.pdfium.wasmExports.malloc(bytes.length);
  memory().set(bytes, address);
  const document = pdfium.FPDF_LoadMemDocument(address, bytes.length, '');
  if (document === 0) {
    const reason = `no PDF that opens (PDFium error ${pdfium.FPDF_GetLastError()})`;
    pages.push({ reading: unreadable(reason) });
  } else {
    const count = pdfium.FPDF_GetPageCount(document);
    for (let index = 0; index < count; index++) {
      const page = pdfium.FPDF_LoadPage(document, index);
      pages.push(readPage(page, keepPng));
      pdfium.FPDF_ClosePage(page);
    }
    pdfium.FPDF_CloseDocument(document);
  }
  pdfium.pdfium.wasmExports.free(address);
}

function readPage(page: number, keepPng: boolean): PrintedPage {
  if (page === 0) return { reading: unreadable('the page does not load') };
  const width = pdfium.FPDF_GetPageWidthF(page);
  const height = pdfium.FPDF_GetPageHeightF(page);
  if (Math.max(width, height) > MAX_SIDE_POINTS + 1) {
    return { reading: unreadable('the page is larger than A3') };
  }
  const raster = draw(page, FIRST_LOOK.dpi);
  let reading = readMark(raster, FIRST_LOOK.fromHeight);
  if (reading.kind === 'unreadable') {
    reading = readMark(draw(page, SECOND_LOOK.dpi), SECOND_LOOK.fromHeight);
  }
  return keepPng ? { reading, png: encodePng(raster) } : { reading };
}

function draw(page: number, dpi: number): Raster {
  const width = Math.max(1, Math.round((pdfium.FPDF_GetPageWidthF(page) * dpi) / 72));
  const height = Math.max(1, Math.round((pdfium.FPDF_GetPageHeightF(page) * dpi) / 72));
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, FPDF_BITMAP_GRAY, 0, 0);
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  const flags = FPDF_ANNOT | FPDF_GRAYSCALE | FPDF_PRINTING;
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const bytes = memory();
  const grey = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = start + row * stride;
    grey.set(bytes.subarray(from, from + width), row * width);
  }
  pdfium.FPDFBitmap_Destroy(bitmap);
  return { width, height, grey };
}

function readMark({ width, height, grey }: Raster, fromHeight: number): PageReading {
  const top = Math.floor(height * fromHeight);
  const part = grey.subarray(top * width);
  const pixels = new Uint32Array(part.length);
  for (let index = 0; index < part.length; index++) {
    pixels[index] = (part[index] ?? 0) * 0x010101;
  }
  const rgba = new Uint8ClampedArray(pixels.buffer);
  const code = jsqr.default(rgba, width, height - top, { inversionAttempts: 'dontInvert' });
  if (code === null) return unreadable('no QR code on the page');
  const mark = decodePageMark(code.data);
  if (mark === undefined) return unreadable(`the QR code says ${code.data.slice(0, 80)}`);
  return { kind: 'read', mark };
}

function encodePng({ width, height, grey }: Raster): Uint8Array {
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
