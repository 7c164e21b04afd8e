import type {
  PageComparison,
  PageReader,
  PageReading,
  PrintedPage,
} from '../../devices/printer/page-reader.ts';
import type { PageMark } from '../../server/contract.ts';
import type { SheetToCompare } from '../../server/verification/front-comparer-pdf-worker.ts';
import {
  type FrontComparison,
  likenessOf,
  reasonOf,
} from '../../server/verification/front-comparison.ts';
import type { Process } from '../../sim/process.ts';

/** Keys that are remembered; a document is printed soon after it is made. */
const KEYS_KEPT = 10_000;

export interface PageComparisonPorts {
  readonly compare: (sheet: SheetToCompare) => Process<FrontComparison>;
  /** Share of the documents that are compared, from 0 to 1; the first one always is. */
  readonly share: number;
}

/**
 * Compares printed fronts with what their backs restore. It takes a few tenths of a second of a
 * processor a sheet, so it is done of a share of the documents, chosen by their numbers, and beside
 * the journeys, which do not wait for it.
 */
export class PageComparisons {
  readonly #ports: PageComparisonPorts;
  readonly #keys = new Map<string, Uint8Array>();
  #documents = 0;
  #underWay = 0;

  constructor(ports: PageComparisonPorts) {
    this.#ports = ports;
  }

  /** Sheets that are being compared. */
  get underWay(): number {
    return this.#underWay;
  }

  /** The key of a document whose backs are drawn. */
  learn(documentNumber: string, key: Uint8Array): void {
    this.#keys.set(documentNumber, key);
    if (this.#keys.size <= KEYS_KEPT) return;
    for (const oldest of this.#keys.keys()) {
      this.#keys.delete(oldest);
      return;
    }
  }

  /** A reader that says of each page of a duplex document whether and how it is compared. */
  reading(reader: PageReader): PageReader {
    const withComparison = this.#withComparison.bind(this);
    return {
      *read(document) {
        const pages = yield* reader.read(document);
        if (document.kind === 'digest' || !document.duplex) return pages;
        return withComparison(document.bytes, pages);
      },
    };
  }

  #withComparison(bytes: Uint8Array, pages: readonly PrintedPage[]): readonly PrintedPage[] {
    this.#documents += 1;
    const mark = pages.map(({ reading }) => markOf(reading)).find((found) => found !== undefined);
    const isChosen =
      this.#documents === 1 || isInShare(mark?.documentNumber ?? '', this.#ports.share);
    return pages.map((page, sheet) => ({
      ...page,
      comparison: isChosen ? () => this.#compare(bytes, sheet, page.reading) : 'left-out',
    }));
  }

  *#compare(bytes: Uint8Array, sheet: number, reading: PageReading): Process<PageComparison> {
    if (reading.kind === 'unreadable') return unreadable(reading.reason);
    const { mark } = reading;
    const key = this.#keys.get(mark.documentNumber);
    if (key === undefined) return unreadable(`no key of ${mark.documentNumber} is known`);
    this.#underWay += 1;
    try {
      const comparison = yield* this.#ports.compare({ bytes, sheet, mark, key });
      const { verdict } = comparison;
      return { verdict, likeness: likenessOf(comparison), reason: reasonOf(comparison) };
    } finally {
      this.#underWay -= 1;
    }
  }
}

function markOf(reading: PageReading): PageMark | undefined {
  return reading.kind === 'read' ? reading.mark : undefined;
}

function unreadable(reason: string): PageComparison {
  return { verdict: 'unreadable', likeness: undefined, reason };
}

/** Whether a document is of the share: the same ones in every run of them (FNV-1a, 32 bits). */
function isInShare(documentNumber: string, share: number): boolean {
  let hash = 0x811c9dc5;
  for (const character of documentNumber) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  // Numbers that follow each other differ in the low bits only: mixed into the high ones.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 < share;
}
