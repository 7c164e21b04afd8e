import type {
  Authentication,
  AuthenticationRequest,
  CertificateDocument,
  Issuance,
  IssuanceRequest,
  PrintResult,
} from '../../server/contract.ts';
import type { Process } from '../../sim/process.ts';

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

/**
 * Whether an HTTP status is no final answer: the server failed, a token may be that of a server
 * which is no more (401), a line too slow for now (408).
 */
export function mayPass(status: number): boolean {
  return status >= 500 || status === 401 || status === 408;
}

/** What a kiosk presents of a card: as on the wire, its bytes not yet written as text. */
export type Credentials =
  | {
      readonly method: 'jpki';
      readonly municipality: string;
      readonly certificate: Uint8Array;
      readonly signature: Uint8Array;
    }
  | Extract<AuthenticationRequest, { readonly method: 'card-ap' }>;

/** The 証明書交付センター as a kiosk reaches it over the dedicated line. */
export interface Centre {
  openSession(kioskId: string): Process<Reply<CentreSession>>;
  authenticate(
    kioskId: string,
    sessionId: string,
    credentials: Credentials,
  ): Process<Reply<Authentication>>;
  issue(
    kioskId: string,
    sessionId: string,
    request: IssuanceRequest,
  ): Process<Reply<DeliveredDocument>>;
  reportPrint(kioskId: string, result: PrintResult): Process<Reply<void>>;
  endSession(kioskId: string, sessionId: string): Process<Reply<void>>;
}
