import assert from 'node:assert/strict';
import {
  type Bitmap,
  KEY_BYTES,
  NONCE_BYTES,
  rowBytes,
  type ScrambleCipher,
  type ScrambleHeader,
  type ScramblePage,
  type Scrambling,
  TAG_BYTES,
} from './scramble.ts';
import { blocksFor, CAPACITY_BYTES, HEADER_BLOCKS } from './scramble-blocks.ts';
import {
  COLUMNS,
  DATA_WORDS,
  finderCells,
  HEADER_WORDS,
  PLACE,
  ROWS,
  WORD_CELLS,
} from './scramble-cells.ts';
import { compressBitmap } from './scramble-compression.ts';
import { addParity } from './scramble-correction.ts';
import { encodeHeader, isWritable } from './scramble-header.ts';
import { WORD_BITS, WORDS } from './scramble-words.ts';

/**
 * Draws the back of a page: its front compressed, encrypted and, with as much parity as there is
 * room for, as cells. All chance is in what it is given: the same page gives the same cells.
 */
export function encodeScramble(page: ScramblePage, cipher: ScrambleCipher): Scrambling {
  const { front, key, nonce, frontDpi, documentId, page: number, of } = page;
  assert(key.length === KEY_BYTES, 'the key of a document has 32 bytes');
  assert(nonce.length === NONCE_BYTES, 'the nonce of a page has 12 bytes');
  const compressed = compressBitmap(front);
  const payloadBytes = NONCE_BYTES + compressed.length + TAG_BYTES;
  if (payloadBytes > CAPACITY_BYTES) {
    return { kind: 'too-dense', payloadBytes, capacityBytes: CAPACITY_BYTES };
  }
  const fields: ScrambleHeader = { documentId, page: number, of, frontDpi, payloadBytes };
  assert(isWritable(fields), `a header that can be written: ${JSON.stringify(fields)}`);
  const header = encodeHeader(fields);
  // What does not fill the blocks must not be all of one colour: it would be a blot.
  const blocks = blocksFor(payloadBytes);
  const payload = Uint8Array.from({ length: blocks.count * blocks.dataBytes }, filler);
  payload.set(nonce);
  payload.set(cipher.seal(compressed, { key, nonce, associated: header }), NONCE_BYTES);
  return {
    kind: 'drawn',
    cells: drawCells(addParity(header, HEADER_BLOCKS), addParity(payload, blocks)),
    place: PLACE,
    payloadBytes,
    drawnBytes: blocks.count * blocks.bytes,
  };
}

/** Bytes that nobody reads: black and white in turn. */
function filler(_: unknown, index: number): number {
  return (index * 151) & 0xff;
}

function drawCells(header: Uint8Array, payload: Uint8Array): Bitmap {
  const bits = new Uint8Array(rowBytes(COLUMNS) * ROWS);
  for (const cell of finderCells()) blacken(bits, cell);
  for (let index = 0; index < HEADER_WORDS.length; index++) {
    drawWord(bits, HEADER_WORDS[index]!, header[index]!);
  }
  for (let index = 0; index < DATA_WORDS.length; index++) {
    drawWord(bits, DATA_WORDS[index]!, payload[index] ?? filler(undefined, index));
  }
  return { width: COLUMNS, height: ROWS, bits };
}

function drawWord(bits: Uint8Array, first: number, byte: number): void {
  const word = WORDS[byte]!;
  for (let bit = 0; bit < WORD_BITS; bit++) {
    if ((word >> (WORD_BITS - 1 - bit)) & 1) blacken(bits, first + WORD_CELLS[bit]!);
  }
}

function blacken(bits: Uint8Array, cell: number): void {
  const column = cell % COLUMNS;
  const row = (cell - column) / COLUMNS;
  const index = row * rowBytes(COLUMNS) + (column >> 3);
  bits[index] = bits[index]! | (0x80 >> (column & 7));
}
