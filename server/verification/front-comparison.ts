import type { PageMark } from '../contract.ts';
import type { Bitmap, RestoredFront, Scan } from '../scramble/scramble.ts';
import { leastAlikeDrawn } from './front-drawn.ts';
import { EQUAL_FROM, leastAlike, type Spot } from './front-likeness.ts';
import { registered } from './front-registration.ts';
import { type InkMap, inkOfBitmap, inkOfScan } from './ink-map.ts';
import { type FoundPageMark, findPageMark } from './page-mark-finder.ts';

/**
 * What comes of comparing a printed front with the one that its back restores: how like they are
 * and where they are least so; or that the front is of another page; or that nothing can be said.
 */
export type FrontComparison =
  | (Spot & { readonly verdict: 'equal' | 'different' })
  | { readonly verdict: 'different'; readonly differs: 'another-page'; readonly mark: PageMark }
  | { readonly verdict: 'unreadable'; readonly reason: string };

/** In a few words why a front is not equal, or cannot be compared; empty if it is equal. */
export function reasonOf(comparison: FrontComparison): string {
  if (comparison.verdict === 'unreadable') return comparison.reason;
  if (comparison.differs === 'another-page') {
    const { documentNumber, page, of } = comparison.mark;
    return `the front is page ${page} of ${of} of ${documentNumber}`;
  }
  if (comparison.verdict === 'equal') return '';
  const { x, y } = comparison.place;
  const what = comparison.differs === 'ink-added' ? 'ink is added' : 'ink is missing';
  return `${what} ${x.toFixed(0)} mm from the left and ${y.toFixed(0)} mm from the top`;
}

/** From 0 to 1, or undefined where nothing could be measured. */
export function likenessOf(comparison: FrontComparison): number | undefined {
  return 'likeness' in comparison ? comparison.likeness : undefined;
}

/** A comparison, and the printed front as it was laid over the restored one. */
export interface LaidComparison {
  readonly comparison: FrontComparison;
  readonly laid?: InkMap;
}

/** Compares a scan of a printed front, whichever way it lies, with what its back restores. */
export function compareScan(printed: Scan, restored: RestoredFront): LaidComparison {
  const found = findPageMark(printed);
  if (found === undefined) return { comparison: unreadable('no mark of a page is on the front') };
  if (!isOf(found.mark, restored)) return { comparison: anotherPage(found.mark) };
  const { front, frontDpi } = restored;
  const own = findPageMark(scanOf(front));
  if (own === undefined) return { comparison: unreadable('no mark of a page was sealed') };
  const sealed = inkOfBitmap(front);
  const anchors = own.points.flatMap((point, index) => {
    const scan = found.points[index];
    return scan === undefined ? [] : [{ front: point, scan, weight: 1 }];
  });
  const laid = registered(sealed, inkOfScan(printed, tonesOf(printed, found)), anchors, frontDpi);
  return { comparison: verdictOf(leastAlike(sealed, laid, frontDpi)), laid };
}

/**
 * Compares a front as it is drawn for the printer, at the resolution of the restored one and in
 * its place, with what its back restores. `mark` is what was read on the drawn front.
 */
export function compareDrawn(
  drawn: Scan,
  mark: PageMark,
  restored: RestoredFront,
): FrontComparison {
  if (!isOf(mark, restored)) return anotherPage(mark);
  const { front, frontDpi } = restored;
  if (drawn.width !== front.width || drawn.height !== front.height) {
    return unreadable('the front is not as large as the one that was sealed');
  }
  return verdictOf(leastAlikeDrawn(front, drawn, frontDpi));
}

function isOf(mark: PageMark, { documentId, page, of }: RestoredFront): boolean {
  return mark.documentNumber === documentId && mark.page === page && mark.of === of;
}

function verdictOf(spot: Spot): FrontComparison {
  return { verdict: spot.likeness >= EQUAL_FROM ? 'equal' : 'different', ...spot };
}

function anotherPage(mark: PageMark): FrontComparison {
  return { verdict: 'different', differs: 'another-page', mark };
}

function unreadable(reason: string): FrontComparison {
  return { verdict: 'unreadable', reason };
}

function scanOf(bitmap: Bitmap): Scan {
  const { width, height, ink } = inkOfBitmap(bitmap);
  const grey = new Uint8Array(ink.length);
  for (let at = 0; at < grey.length; at++) grey[at] = 255 - 255 * ink[at]!;
  return { width, height, grey };
}

/** Black and paper of a scan, where there is much of both: in the middle of its mark. */
function tonesOf({ width, grey }: Scan, { points }: FoundPageMark) {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const values: number[] = [];
  for (let y = Math.ceil(Math.min(...ys)); y < Math.max(...ys); y++) {
    for (let x = Math.ceil(Math.min(...xs)); x < Math.max(...xs); x++) {
      values.push(grey[y * width + x]!);
    }
  }
  values.sort((a, b) => a - b);
  const black = values[Math.floor(0.15 * values.length)] ?? 0;
  const white = values[Math.floor(0.85 * values.length)] ?? 255;
  return { black, white: Math.max(white, black + 1) };
}
