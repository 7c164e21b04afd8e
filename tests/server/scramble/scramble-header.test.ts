import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScrambleHeader } from '../../../server/scramble/scramble.ts';
import {
  decodeHeader,
  encodeHeader,
  HEADER_BYTES,
  isWritable,
} from '../../../server/scramble/scramble-header.ts';

const header: ScrambleHeader = {
  documentId: '27203-0000123',
  page: 2,
  of: 3,
  frontDpi: 150,
  payloadBytes: 12_345,
};

describe('the header of a back', () => {
  it('says what was written', () => {
    const headers = fc
      .record({
        documentId: fc.stringMatching(/^[!-~]{1,40}$/),
        page: fc.integer({ min: 1, max: 255 }),
        of: fc.integer({ min: 1, max: 255 }),
        frontDpi: fc.integer({ min: 1, max: 0xffff }),
        payloadBytes: fc.integer({ min: 1, max: 0xffffff }),
      })
      .filter(({ page, of }) => page <= of);
    fc.assert(
      fc.property(headers, (fields) => {
        const bytes = encodeHeader(fields);
        expect(bytes.length).toBe(HEADER_BYTES);
        expect(decodeHeader(bytes)).toEqual(fields);
      }),
    );
  });

  it('says nothing once any bit of it has changed', () => {
    const bytes = encodeHeader(header);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeHeader(changed)).toBeUndefined();
    }
    expect(decodeHeader(new Uint8Array(HEADER_BYTES))).toBeUndefined();
  });

  it('takes no field that does not fit', () => {
    expect(isWritable(header)).toBe(true);
    const wrong: readonly Partial<ScrambleHeader>[] = [
      { documentId: '' },
      { documentId: 'x'.repeat(41) },
      { documentId: '豊中' },
      { documentId: 'a b' },
      { page: 0 },
      { page: 4 },
      { of: 256 },
      { page: 1.5 },
      { frontDpi: 0 },
      { payloadBytes: 2 ** 24 },
    ];
    for (const fields of wrong) expect(isWritable({ ...header, ...fields })).toBe(false);
  });
});
