import type { CertificateDocument, PageMark } from '../../server/contract.ts';
import type { Process } from '../../sim/process.ts';

/** What an eye sees on one printed page. */
export type PageReading =
  | { readonly kind: 'read'; readonly mark: PageMark }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Whether the front of a sheet is what its back restores. */
export interface PageComparison {
  readonly verdict: 'equal' | 'different' | 'unreadable';
  /** From 0 to 1; undefined where nothing could be measured. */
  readonly likeness: number | undefined;
  /** Why, in a few words; empty if they are equal. */
  readonly reason: string;
}

/** One sheet as it left the printer. */
export interface PrintedPage {
  readonly reading: PageReading;
  /** The page as a PNG image, where the page was really drawn. */
  readonly png?: Uint8Array;
  /** Its back, at the resolution of a scanner. */
  readonly backPng?: Uint8Array;
  /** Compares its front with its back, where it has one; of a sample only, as that takes time. */
  readonly comparison?: 'left-out' | (() => Process<PageComparison>);
}

/**
 * Draws a document as the printer's engine would and reads each page's mark back from what was
 * drawn. Never from what the server said about it.
 */
export interface PageReader {
  read(document: CertificateDocument): Process<readonly PrintedPage[]>;
}
