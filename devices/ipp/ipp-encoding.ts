import assert from 'node:assert/strict';
import {
  COLLECTION,
  END_OF_ATTRIBUTES,
  type IppAttribute,
  type IppDateTime,
  type IppMessage,
  type IppValue,
  OUT_OF_BAND,
  TEXTUAL,
  VALUE,
} from './ipp-message.ts';

/** Writes a message as it goes over the wire (RFC 8010 §3.1). */
export function encodeIpp({ version, code, requestId, groups, data }: IppMessage): Uint8Array {
  const bytes = new Bytes();
  bytes.uint8(version.major);
  bytes.uint8(version.minor);
  bytes.uint16(code);
  bytes.int32(requestId);
  for (const { tag, attributes } of groups) {
    bytes.uint8(tag);
    for (const attribute of attributes) writeAttribute(bytes, attribute);
  }
  bytes.uint8(END_OF_ATTRIBUTES);
  bytes.raw(data);
  return bytes.written;
}

function writeAttribute(bytes: Bytes, { name, values }: IppAttribute): void {
  assert(values.length > 0 && name !== '', `the attribute '${name}' has no value or no name`);
  values.forEach((value, index) => {
    writeValue(bytes, index === 0 ? name : '', value);
  });
}

/** One value with its tag; of further values the name is empty. */
function writeValue(bytes: Bytes, name: string, value: IppValue): void {
  bytes.uint8(codeOf(value));
  bytes.text(name);
  if (value.tag !== 'collection') {
    bytes.lengthOf(() => writeContent(bytes, value));
    return;
  }
  bytes.uint16(0);
  for (const member of value.value) {
    assert(member.values.length > 0, `the member '${member.name}' has no value`);
    bytes.uint8(COLLECTION.memberName);
    bytes.uint16(0);
    bytes.text(member.name);
    for (const each of member.values) writeValue(bytes, '', each);
  }
  bytes.uint8(COLLECTION.end);
  bytes.uint16(0);
  bytes.uint16(0);
}

function codeOf(value: IppValue): number {
  if (value.tag === 'other') return value.code;
  if (value.tag in OUT_OF_BAND) return OUT_OF_BAND[value.tag as keyof typeof OUT_OF_BAND];
  if (value.tag in TEXTUAL) return TEXTUAL[value.tag as keyof typeof TEXTUAL];
  return VALUE[value.tag as keyof typeof VALUE];
}

function writeContent(bytes: Bytes, value: Exclude<IppValue, { tag: 'collection' }>): void {
  switch (value.tag) {
    case 'integer':
    case 'enum':
      bytes.int32(value.value);
      return;
    case 'boolean':
      bytes.uint8(value.value ? 1 : 0);
      return;
    case 'octetString':
    case 'other':
      bytes.raw(value.value);
      return;
    case 'dateTime':
      writeDateTime(bytes, value.value);
      return;
    case 'resolution':
      bytes.int32(value.value.crossFeed);
      bytes.int32(value.value.feed);
      bytes.uint8(value.value.unit === 'dpi' ? 3 : 4);
      return;
    case 'rangeOfInteger':
      bytes.int32(value.value.lower);
      bytes.int32(value.value.upper);
      return;
    case 'textWithLanguage':
    case 'nameWithLanguage':
      bytes.text(value.value.language);
      bytes.text(value.value.text);
      return;
    default:
      if ('value' in value) bytes.characters(value.value);
  }
}

function writeDateTime(bytes: Bytes, time: IppDateTime): void {
  bytes.uint16(time.year);
  const { month, day, hour, minute, second, deciSecond } = time;
  for (const field of [month, day, hour, minute, second, deciSecond]) bytes.uint8(field);
  bytes.characters(time.utcSign);
  bytes.uint8(time.utcHours);
  bytes.uint8(time.utcMinutes);
}

/** Lengths are SIGNED-SHORT (RFC 8010 §3.1). */
const MAX_LENGTH = 0x7fff;

const UTF8 = new TextEncoder();

/** Bytes that grow at their end. */
class Bytes {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  uint8(value: number): void {
    assert(value >= 0 && value <= 0xff, `${value} is no byte`);
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
  }

  uint16(value: number): void {
    assert(value >= 0 && value <= 0xffff, `${value} does not fit into 16 bits`);
    const at = this.#grow(2);
    this.#view.setUint16(at, value);
  }

  int32(value: number): void {
    assert(value === (value | 0), `${value} does not fit into 32 bits`);
    const at = this.#grow(4);
    this.#view.setInt32(at, value);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  characters(text: string): void {
    this.raw(UTF8.encode(text));
  }

  /** Text after its length. */
  text(text: string): void {
    this.lengthOf(() => this.characters(text));
  }

  /** What `write` writes, after its length. */
  lengthOf(write: () => void): void {
    const at = this.#grow(2);
    write();
    const length = this.#length - at - 2;
    assert(length <= MAX_LENGTH, `a value of ${length} bytes; IPP takes ${MAX_LENGTH}`);
    this.#view.setUint16(at, length);
  }

  /** Makes room for so many bytes and answers where they begin. */
  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
