import type { PageMark } from '../contract.ts';
import { type RasterPage, rasterise } from '../contract-raster-pdf.ts';
import type { RestoredFront, Scan } from '../scramble/scramble.ts';
import { AES_256_GCM } from '../scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../scramble/scramble-decode.ts';
import { compareDrawn, type FrontComparison } from './front-comparison.ts';

/** A sheet of a duplex document whose front is compared with its back. */
export interface SheetToCompare {
  readonly bytes: Uint8Array;
  /** Place of the sheet in the document, from 0. */
  readonly sheet: number;
  /** What was read on its front. */
  readonly mark: PageMark;
  /** Key of the document that the front bears the number of. */
  readonly key: Uint8Array;
}

/** Backs are decoded as a scanner sees them. */
const SCAN_DPI = 200;

/** Restores a sheet’s front from its back as printed, and compares the printed front with it. */
export async function compareSheet(asked: SheetToCompare): Promise<FrontComparison> {
  const { bytes, sheet, mark } = asked;
  const back = await sideOf(bytes, 2 * sheet + 1, (page) => page.raster(SCAN_DPI));
  if (back === undefined) return { verdict: 'unreadable', reason: 'the sheet has no back' };
  const restored = restoredFrom(back, asked);
  if ('verdict' in restored) return restored;
  const front = await sideOf(bytes, 2 * sheet, (page) => page.raster(restored.frontDpi));
  if (front === undefined) return { verdict: 'unreadable', reason: 'the front does not load' };
  return compareDrawn(front, mark, restored);
}

function restoredFrom(back: Scan, { mark, key }: SheetToCompare): RestoredFront | FrontComparison {
  const read = readScramble(back);
  if (read.kind === 'unreadable') {
    return { verdict: 'unreadable', reason: `the back cannot be read: ${read.reason}` };
  }
  // A back of another document is sealed with another key: whose front it bears it says in clear.
  if (read.documentId !== mark.documentNumber) {
    return { verdict: 'different', differs: 'another-page', mark };
  }
  const restored = restoreFront(read, key, AES_256_GCM);
  if (restored.kind === 'restored') return restored;
  return { verdict: 'unreadable', reason: `the back cannot be restored: ${restored.reason}` };
}

async function sideOf(
  bytes: Uint8Array,
  side: number,
  draw: (page: RasterPage) => Scan,
): Promise<Scan | undefined> {
  let drawn: Scan | undefined;
  await rasterise(bytes, (page, index) => {
    if (index === side && page !== undefined) drawn = draw(page);
  });
  return drawn;
}
