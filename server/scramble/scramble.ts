/**
 * スクランブル画像: the front of a certificate, compressed, encrypted and drawn as cells on its back.
 * This file is what the others and its users speak of; decision 7 says why it is as it is.
 */

/**
 * A picture of black and white, row by row from the top. A row is padded to whole bytes with
 * zeros, its first pixel is the highest bit, and 1 is black: the raster of a PBM file (P4).
 */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** A scan in grey, a byte a pixel, row by row from the top, 0 is black. */
export interface Scan {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** One page of a certificate that is to get its back. */
export interface ScramblePage {
  readonly front: Bitmap;
  /** Dots per inch of the front: the first of `FRONT_RESOLUTIONS_DPI` that is not too dense. */
  readonly frontDpi: number;
  /** 1 to 40 printable ASCII characters, e.g. 27203-0000123. */
  readonly documentId: string;
  /** Number of the page, from 1. */
  readonly page: number;
  /** Pages of the document, at most 255. */
  readonly of: number;
  /** `KEY_BYTES` of the document's own. */
  readonly key: Uint8Array;
  /** `NONCE_BYTES`, never the same twice under one key. */
  readonly nonce: Uint8Array;
}

/** Of AES-256. */
export const KEY_BYTES = 32;
/** Of GCM. */
export const NONCE_BYTES = 12;
/** Of GCM, the longest it knows. */
export const TAG_BYTES = 16;

/** Resolutions of a front, best first: each is tried when the one before is too dense. */
export const FRONT_RESOLUTIONS_DPI: readonly number[] = [150, 120, 100, 75];

/** A back as cells, or a front whose payload is longer than what can be drawn and corrected. */
export type Scrambling =
  | {
      readonly kind: 'drawn';
      /** One pixel a cell. */
      readonly cells: Bitmap;
      /** Where the cells belong on the A4 back, in mm from its top left corner. */
      readonly place: Place;
      readonly payloadBytes: number;
      /** Bytes that the cells hold, payload and parity. */
      readonly drawnBytes: number;
    }
  | {
      readonly kind: 'too-dense';
      readonly payloadBytes: number;
      readonly capacityBytes: number;
    };

/** A rectangle on a page, in mm from its top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a back says of itself in clear, so that its key can be found. Authenticated, not secret. */
export interface ScrambleHeader {
  readonly documentId: string;
  readonly page: number;
  readonly of: number;
  readonly frontDpi: number;
  /** Length of nonce, ciphertext and tag, from which it follows how much of the rest is parity. */
  readonly payloadBytes: number;
}

/** A page as it was read off a scan, corrected, and still encrypted. */
export interface SealedFront {
  readonly kind: 'read';
  readonly documentId: string;
  readonly page: number;
  readonly of: number;
  readonly frontDpi: number;
  /** The header byte for byte: what GCM authenticates beside the payload. */
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
  /** Share of the bytes read that had to be corrected, from 0 to 1. */
  readonly correctedShare: number;
}

/** A front as it was before it was encoded, bit for bit. */
export interface RestoredFront {
  readonly kind: 'restored';
  readonly documentId: string;
  readonly page: number;
  readonly of: number;
  readonly frontDpi: number;
  readonly front: Bitmap;
}

/** A back that tells nothing, and why. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
}

/** Why a back cannot be restored, each as a sentence for who looks at the scan. */
export const UNREADABLE_REASONS = {
  'not-an-image': 'The pixels are fewer or more than width times height, or far too many.',
  'no-fiducials': 'No finder patterns of a scramble image stand on the scan.',
  'header-unreadable': 'There are finder patterns, but too little of the header between them.',
  'unknown-version': 'The scramble image is of a format that is not known here.',
  'too-damaged':
    'The header can be read, but more of the payload is destroyed than can be corrected.',
  tampered: 'What was read is not what was sealed with this key: it was changed, or is of another.',
} as const;

/** One of the catalogue of reasons. */
export type UnreadableReason = keyof typeof UNREADABLE_REASONS;

/** Authenticated encryption: what is sealed opens only with the same key, nonce and context. */
export interface ScrambleCipher {
  /** Ciphertext and tag. */
  seal(plain: Uint8Array, context: SealContext): Uint8Array;
  /** The plain bytes, or undefined if anything at all is not as it was sealed. */
  open(sealed: Uint8Array, context: SealContext): Uint8Array | undefined;
}

/** Under what something is sealed. */
export interface SealContext {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  /** Authenticated and not encrypted. */
  readonly associated: Uint8Array;
}

/** Bytes of a row of a bitmap. */
export function rowBytes(width: number): number {
  return (width + 7) >> 3;
}
