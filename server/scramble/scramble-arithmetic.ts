/**
 * Binary arithmetic coding with 32-bit integers, carryless (M. Mahoney's paq). The same model
 * drives both directions: an encoder is told each bit and returns it, a decoder ignores what it
 * is told and returns the bit that was encoded.
 */
export interface BitCoder {
  /** `chance` that the bit is 1, in 1/4096: 1 to 4095. */
  code(bit: number, chance: number): number;
}

/** Writes bits, likely ones in less than a bit. */
export class BitEncoder implements BitCoder {
  #low = 0;
  #high = 0xffffffff;
  #bytes = new Uint8Array(1 << 15);
  #length = 0;

  code(bit: number, chance: number): number {
    const middle = this.#low + ((this.#high - this.#low) >>> 12) * chance;
    if (bit === 1) this.#high = middle;
    else this.#low = middle + 1;
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#write(this.#high >>> 24);
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 0xff) >>> 0;
    }
    return bit;
  }

  /** All that was written. */
  finish(): Uint8Array {
    // One byte between low and high decides; a decoder reads zeros after the end.
    const top = this.#low >>> 24;
    this.#write((top << 24) >>> 0 === this.#low ? top : top + 1);
    return this.#bytes.slice(0, this.#length);
  }

  #write(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** Reads the bits of an encoder. */
export class BitDecoder implements BitCoder {
  readonly #bytes: Uint8Array;
  #next = 0;
  #low = 0;
  #high = 0xffffffff;
  #value = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let count = 0; count < 4; count++) this.#read();
  }

  code(_bit: number, chance: number): number {
    const middle = this.#low + ((this.#high - this.#low) >>> 12) * chance;
    const bit = this.#value <= middle ? 1 : 0;
    if (bit === 1) this.#high = middle;
    else this.#low = middle + 1;
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 0xff) >>> 0;
      this.#read();
    }
    return bit;
  }

  #read(): void {
    this.#value = ((this.#value << 8) | (this.#bytes[this.#next] ?? 0)) >>> 0;
    this.#next += 1;
  }
}
