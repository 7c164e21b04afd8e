import type {
  CertificateDocument,
  CertificateType,
  Issuance,
  Offer,
  PrintResult,
} from '../server/contract.ts';
import type { Process } from '../sim/process.ts';

/** What the centre answered, or that it did not. */
export type Reply<T> =
  | { readonly kind: 'granted'; readonly value: T }
  /** A refusal with its code from the server's catalogue. Asking again would not help. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No usable answer: unreachable, broken off, a server error. Asking again may help. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface CentreSession {
  readonly sessionId: string;
  /** Bytes for the card to sign. */
  readonly challenge: Uint8Array;
}

export interface DeliveredDocument {
  readonly issuance: Issuance;
  readonly document: CertificateDocument;
}

/** The 証明書交付センター as a kiosk reaches it over the dedicated line. */
export interface Centre {
  openSession(kioskId: string): Process<Reply<CentreSession>>;
  authenticate(
    kioskId: string,
    sessionId: string,
    signed: {
      readonly municipality: string;
      readonly certificate: Uint8Array;
      readonly signature: Uint8Array;
    },
  ): Process<Reply<readonly Offer[]>>;
  issue(
    kioskId: string,
    sessionId: string,
    request: { readonly requestId: string; readonly type: CertificateType },
  ): Process<Reply<DeliveredDocument>>;
  reportPrint(
    kioskId: string,
    sessionId: string,
    requestId: string,
    result: PrintResult,
  ): Process<Reply<void>>;
  endSession(kioskId: string, sessionId: string): Process<Reply<void>>;
}
