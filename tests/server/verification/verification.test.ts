import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protect } from '../../../server/anti-forgery/anti-forgery-pdf-worker.ts';
import { rasterise } from '../../../server/contract-raster-pdf.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { MemoryDocumentKeys } from '../../../server/ledger/document-keys-memory.ts';
import type { Outcome } from '../../../server/problems.ts';
import type { Scan } from '../../../server/scramble/scramble.ts';
import { PooledScanReader } from '../../../server/verification/scan-reader-pdf.ts';
import { Verification, type Verified } from '../../../server/verification/verification.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { someRecord } from '../document/certificate-content.ts';

const runner = new RealTime();
const reader = new PooledScanReader({ threads: 1 });
const keys = new MemoryDocumentKeys();
const verification = new Verification(reader, keys);
const NUMBER = '27203-0000123';
const KEY = new Uint8Array(32).fill(9);

let pdf: Uint8Array;
/** The sides of the document as scanned at 200 dpi: front, back, front, back. */
const sides: Scan[] = [];

beforeAll(async () => {
  await runner.run(keys.keyOf(NUMBER, () => KEY));
  const fronts = await draw(someRecord(5));
  pdf = await protect({ documentNumber: NUMBER, key: KEY, bytes: fronts });
  await rasterise(pdf, (page) => {
    if (page !== undefined) sides.push(page.raster(200));
  });
});

afterAll(async () => {
  runner.stop();
  await reader.close();
});

function verify(upload: Uint8Array): Promise<Outcome<Verified>> {
  return runner.run(verification.verify(upload));
}

function png({ width, height, grey }: Scan): Uint8Array {
  return encode({ width, height, data: grey, channels: 1, depth: 8 });
}

describe('a scan of a back', () => {
  test.each([
    [1, 1],
    [3, 2],
  ])('is restored: side %i is page %i of 2', async (side, page) => {
    const outcome = await verify(png(sides[side]!));
    expect(outcome).toMatchObject({ ok: true, value: { documentId: NUMBER, page, of: 2 } });
    if (!outcome.ok) return;
    expect(Buffer.from(outcome.value.front.subarray(1, 4)).toString()).toBe('PNG');
    expect(outcome.value.frontDpi).toBeGreaterThanOrEqual(75);
  });

  test('is read in colour, with transparency, and from a PDF', async () => {
    const { width, height, grey } = sides[1]!;
    const rgba = new Uint8Array(width * height * 4);
    for (const [at, value] of grey.entries()) rgba.set([value, value, value, 255], at * 4);
    const coloured = encode({ width, height, data: rgba, channels: 4, depth: 8 });
    expect((await verify(coloured)).ok).toBe(true);
    // The first page that bears a scramble image, the back of page 1.
    expect(await verify(pdf)).toMatchObject({ ok: true, value: { page: 1 } });
  });

  test('upside down is restored too', async () => {
    const { width, height, grey } = sides[1]!;
    const turned = { width, height, grey: grey.slice().reverse() };
    expect((await verify(png(turned))).ok).toBe(true);
  });
});

describe('refused is', () => {
  test('a front: there is nothing to decode on it', async () => {
    expect(await verify(png(sides[0]!))).toMatchObject({ code: 'scan-unreadable' });
  });

  test('a back of which too much is destroyed', async () => {
    const { width, height, grey } = sides[1]!;
    const torn = grey.slice();
    torn.fill(255, (height >> 1) * width);
    expect(await verify(png({ width, height, grey: torn }))).toMatchObject({
      code: 'scan-unreadable',
    });
  });

  test('a document that the centre has never issued', async () => {
    const unknown = new Verification(reader, new MemoryDocumentKeys());
    const outcome = await runner.run(unknown.verify(png(sides[1]!)));
    expect(outcome).toEqual({ ok: false, code: 'document-unknown' });
  });

  test('a back that was sealed by somebody else', async () => {
    const bytes = await draw(someRecord(1));
    const forged = await protect({
      documentNumber: NUMBER,
      key: new Uint8Array(32).fill(1),
      bytes,
    });
    expect(await verify(forged)).toMatchObject({ code: 'scan-tampered' });
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('no picture at all')],
    [
      'a PNG that is cut off',
      png({ width: 30, height: 30, grey: new Uint8Array(900) }).slice(0, 60),
    ],
    ['a PDF that is none', new TextEncoder().encode('%PDF-1.7 and no more')],
    ['a picture that claims to be of gigabytes', claiming(100_000, 100_000)],
  ])('%s', async (_, upload) => {
    expect(await verify(upload)).toMatchObject({ ok: false, code: 'scan-format' });
  });
});

/** A PNG whose header claims this size. */
function claiming(width: number, height: number): Uint8Array {
  const bytes = png({ width: 8, height: 8, grey: new Uint8Array(64) }).slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}
