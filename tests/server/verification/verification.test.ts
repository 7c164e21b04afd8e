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
  return encode({ width, height, data: grey, channels: 1, depth: 8 }, { zlib: { level: 1 } });
}

function coloured({ width, height, grey }: Scan): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (const [at, value] of grey.entries()) rgba.fill(value, at * 4, at * 4 + 3);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return encode({ width, height, data: rgba, channels: 4, depth: 8 }, { zlib: { level: 1 } });
}

function upsideDown({ width, height, grey }: Scan): Scan {
  return { width, height, grey: grey.slice().reverse() };
}

describe('a back is restored', () => {
  test.each<[string, number, () => Uint8Array]>([
    ['in colour, with transparency', 1, () => coloured(sides[1]!)],
    ['upside down', 2, () => png(upsideDown(sides[3]!))],
    ['on the first page of a PDF that bears a scramble image', 1, () => pdf],
  ])('%s', async (_, page, upload) => {
    const outcome = await verify(upload());
    expect(outcome).toMatchObject({ ok: true, value: { documentId: NUMBER, page, of: 2 } });
    if (!outcome.ok) return;
    expect(Buffer.from(outcome.value.front.subarray(1, 4)).toString()).toBe('PNG');
    expect(outcome.value.frontDpi).toBeGreaterThanOrEqual(75);
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
    const other = new MemoryDocumentKeys();
    await runner.run(other.keyOf(NUMBER, () => new Uint8Array(32).fill(1)));
    const outcome = await runner.run(new Verification(reader, other).verify(png(sides[1]!)));
    expect(outcome).toMatchObject({ code: 'scan-tampered' });
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
