import xxhash from 'xxhash-wasm';
import type { ScrambleHeader } from './scramble.ts';

const { h32Raw } = await xxhash();

/** Version of everything that is drawn: cells, codes and header. */
const VERSION = 1;

const ID_BYTES = 40;
const PLAIN_BYTES = 10 + ID_BYTES;

/** Bytes of a header and its checksum; the rest of its Reed–Solomon block is parity. */
export const HEADER_BYTES = PLAIN_BYTES + 4;

/** What a document may be called. */
const DOCUMENT_ID = new RegExp(`^[!-~]{1,${ID_BYTES}}$`);

/** Whether the fields can be written at all. */
export function isWritable(header: ScrambleHeader): boolean {
  const { documentId, page, of, frontDpi, payloadBytes } = header;
  return (
    DOCUMENT_ID.test(documentId) &&
    [page, of].every((value) => isWhole(value, 0xff)) &&
    page <= of &&
    isWhole(frontDpi, 0xffff) &&
    isWhole(payloadBytes, 0xffffff)
  );
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/** The header as bytes, with a checksum behind it. */
export function encodeHeader(header: ScrambleHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, header.page);
  view.setUint8(2, header.of);
  view.setUint16(3, header.frontDpi);
  view.setUint32(5, header.payloadBytes);
  view.setUint8(9, header.documentId.length);
  bytes.set(new TextEncoder().encode(header.documentId), 10);
  view.setUint32(PLAIN_BYTES, h32Raw(bytes.subarray(0, PLAIN_BYTES)));
  return bytes;
}

/** What a header says; undefined if it is none, or of a version that is not known. */
export function decodeHeader(bytes: Uint8Array): ScrambleHeader | 'unknown-version' | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const checksum = h32Raw(bytes.subarray(0, PLAIN_BYTES));
  if (view.getUint32(PLAIN_BYTES) !== checksum) return undefined;
  if (view.getUint8(0) !== VERSION) return 'unknown-version';
  const idBytes = bytes.subarray(10, 10 + view.getUint8(9));
  const header: ScrambleHeader = {
    documentId: new TextDecoder().decode(idBytes),
    page: view.getUint8(1),
    of: view.getUint8(2),
    frontDpi: view.getUint16(3),
    payloadBytes: view.getUint32(5),
  };
  return isWritable(header) ? header : 'unknown-version';
}
