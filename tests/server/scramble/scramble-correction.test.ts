import { GenericGF, ReedSolomonEncoder } from '@zxing/library';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addParity,
  type Blocks,
  correctErrors,
} from '../../../server/scramble/scramble-correction.ts';
import { likeliestByte, WORD_BITS, WORDS } from '../../../server/scramble/scramble-words.ts';
import { bytes, chance } from './scramble-backs.ts';

const cut = fc
  .record({ count: fc.integer({ min: 1, max: 5 }), bytes: fc.integer({ min: 2, max: 255 }) })
  .chain(({ count, bytes: size }) =>
    fc.record({
      count: fc.constant(count),
      bytes: fc.constant(size),
      dataBytes: fc.integer({ min: 1, max: size - 1 }),
    }),
  );

describe('Reed–Solomon blocks', () => {
  it('bear the parity that the encoder of the library gives them', () => {
    const encoder = new ReedSolomonEncoder(GenericGF.QR_CODE_FIELD_256);
    fc.assert(
      fc.property(cut, fc.integer(), (blocks, seed) => {
        const drawn = addParity(someData(blocks, seed), blocks);
        for (let block = 0; block < blocks.count; block++) {
          const own = Int32Array.from({ length: blocks.bytes }, (_, index) =>
            index < blocks.dataBytes ? drawn[index * blocks.count + block]! : 0,
          );
          encoder.encode(own, blocks.bytes - blocks.dataBytes);
          for (let index = 0; index < own.length; index++) {
            expect(drawn[index * blocks.count + block]).toBe(own[index]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('mend half as many wrong bytes as they have parity, and count them', () => {
    fc.assert(
      fc.property(cut, fc.integer(), (blocks, seed) => {
        const data = someData(blocks, seed);
        const drawn = addParity(data, blocks);
        const most = (blocks.bytes - blocks.dataBytes) >> 1;
        for (let block = 0; block < blocks.count; block++) spoil(drawn, blocks, block, most);
        expect(correctErrors(drawn, blocks)).toEqual({ data, corrected: most * blocks.count });
      }),
      { numRuns: 30 },
    );
  });

  it('say so when more is wrong, even in one block alone', () => {
    const blocks: Blocks = { count: 4, bytes: 200, dataBytes: 100 };
    const drawn = addParity(someData(blocks, 1), blocks);
    spoil(drawn, blocks, 2, 51);
    expect(correctErrors(drawn, blocks)).toBeUndefined();
  });

  it('share a run of wrong bytes evenly', () => {
    const blocks: Blocks = { count: 10, bytes: 100, dataBytes: 80 };
    const data = someData(blocks, 2);
    const drawn = addParity(data, blocks);
    for (let index = 300; index < 400; index++) drawn[index]! ^= 0xff;
    expect(correctErrors(drawn, blocks)).toEqual({ data, corrected: 100 });
  });
});

describe('a word of cells', () => {
  const shown = (word: number) =>
    Float32Array.from({ length: WORD_BITS }, (_, bit) => ((word >> (11 - bit)) & 1 ? 1 : -1));

  it('shows its byte, with any one cell wrong, too', () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(likeliestByte(shown(WORDS[byte]!))).toBe(byte);
      for (let bit = 0; bit < WORD_BITS; bit++) {
        expect(likeliestByte(shown(WORDS[byte]! ^ (1 << bit)))).toBe(byte);
      }
    }
  });

  it('shows its byte with two cells wrong that were in doubt', () => {
    for (let first = 0; first < WORD_BITS; first++) {
      for (let second = 0; second < first; second++) {
        const cells = shown(WORDS[0x5a]!);
        cells[first]! *= -0.05;
        cells[second]! *= -0.05;
        expect(likeliestByte(cells)).toBe(0x5a);
      }
    }
  });

  it('takes one sure cell rather than two doubtful ones that are not much in doubt', () => {
    const cells = shown(WORDS[0x5a]! ^ 1).map((cell) => 0.4 * cell);
    cells[11]! /= 0.4;
    expect(likeliestByte(cells)).toBe(0x5a);
  });
});

function someData({ count, dataBytes }: Blocks, seed: number): Uint8Array {
  return bytes(chance(`data ${seed}`), count * dataBytes);
}

/** Changes some bytes of a block, each another one. */
function spoil(drawn: Uint8Array, { count, bytes: size }: Blocks, block: number, wrong: number) {
  const step = Math.max(1, Math.floor(size / Math.max(1, wrong)));
  for (let index = 0; index < wrong; index++) drawn[index * step * count + block]! ^= 1 + index;
}
