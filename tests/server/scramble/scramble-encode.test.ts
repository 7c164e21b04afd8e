import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRONT_RESOLUTIONS_DPI, rowBytes } from '../../../server/scramble/scramble.ts';
import { CAPACITY_BYTES } from '../../../server/scramble/scramble-blocks.ts';
import { COLUMNS, PLACE, ROWS } from '../../../server/scramble/scramble-cells.ts';
import { AES_256_GCM } from '../../../server/scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../../../server/scramble/scramble-decode.ts';
import { encodeScramble } from '../../../server/scramble/scramble-encode.ts';
import { backOf, bytes, chance, enlarged, isSame, somePage } from './scramble-backs.ts';

/** A front that no compression makes shorter. */
function noise(packedBytes: number) {
  return { width: 1024, height: packedBytes >> 7, bits: bytes(chance('noise'), packedBytes) };
}

describe('drawing a scramble image', () => {
  it('gives the same cells for the same page, and quite others for another nonce', () => {
    const page = somePage('one');
    const one = backOf(page);
    expect(backOf(page)).toEqual(one);
    const other = backOf({ ...page, nonce: bytes(chance('other'), 12) });
    const differing = one.cells.bits.filter((byte, index) => byte !== other.cells.bits[index]);
    // Of eight cells all are alike once in 256 times; finders, and half of the header, always.
    expect(differing.length / one.cells.bits.length).toBeGreaterThan(0.94);
  });

  it('fills its place with black and white in equal parts', () => {
    const { cells, place } = backOf(somePage('half'));
    expect(place).toEqual(PLACE);
    expect(cells).toMatchObject({ width: COLUMNS, height: ROWS });
    let black = 0;
    for (const byte of cells.bits) for (let bit = byte; bit > 0; bit >>= 1) black += bit & 1;
    expect(black / (COLUMNS * ROWS)).toBeCloseTo(0.5, 1);
  });

  it('uses all room for parity: a short payload and a long one draw as many bytes', () => {
    const short = backOf(somePage('short', { width: 8, height: 8, bits: new Uint8Array(8) }));
    const long = backOf(somePage('long', noise(15_872)));
    expect(short.payloadBytes).toBeLessThan(60);
    expect(long.payloadBytes).toBeGreaterThan(0.95 * CAPACITY_BYTES);
    expect(short.drawnBytes).toBe(long.drawnBytes);
  });

  it('says that a page is too dense, and how much', () => {
    const drawn = encodeScramble(somePage('dense', noise(17_408)), AES_256_GCM);
    expect(drawn).toMatchObject({ kind: 'too-dense', capacityBytes: CAPACITY_BYTES });
    expect(drawn.payloadBytes).toBeGreaterThan(CAPACITY_BYTES);
    expect(FRONT_RESOLUTIONS_DPI).toEqual([150, 120, 100, 75]);
  });

  it('breaks over keys, nonces, names and numbers that cannot be', () => {
    const page = somePage('broken');
    const wrong = [
      { key: new Uint8Array(16) },
      { nonce: new Uint8Array(16) },
      { documentId: '' },
      { documentId: '27203 0000123' },
      { page: 3 },
      { of: 256 },
      { frontDpi: 1.5 },
    ];
    for (const fields of wrong) {
      expect(() => encodeScramble({ ...page, ...fields }, AES_256_GCM)).toThrow();
    }
  });

  it('is undone by reading and restoring, whatever the page', () => {
    const pages = fc.record({
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 1, max: 200 }),
      seed: fc.integer(),
      documentId: fc.stringMatching(/^[!-~]{1,40}$/),
      page: fc.integer({ min: 1, max: 255 }),
      frontDpi: fc.constantFrom(...FRONT_RESOLUTIONS_DPI),
    });
    fc.assert(
      fc.property(pages, ({ width, height, seed, documentId, page, frontDpi }) => {
        const rng = chance(`${seed}`);
        const bits = bytes(rng, rowBytes(width) * height).map((byte, index) =>
          (index + 1) % rowBytes(width) === 0 ? byte & (0xff00 >> (((width - 1) & 7) + 1)) : byte,
        );
        const front = { width, height, bits };
        const whole = { ...somePage(`${seed}`, front), documentId, page, of: 255, frontDpi };
        const read = readScramble(enlarged(backOf(whole).cells));
        if (read.kind === 'unreadable') expect.fail(read.reason);
        expect(read).toMatchObject({ documentId, page, of: 255, frontDpi, correctedShare: 0 });
        const opened = restoreFront(read, whole.key, AES_256_GCM);
        if (opened.kind === 'unreadable') expect.fail(opened.reason);
        expect(opened).toMatchObject({ documentId, page, of: 255, frontDpi });
        expect(isSame(opened.front, front)).toBe(true);
      }),
      { numRuns: 5 },
    );
  });
});
