import assert from 'node:assert/strict';

/** A BER-TLV data object as a reader finds it. */
export interface ReadObject {
  readonly tag: number;
  /** Where it begins in what was read. */
  readonly at: number;
  readonly value: Uint8Array;
}

/** The data objects in these bytes, up to their end or to filler; tags of one or two bytes. */
export function objectsIn(bytes: Uint8Array, from = 0): readonly ReadObject[] {
  const objects: ReadObject[] = [];
  for (let at = from; at < bytes.length && !isFiller(bytes, at); ) {
    const first = bytes[at] as number;
    const long = (first & 0x1f) === 0x1f;
    const tag = long ? (first << 8) | (bytes[at + 1] as number) : first;
    let cursor = at + (long ? 2 : 1);
    let length = bytes[cursor++] as number;
    if (length > 0x80) {
      const size = length & 0x7f;
      length = Buffer.from(bytes).readUIntBE(cursor, size);
      cursor += size;
    }
    assert(cursor + length <= bytes.length, `object ${tag.toString(16)} ends behind the file`);
    objects.push({ tag, at, value: bytes.subarray(cursor, cursor + length) });
    at = cursor + length;
  }
  return objects;
}

/** Two bytes FF are no tag that occurs here. */
function isFiller(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x00 || (bytes[at] === 0xff && bytes[at + 1] === 0xff);
}
