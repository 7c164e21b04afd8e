/** Where the pages of a raster document lie. */
export type RasterPages =
  | { readonly kind: 'pages'; readonly pages: readonly RasterExtent[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Bytes of one page, its header included. */
export interface RasterExtent {
  readonly from: number;
  readonly until: number;
}

interface PageShape {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
}

interface RasterFormat {
  readonly fileHeader: number;
  readonly pageHeader: number;
  readonly shape: (view: DataView, at: number) => PageShape;
}

/** PWG 5102.4 §4, and the Apple raster that differs from it in its headers only. */
const FORMATS: Readonly<Record<'image/pwg-raster' | 'image/urf', RasterFormat>> = {
  'image/pwg-raster': {
    fileHeader: 4,
    pageHeader: 1796,
    shape: (view, at) => ({
      width: view.getUint32(at + 372),
      height: view.getUint32(at + 376),
      bitsPerPixel: view.getUint32(at + 388),
    }),
  },
  'image/urf': {
    fileHeader: 12,
    pageHeader: 32,
    shape: (view, at) => ({
      bitsPerPixel: view.getUint8(at),
      width: view.getUint32(at + 12),
      height: view.getUint32(at + 16),
    }),
  },
};

/** More than an A3 sheet at 1200 dpi has. */
const LONGEST_SIDE = 32_767;

/** Finds the pages of a raster document by unpacking the lines of each, without keeping them. */
export function rasterPages(bytes: Uint8Array, format: keyof typeof FORMATS): RasterPages {
  const { fileHeader, pageHeader, shape } = FORMATS[format];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pages: RasterExtent[] = [];
  let at = fileHeader;
  while (at < bytes.length) {
    if (at + pageHeader > bytes.length) return cut(pages.length);
    const { width, height, bitsPerPixel } = shape(view, at);
    const isSane = [width, height].every((side) => side > 0 && side <= LONGEST_SIDE);
    if (!isSane || ![1, 8, 16, 24, 32, 48, 64].includes(bitsPerPixel)) {
      return { kind: 'unreadable', reason: `page ${pages.length + 1} has no sensible size` };
    }
    const until = endOfPage(bytes, at + pageHeader, { width, height, bitsPerPixel });
    if (until === undefined) return cut(pages.length);
    pages.push({ from: at, until });
    at = until;
  }
  return pages.length > 0
    ? { kind: 'pages', pages }
    : { kind: 'unreadable', reason: 'a raster document without a page' };
}

function cut(pages: number): RasterPages {
  return { kind: 'unreadable', reason: `the document ends within page ${pages + 1}` };
}

/** Where a packed bitmap ends; undefined if the bytes end before. */
function endOfPage(
  bytes: Uint8Array,
  start: number,
  { width, height, bitsPerPixel }: PageShape,
): number | undefined {
  const unit = Math.max(1, bitsPerPixel / 8);
  const perLine = Math.ceil((width * bitsPerPixel) / 8);
  let at = start;
  for (let line = 0; line < height && at < bytes.length; ) {
    line += (bytes[at] ?? 0) + 1;
    at = endOfLine(bytes, at + 1, { unit, perLine });
    if (line >= height && at <= bytes.length) return at;
  }
  return undefined;
}

/** Where a line ends whose first byte, its repetitions, was read; beyond the bytes if it is cut. */
function endOfLine(
  bytes: Uint8Array,
  start: number,
  { unit, perLine }: { readonly unit: number; readonly perLine: number },
): number {
  let at = start;
  let filled = 0;
  while (filled < perLine) {
    if (at >= bytes.length) return bytes.length + 1;
    const code = bytes[at] ?? 0;
    // 128 leaves the rest of the line white; below, one pixel is repeated; above, all are there.
    if (code === 128) return at + 1;
    const literal = code > 128 ? 257 - code : 1;
    at += 1 + literal * unit;
    filled += (code > 128 ? literal : code + 1) * unit;
  }
  return at;
}
