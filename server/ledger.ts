import type { Process } from '../sim/process.ts';
import type { CertificateType } from './contract.ts';

/** What is asked to be recorded before a document is made. */
export interface Claim {
  readonly requestId: string;
  readonly kioskId: string;
  readonly municipality: string;
  readonly residentNo: number;
  readonly type: CertificateType;
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
  /** Records what became of it at the kiosk. Answers whether there was such an entry. */
  settle(requestId: string, state: 'printed' | 'not-printed', paidYen: number): Process<boolean>;
}
