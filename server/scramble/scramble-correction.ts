import { GenericGF, ReedSolomonDecoder, ReedSolomonEncoder } from '@zxing/library';

/*
 * Reed–Solomon over GF(256), the field of QR codes, by ZXing. Blocks are interleaved: byte i of
 * block b is byte i × blocks + b of what is drawn, so that what lies together belongs to
 * different blocks.
 */

const FIELD = GenericGF.QR_CODE_FIELD_256;
const decoder = new ReedSolomonDecoder(FIELD);
const encoder = new ReedSolomonEncoder(FIELD);

/** How bytes are cut into Reed–Solomon blocks. */
export interface Blocks {
  readonly count: number;
  /** Bytes of a block with its parity, at most 255. */
  readonly bytes: number;
  /** Bytes of a block without its parity, at least 1. */
  readonly dataBytes: number;
}

/** The data of all blocks, interleaved as it is, and behind it their parity. */
export function addParity(data: Uint8Array, blocks: Blocks): Uint8Array {
  const { count, bytes, dataBytes } = blocks;
  const parityBytes = bytes - dataBytes;
  const protectedBytes = new Uint8Array(count * bytes);
  protectedBytes.set(data);
  const products = generatorProducts(parityBytes);
  const parity = new Uint8Array(parityBytes);
  for (let block = 0; block < count; block++) {
    parity.fill(0);
    for (let index = 0; index < dataBytes; index++) {
      divideStep(parity, protectedBytes[index * count + block]!, products);
    }
    for (let index = 0; index < parityBytes; index++) {
      protectedBytes[(dataBytes + index) * count + block] = parity[index]!;
    }
  }
  return protectedBytes;
}

/**
 * The generator polynomial times each element of the field. The library's encoder divides
 * polynomials that it allocates anew for every byte; asked once for the parity of 1, which is
 * the generator, it leaves a division by table, twenty times as fast.
 */
function generatorProducts(parityBytes: number): Uint8Array {
  const generator = new Int32Array(1 + parityBytes);
  generator[0] = 1;
  encoder.encode(generator, parityBytes);
  const products = new Uint8Array(256 * parityBytes);
  for (let factor = 1; factor < 256; factor++) {
    for (let index = 0; index < parityBytes; index++) {
      products[factor * parityBytes + index] = FIELD.multiply(factor, generator[index + 1]!);
    }
  }
  return products;
}

/** One step of the long division of a message by the generator; `parity` is the remainder. */
function divideStep(parity: Uint8Array, byte: number, products: Uint8Array): void {
  const last = parity.length - 1;
  const row = (byte ^ parity[0]!) * parity.length;
  for (let index = 0; index < last; index++) {
    parity[index] = parity[index + 1]! ^ products[row + index]!;
  }
  parity[last] = products[row + last]!;
}

/** Data as it was before some bytes were destroyed, and how many those were. */
export interface Correction {
  readonly data: Uint8Array;
  readonly corrected: number;
}

/** Finds and mends wrong bytes; undefined if any block has more than half its parity of them. */
export function correctErrors(received: Uint8Array, blocks: Blocks): Correction | undefined {
  const { count, bytes, dataBytes } = blocks;
  const data = new Uint8Array(count * dataBytes);
  const codeword = new Int32Array(bytes);
  let corrected = 0;
  for (let block = 0; block < count; block++) {
    for (let index = 0; index < bytes; index++) codeword[index] = received[index * count + block]!;
    try {
      decoder.decode(codeword, bytes - dataBytes);
    } catch {
      // Its only failure is an exception, of one kind or another: too many errors.
      return undefined;
    }
    for (let index = 0; index < bytes; index++) {
      if (codeword[index] !== received[index * count + block]) corrected += 1;
    }
    for (let index = 0; index < dataBytes; index++) data[index * count + block] = codeword[index]!;
  }
  return { data, corrected };
}
