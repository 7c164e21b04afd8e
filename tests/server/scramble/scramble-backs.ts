import {
  type Bitmap,
  KEY_BYTES,
  NONCE_BYTES,
  rowBytes,
  type Scan,
  type ScramblePage,
  type Scrambling,
} from '../../../server/scramble/scramble.ts';
import { AES_256_GCM } from '../../../server/scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../../../server/scramble/scramble-decode.ts';
import { encodeScramble } from '../../../server/scramble/scramble-encode.ts';
import { type Rng, streams } from '../../../sim/rng.ts';

/** Chance of a test, by name. */
export function chance(name: string): Rng {
  return streams(1).stream('scramble', name);
}

/** Bytes that nobody guesses. */
export function bytes(rng: Rng, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(rng.uniform() * 256));
}

/** A sheet of something like writing: lines of squares crossed by strokes. */
export function writtenSheet(rng: Rng, lines: number, width = 1240, height = 1754): Bitmap {
  const stride = rowBytes(width);
  const bits = new Uint8Array(stride * height);
  const stroke = (x: number, y: number, dx: number, dy: number, length: number) => {
    for (let step = 0; step < length; step++) {
      const [column, row] = [x + step * dx, y + step * dy];
      if (column < 0 || column >= width || row >= height) continue;
      bits[row * stride + (column >> 3)]! |= 0x80 >> (column & 7);
    }
  };
  for (let line = 0; line < lines; line++) {
    for (let letter = 0; letter < 30 + 9 * rng.uniform(); letter++) {
      const [x, y] = [130 + letter * 25, 150 + line * 40];
      for (let count = 0; count < 10; count++) {
        const [dx, dy] = [Math.floor(rng.uniform() * 18), Math.floor(rng.uniform() * 18)];
        if (rng.uniform() < 0.5) stroke(x, y + dy, 1, 0, 6 + Math.floor(rng.uniform() * 16));
        else stroke(x + dx, y, 0, 1, 6 + Math.floor(rng.uniform() * 16));
      }
    }
  }
  return { width, height, bits };
}

/** A page to encode. */
export function somePage(name: string, front?: Bitmap): ScramblePage {
  const rng = chance(name);
  return {
    front: front ?? writtenSheet(rng, 30),
    frontDpi: 150,
    documentId: '27203-0000123',
    page: 1,
    of: 2,
    key: bytes(rng, KEY_BYTES),
    nonce: bytes(rng, NONCE_BYTES),
  };
}

/** A back that was drawn. */
export type Back = Extract<Scrambling, { readonly kind: 'drawn' }>;

/** The back of a page that is known not to be too dense. */
export function backOf(page: ScramblePage): Back {
  const drawn = encodeScramble(page, AES_256_GCM);
  if (drawn.kind === 'drawn') return drawn;
  throw new Error(`too dense: ${drawn.payloadBytes} bytes`);
}

/** Cells as a machine would show them: three pixels each, white around them. */
export function enlarged({ width, height, bits }: Bitmap): Scan {
  const margin = 30;
  const scan = { width: 3 * width + 2 * margin, height: 3 * height + 2 * margin };
  const grey = new Uint8Array(scan.width * scan.height).fill(255);
  for (let y = 0; y < 3 * height; y++) {
    for (let x = 0; x < 3 * width; x++) {
      const [column, row] = [Math.floor(x / 3), Math.floor(y / 3)];
      const byte = bits[row * rowBytes(width) + (column >> 3)]!;
      if ((byte >> (7 - (column & 7))) & 1) grey[(y + margin) * scan.width + x + margin] = 0;
    }
  }
  return { ...scan, grey };
}

/** What a scan says with a key: the front that comes out, or why none does. */
export function restored(scan: Scan, key: Uint8Array): Bitmap | string {
  const read = readScramble(scan);
  if (read.kind === 'unreadable') return read.reason;
  const opened = restoreFront(read, key, AES_256_GCM);
  return opened.kind === 'restored' ? opened.front : opened.reason;
}

/** Whether two bitmaps are the same; comparing two million pixels one by one takes a second. */
export function isSame(one: Bitmap | string, other: Bitmap): boolean {
  return (
    typeof one !== 'string' &&
    one.width === other.width &&
    one.height === other.height &&
    Buffer.compare(one.bits, other.bits) === 0
  );
}
