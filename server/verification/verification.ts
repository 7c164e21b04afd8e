import type { Process } from '../../sim/process.ts';
import type { DocumentKeys } from '../anti-forgery/anti-forgery.ts';
import { granted, type Outcome, type ProblemCode, refused } from '../problems.ts';
import type { RestoredFront, SealedFront, UnreadableReason } from '../scramble/scramble.ts';
import type { FrontComparison } from './front-comparison.ts';

/** A file that somebody has uploaded: the scan of the back of a certificate. */
export type Upload = Uint8Array;

/** What was read off an upload before its key is known, and the scan it was read off. */
export type ReadUpload =
  | { readonly kind: 'read'; readonly sealed: SealedFront; readonly scan: Uint8Array }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason | 'format' };

/** The slow work of verification, done elsewhere than where requests are served. */
export interface ScanReader {
  /** Finds and corrects the scramble image on a PNG, or on a page of a PDF. */
  read(upload: Upload): Process<ReadUpload>;
  /** Decrypts what was read, and draws it as a PNG. */
  restore(sealed: SealedFront, key: Uint8Array): Process<Uint8Array | UnreadableReason>;
}

/** A back that could be read: its front, beside the scan that was uploaded; both are PNGs. */
export interface Verified extends Pick<RestoredFront, 'documentId' | 'page' | 'of' | 'frontDpi'> {
  readonly front: Uint8Array;
  readonly scan: Uint8Array;
}

/** The scan of a front, and what its back has restored. */
export interface FrontToCompare {
  readonly upload: Upload;
  readonly verified: Omit<Verified, 'scan'>;
}

/** What comparing says, and a picture of the two side by side; or that the upload is no picture. */
export type ComparedFronts =
  | { readonly comparison: FrontComparison; readonly picture: Uint8Array }
  | 'format';

const BECAUSE: Readonly<Record<UnreadableReason | 'format', ProblemCode>> = {
  format: 'scan-format',
  'not-an-image': 'scan-format',
  'no-fiducials': 'scan-unreadable',
  'header-unreadable': 'scan-unreadable',
  'unknown-version': 'scan-unreadable',
  'too-damaged': 'scan-unreadable',
  tampered: 'scan-tampered',
};

/**
 * 問い合わせサイト: restores the front of a certificate from a scan of its back. It answers what the
 * centre once sealed or refuses; that the paper is the original it cannot say, as a copied back can
 * be read too (P115). Somebody compares the restored front with the printed one.
 */
export class Verification {
  readonly #reader: ScanReader;
  readonly #keys: Pick<DocumentKeys, 'find'>;

  constructor(reader: ScanReader, keys: Pick<DocumentKeys, 'find'>) {
    this.#reader = reader;
    this.#keys = keys;
  }

  *verify(upload: Upload): Process<Outcome<Verified>> {
    const read = yield* this.#reader.read(upload);
    if (read.kind === 'unreadable') return refused(BECAUSE[read.reason], read.reason);
    const { documentId, page, of, frontDpi } = read.sealed;
    const key = yield* this.#keys.find(documentId);
    if (key === undefined) return refused('document-unknown');
    const front = yield* this.#reader.restore(read.sealed, key);
    if (typeof front === 'string') return refused(BECAUSE[front], front);
    return granted({ documentId, page, of, frontDpi, front, scan: read.scan });
  }
}
