import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';

/** A page, or a part of one, as grey pixels, row by row from the top; 0 is black. */
export interface GreyRaster {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** A page of an open PDF; it can be drawn only while it is looked at. */
export interface RasterPage {
  readonly widthPoints: number;
  readonly heightPoints: number;
  /** The page as a printer would draw it; `fromHeight` (0 to 1) leaves out what is above. */
  raster(dpi: number, fromHeight?: number): GreyRaster;
}

/** Whether a PDF opened; if not, PDFium's own error number (fpdfview.h, FPDF_ERR_…). */
export type Rasterised =
  | { readonly kind: 'opened' }
  | { readonly kind: 'unopened'; readonly error: number };

// fpdfview.h: annotations as printed, grey, for a printer.
const FPDF_ANNOT = 0x01;
const FPDF_GRAYSCALE = 0x08;
const FPDF_PRINTING = 0x800;
const FPDF_BITMAP_GRAY = 1;
const WHITE = 0xffffffff;

let pdfium = await openPdfium();

/**
 * Opens a PDF with PDFium and has every page looked at in order; one that does not load is
 * undefined. What `look` or PDFium throws is thrown on, and the next document gets a new PDFium,
 * as a trap leaves its memory in nobody knows what state.
 */
export async function rasterise(
  bytes: Uint8Array,
  look: (page: RasterPage | undefined, index: number) => void,
): Promise<Rasterised> {
  try {
    return lookAtPages(bytes, look);
  } catch (error) {
    pdfium = await openPdfium();
    throw error;
  }
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

function lookAtPages(
  bytes: Uint8Array,
  look: (page: RasterPage | undefined, index: number) => void,
): Rasterised {
  const address = pdfium.pdfium.wasmExports.malloc(bytes.length);
  memory().set(bytes, address);
  const document = pdfium.FPDF_LoadMemDocument(address, bytes.length, '');
  const error = document === 0 ? pdfium.FPDF_GetLastError() : 0;
  if (document !== 0) {
    const count = pdfium.FPDF_GetPageCount(document);
    for (let index = 0; index < count; index++) {
      const page = pdfium.FPDF_LoadPage(document, index);
      look(page === 0 ? undefined : rasterPage(page), index);
      pdfium.FPDF_ClosePage(page);
    }
    pdfium.FPDF_CloseDocument(document);
  }
  pdfium.pdfium.wasmExports.free(address);
  return document === 0 ? { kind: 'unopened', error } : { kind: 'opened' };
}

function rasterPage(page: number): RasterPage {
  const widthPoints = pdfium.FPDF_GetPageWidthF(page);
  const heightPoints = pdfium.FPDF_GetPageHeightF(page);
  const raster = (dpi: number, fromHeight = 0) => {
    const width = Math.max(1, Math.round((widthPoints * dpi) / 72));
    const height = Math.max(1, Math.round((heightPoints * dpi) / 72));
    return draw(page, { width, height, top: Math.floor(height * fromHeight) });
  };
  return { widthPoints, heightPoints, raster };
}

/** Draws a page that is `width` by `height` pixels large, without the `top` rows. */
function draw(
  page: number,
  { width, height, top }: { readonly width: number; readonly height: number; readonly top: number },
): GreyRaster {
  const rows = height - top;
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, rows, FPDF_BITMAP_GRAY, 0, 0);
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, rows, WHITE);
  const flags = FPDF_ANNOT | FPDF_GRAYSCALE | FPDF_PRINTING;
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, flags);
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const bytes = memory();
  const grey = new Uint8Array(width * rows);
  for (let row = 0; row < rows; row++) {
    const from = start + row * stride;
    grey.set(bytes.subarray(from, from + width), row * width);
  }
  pdfium.FPDFBitmap_Destroy(bitmap);
  return { width, height: rows, grey };
}
