import { rasterise } from '../contract-raster-pdf.ts';
import { bitmapOf, thresholded } from '../scramble/bilevel-image.ts';
import type { Scan, SealedFront, UnreadableReason } from '../scramble/scramble.ts';
import { AES_256_GCM } from '../scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../scramble/scramble-decode.ts';
import { compareScan, type LaidComparison } from './front-comparison.ts';
import { sideBySide } from './front-picture.ts';
import { greyOf, MOST_PIXELS, pngOf, scanOf } from './scan-png.ts';
import type { ComparedFronts, FrontToCompare, ReadUpload, Upload } from './verification.ts';

const MOST_PAGES = 20;
const SCAN_DPI = 200;

const FORMAT: ReadUpload = { kind: 'unreadable', reason: 'format' };

/** Finds the scramble image on a PNG, or on the first page of a PDF that has one. */
export async function read(upload: Upload): Promise<ReadUpload> {
  if (startsWith(upload, PDF)) return await readPdf(upload);
  if (!startsWith(upload, PNG)) return FORMAT;
  const scan = scanOf(upload);
  return scan === undefined ? FORMAT : readScan(scan);
}

/** Decrypts what was read; answers the front as a PNG, or why there is none. */
export function restore(asked: {
  readonly sealed: SealedFront;
  readonly key: Uint8Array;
}): Uint8Array | UnreadableReason {
  const restored = restoreFront(asked.sealed, asked.key, AES_256_GCM);
  return restored.kind === 'restored' ? pngOf(greyOf(restored.front)) : restored.reason;
}

/** Compares the scan of a front, a PNG or a page of a PDF, with the one that was restored. */
export async function compare({ upload, verified }: FrontToCompare): Promise<ComparedFronts> {
  const sealed = scanOf(verified.front);
  if (sealed === undefined) return 'format';
  const restored = {
    kind: 'restored',
    ...verified,
    front: bitmapOf(thresholded(sealed, 128)),
  } as const;
  let best: (LaidComparison & { readonly scan: Scan }) | undefined;
  const look = (scan: Scan) => {
    // A file of several pages is asked about the page that the back is of.
    const isOther = best !== undefined && isOfPage(best);
    if (!isOther) best = { ...compareScan(scan, restored), scan };
  };
  if (startsWith(upload, PDF)) await eachPage(upload, look);
  else {
    const scan = startsWith(upload, PNG) ? scanOf(upload) : undefined;
    if (scan !== undefined) look(scan);
  }
  if (best === undefined) return 'format';
  const { comparison, laid, scan } = best;
  return { comparison, picture: sideBySide(laid ?? scan, sealed, comparison, verified.frontDpi) };
}

function isOfPage({ comparison }: LaidComparison): boolean {
  return comparison.verdict !== 'unreadable' && comparison.differs !== 'another-page';
}

/** The pages of a PDF at the resolution of a scanner; none if it does not open. */
async function eachPage(upload: Upload, look: (scan: Scan) => void): Promise<void> {
  try {
    await rasterise(upload, (page, index) => {
      if (page === undefined || index >= MOST_PAGES) return;
      const pixels = ((page.widthPoints * page.heightPoints) / 72 ** 2) * SCAN_DPI ** 2;
      if (pixels <= MOST_PIXELS) look(page.raster(SCAN_DPI));
    });
  } catch {
    // What does not open has no pages.
  }
}

async function readPdf(upload: Upload): Promise<ReadUpload> {
  let best: ReadUpload = FORMAT;
  await eachPage(upload, (scan) => {
    if (best.kind === 'read') return;
    const found = readScan(scan);
    // A page that was nearly read tells more than one that is a front.
    if (found.kind === 'read' || best === FORMAT || best.reason === 'no-fiducials') best = found;
  });
  return best;
}

function readScan(scan: Scan): ReadUpload {
  const found = readScramble(scan);
  return found.kind === 'read'
    ? { kind: 'read', sealed: found, scan: pngOf(scan) }
    : { kind: 'unreadable', reason: found.reason };
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
