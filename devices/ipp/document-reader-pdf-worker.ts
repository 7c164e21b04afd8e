import { PNG } from 'pngjs';
import { type GreyRaster, rasterise } from '../../server/contract-raster-pdf.ts';
import type { DocumentRead } from './document-reader.ts';
import type { PrintDocument } from './print-job.ts';
import { rasterPages } from './raster-pages.ts';

/** Which pages of a document are to be kept. */
export interface PagesToDraw {
  readonly document: PrintDocument;
  readonly pages: readonly number[];
  readonly dpi: number;
}

/** A page as a file. */
export interface DrawnPage {
  readonly page: number;
  /** Of its name, e.g. png. */
  readonly extension: string;
  readonly bytes: Uint8Array;
}

/** Counts the pages of a document. */
export async function readDocument(document: PrintDocument): Promise<DocumentRead> {
  const { format, bytes } = document;
  switch (format) {
    case 'application/pdf':
      return await readPdf(bytes);
    case 'image/jpeg':
      return { kind: 'pages', pages: 1 };
    case 'image/pwg-raster':
    case 'image/urf': {
      const read = rasterPages(bytes, format);
      if (read.kind === 'unreadable') return { kind: 'unprintable', reason: read.reason };
      return { kind: 'pages', pages: read.pages.length };
    }
    default:
      return { kind: 'unprintable', reason: 'neither PDF nor raster nor JPEG by its first bytes' };
  }
}

async function readPdf(bytes: Uint8Array): Promise<DocumentRead> {
  let pages = 0;
  let unloaded = 0;
  const rasterised = await rasterise(bytes, (page) => {
    pages += 1;
    if (page === undefined) unloaded += 1;
  });
  if (rasterised.kind === 'unopened') {
    const reason = `no PDF that opens (PDFium error ${rasterised.error})`;
    return { kind: 'unprintable', reason };
  }
  if (pages === 0 || unloaded > 0) {
    const reason = `${unloaded} of ${pages} pages of the PDF do not load`;
    return { kind: 'unprintable', reason };
  }
  return { kind: 'pages', pages };
}

/** Draws pages of a document; those of a raster stay as they are, each a document of its own. */
export async function drawPages(asked: PagesToDraw): Promise<readonly DrawnPage[]> {
  const { document, pages, dpi } = asked;
  const { format, bytes } = document;
  if (format === 'application/pdf') return await drawPdf(bytes, pages, dpi);
  if (format === 'image/jpeg') return pages.map((page) => ({ page, extension: 'jpg', bytes }));
  if (format !== 'image/pwg-raster' && format !== 'image/urf') return [];
  const read = rasterPages(bytes, format);
  const extents = read.kind === 'pages' ? read.pages : [];
  const [extension, headBytes] =
    format === 'image/urf' ? (['urf', 12] as const) : (['pwg', 4] as const);
  const head = bytes.subarray(0, headBytes);
  return pages.flatMap((page) => {
    const extent = extents[page - 1];
    if (extent === undefined) return [];
    const own = Buffer.concat([head, bytes.subarray(extent.from, extent.until)]);
    return [{ page, extension, bytes: new Uint8Array(own) }];
  });
}

async function drawPdf(
  bytes: Uint8Array,
  pages: readonly number[],
  dpi: number,
): Promise<readonly DrawnPage[]> {
  const drawn: DrawnPage[] = [];
  await rasterise(bytes, (page, index) => {
    if (page === undefined || !pages.includes(index + 1)) return;
    drawn.push({ page: index + 1, extension: 'png', bytes: encodePng(page.raster(dpi)) });
  });
  return drawn;
}

function encodePng({ width, height, grey }: GreyRaster): Uint8Array {
  const png = new PNG({ width, height });
  png.data = Buffer.from(grey.buffer, grey.byteOffset, grey.byteLength);
  const options = { colorType: 0, inputColorType: 0, inputHasAlpha: false } as const;
  return new Uint8Array(PNG.sync.write(png, { ...options, deflateLevel: 1, filterType: 0 }));
}
