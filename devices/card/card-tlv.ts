/** A BER-TLV data object: tag of one or two bytes, length, and the values one after another. */
export function dataObject(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const length = values.reduce((sum, value) => sum + value.length, 0);
  const header = [...(tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]), ...lengthField(length)];
  return joined(Uint8Array.from(header), ...values);
}

/** Bytes one after another. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Text in UTF-8, which for digits and letters is ASCII. */
export function textBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

const encoder = new TextEncoder();

/** Bytes from hexadecimal digits. */
export function hexBytes(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** So many bytes of one value. */
export function filled(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

/** The length of a TLV object: below 128 itself, else in one or two bytes with their count. */
function lengthField(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
