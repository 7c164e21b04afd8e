import type { CertificateDocument } from '../../server/contract.ts';
import type { Process } from '../../sim/process.ts';
import type { PrintedPage } from './page-reader.ts';

/** A printer that does not print until somebody has seen to it. */
export interface PrinterStop {
  readonly kind: 'stopped';
  /** Why, as an IPP `printer-state-reasons` keyword (RFC 8011 §5.4.12), e.g. media-jam. */
  readonly reason: string;
}

export type PrinterStatus = { readonly kind: 'ready' } | PrinterStop;

/** What came out of a printer for one document, from the page on that was asked for. */
export type PrintOutcome =
  | { readonly kind: 'printed'; readonly pages: readonly PrintedPage[] }
  /** These pages had come out whole before; of the one under way nothing did. */
  | (PrinterStop & { readonly pages: readonly PrintedPage[] });

/** A printer of a kiosk: takes one document at a time and delivers its pages. */
export interface Printer {
  /** Whether it would print now. */
  status(): Process<PrinterStatus>;
  /** Prints a document, all of it or from a page on (1 is the first). */
  print(document: CertificateDocument, firstPage?: number): Process<PrintOutcome>;
  /** What of the document under way, or of the last one, has come out whole so far. */
  readonly cameOut: readonly PrintedPage[];
  /** Documents in its spool: those it prints, and whatever it has not deleted afterwards. */
  readonly spooled: number;
  /** Sheets in the output tray that nobody has taken. */
  readonly sheetsInTray: number;
  /** Somebody takes all sheets out of the output tray. */
  takeSheets(): void;
  /** What the printer's own page counter shows: sheets that came out since it was installed. */
  readonly sheetsPrinted: number;
}
