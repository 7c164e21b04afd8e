/** What a decoder throws and catches itself. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** Offset of the byte at which it is wrong. */
  readonly at: number;

  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

/** A byte order mark is a character of the text like any other: bytes in are bytes out. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads bytes one after the other, and nothing behind the last one that counts. */
export class IppCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  readonly #ending: string;
  #at = 0;

  constructor(bytes: Uint8Array, maxBytes: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = Math.min(bytes.length, maxBytes);
    this.#ending =
      bytes.length > maxBytes
        ? 'more bytes of attributes than are taken'
        : 'the message ends too early';
  }

  get at(): number {
    return this.#at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#pass(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#pass(4));
  }

  /** A byte that means something from `least` to `most` only. */
  within(what: string, least: number, most: number): number {
    const at = this.#at;
    const value = this.uint8();
    if (value < least || value > most) throw new Malformed(`${what} of ${value}`, at);
    return value;
  }

  sign(): '+' | '-' {
    return this.within('a sign', 0x2b, 0x2d) === 0x2b ? '+' : this.#minus();
  }

  #minus(): '-' {
    const at = this.#at - 1;
    if (this.#bytes[at] !== 0x2d) throw new Malformed('a sign that is neither + nor -', at);
    return '-';
  }

  /** A SIGNED-SHORT that is not negative. */
  length(): number {
    const at = this.#at;
    const length = this.uint16();
    if (length > 0x7fff) throw new Malformed('a negative length', at);
    return length;
  }

  raw(length: number): Uint8Array {
    const at = this.#pass(length);
    return this.#bytes.slice(at, at + length);
  }

  characters(length: number): string {
    const at = this.#pass(length);
    try {
      return UTF8.decode(this.#bytes.subarray(at, at + length));
    } catch {
      throw new Malformed('text that is not UTF-8', at);
    }
  }

  text(): string {
    return this.characters(this.length());
  }

  /** What is behind the attributes; a view of the bytes, not a copy. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  #pass(count: number): number {
    const at = this.#at;
    if (at + count > this.#end) throw new Malformed(this.#ending, at);
    this.#at += count;
    return at;
  }
}
