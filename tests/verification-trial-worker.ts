import assert from 'node:assert/strict';
import {
  type Bitmap,
  FRONT_RESOLUTIONS_DPI,
  KEY_BYTES,
  NONCE_BYTES,
  type Scan,
  type ScramblePage,
  type Scrambling,
} from '../server/scramble/scramble.ts';
import { CAPACITY_BYTES } from '../server/scramble/scramble-blocks.ts';
import { AES_256_GCM } from '../server/scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../server/scramble/scramble-decode.ts';
import { encodeScramble } from '../server/scramble/scramble-encode.ts';
import { type Rng, streams } from '../sim/rng.ts';
import { inkOf, randomPage } from './certificate-pages.ts';
import { damaged } from './damage.ts';
import { scanBack } from './degradations.ts';
import { kindOf, type Trial, type Verified, wayOf } from './verification-trial.ts';

/** One document in so many is spliced with another, too. */
const SPLICED = 10;

/** Draws, prints, damages, scans and restores some documents. */
export async function tryDocuments({ seed, first, count }: Trial): Promise<readonly Verified[]> {
  const results: Verified[] = [];
  for (let document = first; document < first + count; document++) {
    results.push(await tryDocument(streams(seed).stream('document', document), document));
  }
  return results;
}

async function tryDocument(rng: Rng, document: number): Promise<Verified> {
  const { page, drawn, encodeMs } = await drawnPage(rng, document);
  const kind = kindOf(document);
  const { scanning, damage } = wayOf(kind, rng);
  const cells = damage === undefined ? drawn.cells : damaged(drawn.cells, damage, rng);
  const scan = scanBack(cells, drawn.place, scanning, rng);
  const { outcome, otherKey, correctedShare, decodeMs } = verify(scan, page, rng);
  return {
    kind,
    outcome,
    otherKey,
    correctedShare,
    splice: document % SPLICED === 0 ? verifySplice(page, drawn, rng) : undefined,
    frontDpi: page.frontDpi,
    payloadBytes: drawn.payloadBytes,
    capacityBytes: CAPACITY_BYTES,
    encodeMs,
    decodeMs,
  };
}

type Drawn = Extract<Scrambling, { readonly kind: 'drawn' }>;

/** A random page at the first resolution that is not too dense. */
async function drawnPage(
  rng: Rng,
  document: number,
): Promise<{ readonly page: ScramblePage; readonly drawn: Drawn; readonly encodeMs: number }> {
  const pdf = await randomPage(rng);
  for (const frontDpi of FRONT_RESOLUTIONS_DPI) {
    const page: ScramblePage = {
      front: await inkOf(pdf, frontDpi),
      frontDpi,
      documentId: `27203-${String(document).padStart(7, '0')}`,
      page: 1,
      of: 1,
      key: bytes(rng, KEY_BYTES),
      nonce: bytes(rng, NONCE_BYTES),
    };
    const beganMs = performance.now();
    const drawn = encodeScramble(page, AES_256_GCM);
    const encodeMs = performance.now() - beganMs;
    if (drawn.kind === 'drawn') return { page, drawn, encodeMs };
  }
  assert.fail('a page that is too dense at every resolution');
}

function verify(
  scan: Scan,
  { front, documentId, key }: ScramblePage,
  rng: Rng,
): Pick<Verified, 'outcome' | 'otherKey' | 'correctedShare' | 'decodeMs'> {
  const beganMs = performance.now();
  const read = readScramble(scan);
  if (read.kind === 'unreadable') {
    const decodeMs = performance.now() - beganMs;
    return { outcome: read.reason, otherKey: undefined, correctedShare: 0, decodeMs };
  }
  const opened = restoreFront(read, key, AES_256_GCM);
  const decodeMs = performance.now() - beganMs;
  const isRight =
    opened.kind === 'restored' && opened.documentId === documentId && isSame(opened.front, front);
  const other = restoreFront(read, bytes(rng, KEY_BYTES), AES_256_GCM);
  return {
    outcome: opened.kind === 'unreadable' ? opened.reason : isRight ? 'restored' : 'wrong',
    otherKey: other.kind === 'unreadable' ? other.reason : 'restored',
    correctedShare: read.correctedShare,
    decodeMs,
  };
}

/** The upper rows of one back above the lower rows of another, which is of the same front. */
function verifySplice(page: ScramblePage, drawn: Drawn, rng: Rng): Verified['outcome'] {
  const other = encodeScramble(
    { ...page, documentId: '13101-0000001', nonce: bytes(rng, NONCE_BYTES) },
    AES_256_GCM,
  );
  assert(other.kind === 'drawn', 'the same front is as dense as before');
  const cut = Math.floor(drawn.cells.height * (0.3 + 0.4 * rng.uniform()));
  const start = cut * (drawn.cells.bits.length / drawn.cells.height);
  const bits = drawn.cells.bits.slice();
  bits.set(other.cells.bits.subarray(start), start);
  const { scanning } = wayOf('as printed', rng);
  const read = readScramble(scanBack({ ...drawn.cells, bits }, drawn.place, scanning, rng));
  if (read.kind === 'unreadable') return read.reason;
  const opened = restoreFront(read, page.key, AES_256_GCM);
  if (opened.kind === 'unreadable') return opened.reason;
  return isSame(opened.front, page.front) ? 'restored' : 'wrong';
}

function isSame(one: Bitmap, other: Bitmap): boolean {
  return one.width === other.width && Buffer.compare(one.bits, other.bits) === 0;
}

function bytes(rng: Rng, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(rng.uniform() * 256));
}
