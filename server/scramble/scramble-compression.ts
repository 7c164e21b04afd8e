import assert from 'node:assert/strict';
import { type Bitmap, rowBytes } from './scramble.ts';
import { type BitCoder, BitDecoder, BitEncoder } from './scramble-arithmetic.ts';

/*
 * Lossless compression of a page of text: every pixel is predicted from those around it that are
 * known already, and only the surprise is written. The prediction mixes two memories, of a near
 * and of a wide neighbourhood, as in the lpaq family (M. Mahoney); rows like the one above and
 * blank stretches cost next to nothing. Integers only: a page is the same on every machine.
 */

/** Longest side of a bitmap that can be written, in pixels. */
export const MAX_SIDE_PIXELS = 16_383;

const FORMAT = 1;
const HEAD_BYTES = 5;

/** Packs a bitmap. */
export function compressBitmap(bitmap: Bitmap): Uint8Array {
  const { width, height, bits } = bitmap;
  assert(isSide(width) && isSide(height), `a bitmap of ${width} by ${height} pixels`);
  assert(bits.length === rowBytes(width) * height, 'a bitmap has all of its pixels');
  const coder = new BitEncoder();
  // The rows are written to as they are read: the coder gives back the bits it is given.
  codeRows(bits.slice(), rowBytes(width), coder);
  const coded = coder.finish();
  const bytes = new Uint8Array(HEAD_BYTES + coded.length);
  const head = new DataView(bytes.buffer);
  head.setUint8(0, FORMAT);
  head.setUint16(1, width);
  head.setUint16(3, height);
  bytes.set(coded, HEAD_BYTES);
  return bytes;
}

/** Unpacks what `compressBitmap` packed; undefined if it is of another format. */
export function decompressBitmap(bytes: Uint8Array): Bitmap | undefined {
  if (bytes.length < HEAD_BYTES || bytes[0] !== FORMAT) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  const width = head.getUint16(1);
  const height = head.getUint16(3);
  if (!isSide(width) || !isSide(height)) return undefined;
  const bits = new Uint8Array(rowBytes(width) * height);
  codeRows(bits, rowBytes(width), new BitDecoder(bytes.subarray(HEAD_BYTES)));
  return { width, height, bits };
}

function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels >= 1 && pixels <= MAX_SIDE_PIXELS;
}

/** Runs all rows through a coder: an encoder reads them, a decoder fills them in. */
function codeRows(bits: Uint8Array, stride: number, coder: BitCoder): void {
  const model = new PixelModel(coder);
  const blank = () => new Uint8Array(stride + 2);
  let rows: Rows = [blank(), blank(), blank(), blank(), blank()];
  let repeated = 0;
  for (let start = 0; start < bits.length; start += stride) {
    const [row, above] = rows;
    row.set(bits.subarray(start, start + stride), 1);
    repeated = model.flag(repeated, isSame(row, above) ? 1 : 0);
    if (repeated === 1) row.set(above);
    else model.codeRow(rows);
    bits.set(row.subarray(1, 1 + stride), start);
    rows = [rows[4].fill(0), row, above, rows[2], rows[3]];
  }
}

/** The row being coded and the four above it, nearest first, each between two blank bytes. */
type Rows = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

function isSame(row: Uint8Array, other: Uint8Array): boolean {
  for (let index = 0; index < row.length; index++) if (row[index] !== other[index]) return false;
  return true;
}

/** Contexts of the wide memory are hashed to this many bits: 4 MB, which a page does not fill. */
const WIDE_BITS = 20;
/** Pixels of the near neighbourhood. */
const NEAR_BITS = 10;
/** Times seen, after which a prediction moves no slower, and what counts as seen often. */
const SEEN_LIMIT = 60;
const SEEN_OFTEN = 15;
/** How fast the mixing learns, and where it begins: both memories at 0.4, in 1/65536. */
const LEARNING_RATE = 10;
const FIRST_WEIGHT = 26_000;
const FLAGS = { repeated: 0, blankUnderBlank: 2, blankUnderText: 3 } as const;

class PixelModel {
  readonly #coder: BitCoder;
  readonly #flags = new Uint32Array(4);
  readonly #near = new Uint32Array(1 << NEAR_BITS);
  readonly #wide = new Uint32Array(1 << WIDE_BITS);
  /** A pair for each number of times that the wide context has been seen. */
  readonly #weights = new Int32Array(2 * (SEEN_OFTEN + 1)).fill(FIRST_WEIGHT);

  constructor(coder: BitCoder) {
    this.#coder = coder;
  }

  /** Codes a yes or no that has a memory of its own. */
  flag(context: number, bit: number): number {
    const state = this.#flags[context]! ^ EVEN;
    const coded = this.#coder.code(bit, Math.max(1, state >>> 20));
    this.#flags[context] = learned(state, coded) ^ EVEN;
    return coded;
  }

  /** Codes the first of the rows, eight pixels at a time. */
  codeRow([row, above, second, third, fourth]: Rows): void {
    const last = row.length - 2;
    for (let index = 1; index <= last; index++) {
      const first24 = three(above, index);
      const second24 = three(second, index);
      if ((first24 | second24) === 0 && row[index - 1] === 0) {
        const context = third[index] === 0 ? FLAGS.blankUnderBlank : FLAGS.blankUnderText;
        if (this.flag(context, row[index] === 0 ? 1 : 0) === 1) continue;
      }
      this.#codeByte(row, index, first24, second24, three(third, index), three(fourth, index));
    }
  }

  /** The numbers hold three bytes of the four rows above: the pixel's own column is bit 15 − n. */
  #codeByte(
    row: Uint8Array,
    index: number,
    first: number,
    second: number,
    third: number,
    fourth: number,
  ): void {
    const known = row[index]!;
    let left = row[index - 1]!;
    for (let n = 0; n < 8; n++) {
      const near =
        (left & 3) | (((first >> (13 - n)) & 0x1f) << 2) | (((second >> (14 - n)) & 7) << 7);
      const low =
        (left & 0x3f) |
        (((first >> (10 - n)) & 0x3ff) << 6) |
        (((second >> (11 - n)) & 0xff) << 16);
      const high = ((third >> (12 - n)) & 0x7f) | (((fourth >> (14 - n)) & 7) << 7);
      const bit = this.#codePixel((known >> (7 - n)) & 1, near, hash(low, high));
      left = (left << 1) | bit;
    }
    row[index] = left & 0xff;
  }

  #codePixel(known: number, near: number, wide: number): number {
    const nearState = this.#near[near]! ^ EVEN;
    const wideState = this.#wide[wide]! ^ EVEN;
    const nearOdds = STRETCHED[nearState >>> 20]!;
    const wideOdds = STRETCHED[wideState >>> 20]!;
    const pair = 2 * Math.min(wideState & SEEN_MASK, SEEN_OFTEN);
    const nearWeight = this.#weights[pair]!;
    const wideWeight = this.#weights[pair + 1]!;
    const odds = (nearWeight * nearOdds + wideWeight * wideOdds) >> 16;
    const chance = SQUASHED[Math.max(-2047, Math.min(2047, odds)) + 2048]!;
    const bit = this.#coder.code(known, chance);
    const error = ((bit << 12) - chance) * LEARNING_RATE;
    this.#weights[pair] = nearWeight + ((nearOdds * error + 0x8000) >> 16);
    this.#weights[pair + 1] = wideWeight + ((wideOdds * error + 0x8000) >> 16);
    this.#near[near] = learned(nearState, bit) ^ EVEN;
    this.#wide[wide] = learned(wideState, bit) ^ EVEN;
    return bit;
  }
}

function three(row: Uint8Array, index: number): number {
  return (row[index - 1]! << 16) | (row[index]! << 8) | row[index + 1]!;
}

function hash(low: number, high: number): number {
  let mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high + 1, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b3c6d) >>> (32 - WIDE_BITS);
}

/*
 * A state is the chance of black in 22 bits and below it the number of times seen. It is stored
 * with its highest bit turned, so that the zeros of a new array mean even chances, never seen.
 */
const EVEN = 0x80000000;
const SEEN_BITS = 10;
const SEEN_MASK = (1 << SEEN_BITS) - 1;

/** 65536 over times seen and a half more: the first sights move a prediction most. */
const RATES = Int32Array.from({ length: SEEN_LIMIT + 1 }, (_, seen) =>
  Math.round(131_072 / (2 * seen + 3)),
);

function learned(state: number, bit: number): number {
  const seen = state & SEEN_MASK;
  const chance = state >>> SEEN_BITS;
  // Divided, not shifted: the product needs more than 32 bits.
  const step = Math.trunc(((((bit << 22) - chance) >> 3) * RATES[seen]!) / 8192);
  return ((chance + step) << SEEN_BITS) | (seen < SEEN_LIMIT ? seen + 1 : seen);
}

/** Where the logistic function is known exactly. */
const KNOTS = Int16Array.of(
  ...[1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348],
  ...[3607, 3785, 3901, 3975, 4024, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094],
);

/** The logistic function of −2048 to 2047 in 1/256, as 1 to 4095 in 1/4096, between 33 knots. */
const SQUASHED = Int16Array.from({ length: 4096 }, (_, index) => {
  const [knot, rest] = [index >> 7, index & 127];
  const value = (KNOTS[knot]! * (128 - rest) + KNOTS[knot + 1]! * rest + 64) >> 7;
  return Math.max(1, Math.min(4095, value));
});

/** Its inverse. */
const STRETCHED = (() => {
  const odds = new Int16Array(4096).fill(2047);
  let next = 0;
  for (let value = -2047; value <= 2047; value++) {
    const chance = SQUASHED[value + 2048]!;
    if (chance >= next) odds.fill(value, next, chance + 1);
    next = Math.max(next, chance + 1);
  }
  return odds;
})();
