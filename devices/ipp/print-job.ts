import type { JobStateName } from './ipp-codes.ts';
import type { IppAttribute } from './ipp-message.ts';
import { type PrintLayout, sheetCount } from './print-layout.ts';

/** A document as it was sent, uncompressed. */
export interface PrintDocument {
  /** What it really is, as a MIME media type; undefined if nobody knows. */
  readonly format: string | undefined;
  readonly bytes: Uint8Array;
}

/** How a job is to be printed. */
export interface PrintTicket {
  readonly copies: number;
  readonly duplex: boolean;
  /** PWG 5101.1 name of the media, e.g. iso_a4_210x297mm. */
  readonly media: string;
  readonly pageRanges: readonly { readonly lower: number; readonly upper: number }[];
  /** Whether it waits for Release-Job. */
  readonly held: boolean;
  /** The job attributes as they were granted. */
  readonly attributes: readonly IppAttribute[];
}

/** Who asks for a job and what it is called. */
export interface JobIdentity {
  readonly name: string;
  readonly user: string;
}

/** A job and how far it is. */
export class PrintJob {
  readonly id: number;
  readonly identity: JobIdentity;
  readonly ticket: PrintTicket;
  readonly createdMs: number;
  processingMs: number | undefined;
  endedMs: number | undefined;
  state: JobStateName = 'pending';
  /** Keywords of `job-state-reasons` (RFC 8011 §5.3.8); none of them is `none`. */
  reasons: readonly string[] = [];
  /** Until it is printed, cancelled or lost with the power; then there is none. */
  document: PrintDocument | undefined;
  /** Bytes of the document, as it was sent. */
  octets = 0;
  /** No more documents come. */
  isClosed = false;
  isHeld: boolean;
  /** Somebody wants it to end. */
  isCancelled = false;
  /** Known once the document was read. */
  layout: PrintLayout | undefined;
  /** Sheets that lie whole in the output tray: where printing goes on after a stop. */
  sheetsCompleted = 0;
  impressionsCompleted = 0;

  constructor(id: number, identity: JobIdentity, ticket: PrintTicket, createdMs: number) {
    this.id = id;
    this.identity = identity;
    this.ticket = ticket;
    this.createdMs = createdMs;
    this.isHeld = ticket.held;
  }

  get hasEnded(): boolean {
    return this.endedMs !== undefined;
  }

  /** In the document and all its copies, once it was read. */
  get impressions(): number | undefined {
    return this.layout && this.layout.copies * this.layout.pages.length;
  }

  get sheets(): number | undefined {
    return this.layout && sheetCount(this.layout);
  }

  /** Whether it may be printed now. */
  get isReady(): boolean {
    return this.state === 'pending' && this.isClosed && !this.isHeld;
  }
}
