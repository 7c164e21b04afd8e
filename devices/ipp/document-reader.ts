import type { Process } from '../../sim/process.ts';
import type { PrintDocument } from './print-job.ts';

/** What a printer's interpreter made of a document. */
export type DocumentRead =
  | { readonly kind: 'pages'; readonly pages: number }
  | { readonly kind: 'unprintable'; readonly reason: string };

/** Interprets documents: counts their pages, and says of what it cannot print why. */
export interface DocumentReader {
  read(document: PrintDocument): Process<DocumentRead>;
}

/** A sheet that lies in the output tray, and what is on it. */
export interface PrintedSheet {
  readonly jobId: number;
  /** Of the job, 1 is the first. */
  readonly sheet: number;
  readonly copy: number;
  readonly pages: readonly number[];
  readonly document: PrintDocument;
}

/** Where the sheets of the output tray can be looked at afterwards. */
export interface OutputTray {
  keep(sheet: PrintedSheet): Process;
}
