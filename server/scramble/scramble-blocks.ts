import { DATA_WORDS, HEADER_WORDS } from './scramble-cells.ts';
import type { Blocks } from './scramble-correction.ts';
import { HEADER_BYTES } from './scramble-header.ts';

/** Reed–Solomon blocks of the payload, all of one length; a few words are left over. */
const BLOCK_COUNT = Math.ceil(DATA_WORDS.length / 255);
const BLOCK_BYTES = Math.floor(DATA_WORDS.length / BLOCK_COUNT);

/**
 * Most payload in a block. The rest of it, 42 %, mends up to 21 % wrong bytes: more than one
 * cell in twenty destroyed makes of them, even if it shows the opposite of what was drawn.
 */
const MOST_BLOCK_DATA_BYTES = 146;

/** Longest payload that can be drawn, in bytes. */
export const CAPACITY_BYTES = BLOCK_COUNT * MOST_BLOCK_DATA_BYTES;

/** The one block of the header. */
export const HEADER_BLOCKS: Blocks = {
  count: 1,
  bytes: HEADER_WORDS.length,
  dataBytes: HEADER_BYTES,
};

/** The blocks of a payload that is this long: what it does not need of them is parity. */
export function blocksFor(payloadBytes: number): Blocks {
  return {
    count: BLOCK_COUNT,
    bytes: BLOCK_BYTES,
    dataBytes: Math.ceil(payloadBytes / BLOCK_COUNT),
  };
}
