import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { read, restore } from '../../../server/verification/scan-reader-pdf-worker.ts';

/** What nobody can scan, of so many channels and bits. */
function blank(channels: 1 | 2 | 3 | 4, depth: 8 | 16): Uint8Array {
  const samples = 64 * 64 * channels;
  const data = depth === 8 ? new Uint8Array(samples) : new Uint16Array(samples);
  return encode({ width: 64, height: 64, data: data.fill(2 ** depth - 1), channels, depth });
}

test.each([
  [1, 8],
  [2, 8],
  [3, 8],
  [4, 8],
  [1, 16],
  [3, 16],
] as const)(
  'a blank picture of %i channels of %i bits bears no scramble image',
  async (channels, depth) => {
    expect(await read(blank(channels, depth))).toEqual({
      kind: 'unreadable',
      reason: 'no-fiducials',
    });
  },
);

test('what is no picture is no format', async () => {
  for (const upload of [new Uint8Array(0), Buffer.from('%PDF-'), blank(1, 8).slice(0, 40)]) {
    expect(await read(upload)).toEqual({ kind: 'unreadable', reason: 'format' });
  }
});

test('a payload that was never sealed is not restored', () => {
  const sealed = {
    kind: 'read',
    documentId: '27203-0000001',
    page: 1,
    of: 1,
    frontDpi: 150,
    header: new Uint8Array(64),
    payload: new Uint8Array(200),
    correctedShare: 0,
  } as const;
  expect(restore({ sealed, key: new Uint8Array(32) })).toBe('tampered');
});
