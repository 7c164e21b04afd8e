import assert from 'node:assert/strict';
import {
  KEY_BYTES,
  NONCE_BYTES,
  type RestoredFront,
  type Scan,
  type ScrambleCipher,
  type ScrambleHeader,
  type SealedFront,
  TAG_BYTES,
  type Unreadable,
  type UnreadableReason,
} from './scramble.ts';
import { blocksFor, CAPACITY_BYTES, HEADER_BLOCKS } from './scramble-blocks.ts';
import { DATA_WORDS, FINDERS, HEADER_WORDS, WORD_CELLS } from './scramble-cells.ts';
import { decompressBitmap } from './scramble-compression.ts';
import { correctErrors } from './scramble-correction.ts';
import {
  findFinders,
  isScan,
  moduleSizes,
  type SummedScan,
  summedScan,
} from './scramble-finder.ts';
import { decodeHeader } from './scramble-header.ts';
import { type CellToPixel, fitLattice } from './scramble-lattice.ts';
import { meshOf, sharpened } from './scramble-mesh.ts';
import { cellTones } from './scramble-sampling.ts';
import { likeliestByte, WORD_BITS } from './scramble-words.ts';

/**
 * Reads a scan of a back, whichever way it lies, as far as it goes without a key: whose page it
 * is, and its front, corrected and still encrypted. Nothing of it is authentic before
 * `restoreFront` has said so.
 */
export function readScramble(scan: Scan): SealedFront | Unreadable {
  if (!isScan(scan)) return unreadable('not-an-image');
  const summed = summedScan(scan);
  let reason: UnreadableReason = 'no-fiducials';
  for (const module of moduleSizes(summed)) {
    const spots = findFinders(summed, module);
    for (const cellToPixel of fitLattice(summed, spots, module)) {
      const reading = readCells(summed, cellToPixel);
      if (reading.kind === 'read' || reading.reason !== 'header-unreadable') return reading;
      reason = reading.reason;
    }
    // So many are not there by chance: another scale would find the same ones.
    if (reason === 'header-unreadable' && spots.length >= MANY_FINDERS) break;
  }
  return unreadable(reason);
}

const MANY_FINDERS = (FINDERS.columns * FINDERS.rows) / 2;

/** Opens what was read with the key of its document. Only what was sealed comes out. */
export function restoreFront(
  sealed: SealedFront,
  key: Uint8Array,
  cipher: ScrambleCipher,
): RestoredFront | Unreadable {
  assert(key.length === KEY_BYTES, 'the key of a document has 32 bytes');
  const { documentId, page, of, frontDpi, header, payload } = sealed;
  const nonce = payload.subarray(0, NONCE_BYTES);
  const compressed = cipher.open(payload.subarray(NONCE_BYTES), { key, nonce, associated: header });
  if (compressed === undefined) return unreadable('tampered');
  const front = decompressBitmap(compressed);
  if (front === undefined) return unreadable('unknown-version');
  return { kind: 'restored', documentId, page, of, frontDpi, front };
}

function readCells(scan: SummedScan, cellToPixel: CellToPixel): SealedFront | Unreadable {
  const tones = cellTones(scan, sharpened(scan, meshOf(cellToPixel)));
  const header = correctErrors(readWords(tones, HEADER_WORDS), HEADER_BLOCKS);
  if (header === undefined) return unreadable('header-unreadable');
  const fields = decodeHeader(header.data);
  if (fields === undefined) return unreadable('header-unreadable');
  if (fields === 'unknown-version') return unreadable('unknown-version');
  return readPayload(tones, fields, header.data);
}

function readPayload(
  tones: Float32Array,
  fields: ScrambleHeader,
  header: Uint8Array,
): SealedFront | Unreadable {
  const { documentId, page, of, frontDpi, payloadBytes } = fields;
  // The header is not authentic yet: it may ask for anything.
  if (payloadBytes < NONCE_BYTES + TAG_BYTES || payloadBytes > CAPACITY_BYTES) {
    return unreadable('unknown-version');
  }
  const blocks = blocksFor(payloadBytes);
  const drawn = blocks.count * blocks.bytes;
  const read = correctErrors(readWords(tones, DATA_WORDS.subarray(0, drawn)), blocks);
  if (read === undefined) return unreadable('too-damaged');
  return {
    kind: 'read',
    documentId,
    page,
    of,
    frontDpi,
    header,
    payload: read.data.subarray(0, payloadBytes),
    correctedShare: read.corrected / drawn,
  };
}

function readWords(tones: Float32Array, words: Int32Array): Uint8Array {
  const cells = new Float32Array(WORD_BITS);
  const bytes = new Uint8Array(words.length);
  for (let index = 0; index < words.length; index++) {
    for (let bit = 0; bit < WORD_BITS; bit++) cells[bit] = tones[words[index]! + WORD_CELLS[bit]!]!;
    bytes[index] = likeliestByte(cells);
  }
  return bytes;
}

function unreadable(reason: UnreadableReason): Unreadable {
  return { kind: 'unreadable', reason };
}
