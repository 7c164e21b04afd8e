import type { CertificateDocument, PageMark } from '../server/contract.ts';
import type { Process } from '../sim/process.ts';

/** What an eye sees on one printed page. */
export type PageReading =
  | { readonly kind: 'read'; readonly mark: PageMark }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** One sheet as it left the printer. */
export interface PrintedPage {
  readonly reading: PageReading;
  /** The page as a PNG image, where the page was really drawn. */
  readonly png?: Uint8Array;
  /** Its back, at the resolution of a scanner. */
  readonly backPng?: Uint8Array;
}

/**
 * Draws a document as the printer's engine would and reads each page's mark back from what was
 * drawn. Never from what the server said about it.
 */
export interface PageReader {
  read(document: CertificateDocument): Process<readonly PrintedPage[]>;
}
