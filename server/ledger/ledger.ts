import type { Process } from '../../sim/process.ts';
import type { CertificateType } from '../contract.ts';
import type { Settlement } from '../issuing.ts';

/** What is asked to be recorded before a document is made. */
export interface Claim {
  readonly requestId: string;
  readonly kioskId: string;
  readonly municipality: string;
  /** Where the resident lives who asks, and the number there. */
  readonly residence: string;
  readonly residentNo: number;
  readonly type: CertificateType;
  /** The options asked for, as one text. */
  readonly options: string;
  readonly pages: number;
  readonly feeYen: number;
  /** Civil time, milliseconds since 1970-01-01T00:00Z. */
  readonly issuedAtMs: number;
  readonly registerVersion: number;
}

/** A recorded issuance. */
export interface Entry extends Claim {
  /** Position in the municipality's own count of documents, from 1, never reused. */
  readonly serial: number;
  readonly state: 'claimed' | 'printed' | 'not-printed';
}

/**
 * The issuing server's record of what it issued. Recording and numbering are one atomic step, so
 * that one request is one document even if it arrives twice.
 */
export interface Ledger {
  /** Records a claim and numbers it, or answers the entry an earlier claim of this request made. */
  claim(claim: Claim): Process<{ readonly entry: Entry; readonly repeated: boolean }>;
  /** The entry of a request, or undefined. */
  find(requestId: string): Process<Entry | undefined>;
  /**
   * Records what became of it at the kiosk that asked. Answers whether there is such an entry; one
   * that is settled already stays as it is.
   */
  settle(settlement: Settlement): Process<boolean>;
  /** Requests of a kiosk that are not settled, the oldest first. */
  unsettled(kioskId: string): Process<readonly string[]>;
}
