import { type Process, ready } from '../../sim/process.ts';
import type { CertificateDocument } from '../contract.ts';

/** What the centre knows of a document that it adds the anti-forgery printing to. */
export interface Protection {
  readonly documentNumber: string;
  /** Key of the scramble images of this document: 32 bytes that only the centre keeps. */
  readonly key: Uint8Array;
}

/**
 * 偽造防止: けん制文字 and 偽造防止検出画像 on every page, and on the back of each the encrypted
 * picture of its front (スクランブル画像). The centre adds them, not the municipality (S2, P32).
 */
export interface AntiForgery {
  protect(document: CertificateDocument, protection: Protection): Process<CertificateDocument>;
}

/** Nothing is drawn, so there is nothing to protect: the digest model of a document. */
export const NO_ANTI_FORGERY: AntiForgery = { protect: (document) => ready(document) };

/** Keys of the scramble images by document number. */
export interface DocumentKeys {
  /** The key of a document; a new document gets and keeps a fresh one. */
  keyOf(documentNumber: string, fresh: () => Uint8Array): Process<Uint8Array>;
  /** The key of a document, or undefined if the centre has never seen it. */
  find(documentNumber: string): Process<Uint8Array | undefined>;
}

const NO_KEY = new Uint8Array(0);

/** No key is kept where nothing is encrypted. */
export const NO_DOCUMENT_KEYS: DocumentKeys = {
  keyOf: () => ready(NO_KEY),
  find: () => ready(undefined),
};
