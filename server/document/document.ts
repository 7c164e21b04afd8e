import type { Process } from '../../sim/process.ts';
import type { CertificateDocument, CertificateType } from '../contract.ts';
import type { Layout } from '../municipalities/municipality.ts';

/** Everything that is drawn on a certificate. */
export interface CertificateContent<Body = unknown> {
  readonly type: CertificateType;
  readonly municipalityName: string;
  /** Title and name of who certifies, e.g. 豊中市長. */
  readonly issuerTitle: string;
  readonly layout: Layout;
  readonly documentNumber: string;
  readonly requestId: string;
  /** Civil time, milliseconds since 1970-01-01T00:00Z; drawn in JST and the Japanese era. */
  readonly issuedAtMs: number;
  /** Nonce of the resident who asked. */
  readonly ownerNonce: string;
  readonly pages: number;
  /** Version of the register entry it certifies. */
  readonly registerVersion: number;
  /** What the certificate of this type says, as its own file defines it. */
  readonly body: Body;
}

/** A certificate about to be drawn: its body is compiled when the drawing asks for it. */
export type Draft = Omit<CertificateContent, 'body'> & { readonly body: () => unknown };

/** A page of a document, from 1; a document not yet protected has no backs. */
export interface SheetOf {
  readonly document: CertificateDocument;
  readonly page: number;
}

/** Makes the document of a certificate: a PDF, or the digest model of one. */
export interface Renderer {
  render(draft: Draft): Process<CertificateDocument>;
  /** Puts pages of documents that it has made together as one; whose they are it does not ask. */
  bind(sheets: readonly SheetOf[]): Process<CertificateDocument>;
}
