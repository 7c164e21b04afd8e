import type { CertificateDocument } from '../server/contract.ts';
import type { Process } from '../sim/process.ts';
import type { PrintedPage } from './page-reader.ts';

/** What came out of a printer for one document. */
export type PrintOutcome =
  | { readonly kind: 'printed'; readonly pages: readonly PrintedPage[] }
  | {
      readonly kind: 'stopped';
      /** Why, as an IPP `printer-state-reasons` keyword (RFC 8011 §5.4.12), e.g. media-jam. */
      readonly reason: string;
      /** Pages that had come out whole before. */
      readonly pages: readonly PrintedPage[];
    };

/** A printer of a kiosk: takes one document at a time and delivers its pages. */
export interface Printer {
  print(document: CertificateDocument): Process<PrintOutcome>;
}
