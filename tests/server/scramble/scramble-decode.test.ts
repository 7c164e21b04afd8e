import { describe, expect, it } from 'vitest';
import {
  type Bitmap,
  rowBytes,
  type Scan,
  UNREADABLE_REASONS,
  type UnreadableReason,
} from '../../../server/scramble/scramble.ts';
import { CAPACITY_BYTES, HEADER_BLOCKS } from '../../../server/scramble/scramble-blocks.ts';
import {
  COLUMNS,
  DATA_WORDS,
  HEADER_WORDS,
  ROWS,
  WORD_CELLS,
} from '../../../server/scramble/scramble-cells.ts';
import { AES_256_GCM } from '../../../server/scramble/scramble-cipher-system.ts';
import { addParity } from '../../../server/scramble/scramble-correction.ts';
import { readScramble, restoreFront } from '../../../server/scramble/scramble-decode.ts';
import { encodeHeader } from '../../../server/scramble/scramble-header.ts';
import { WORD_BITS, WORDS } from '../../../server/scramble/scramble-words.ts';
import {
  backOf,
  bytes,
  chance,
  enlarged,
  isSame,
  restored,
  somePage,
  writtenSheet,
} from './scramble-backs.ts';

const dense = writtenSheet(chance('dense'), 38);
const page = somePage('page', dense);
const back = backOf(page);
/** Of the same front under the same key, but another document. */
const other = backOf({ ...page, documentId: '13101-0000009', nonce: bytes(chance('other'), 12) });

const white = { ...back.cells, bits: new Uint8Array(back.cells.bits.length) };

/** A copy of the cells with those of another back in some places. */
function mixed(cells: Bitmap, from: Bitmap, isOther: (cell: number) => boolean): Bitmap {
  const bits = cells.bits.slice();
  for (let cell = 0; cell < cells.width * cells.height; cell++) {
    if (!isOther(cell)) continue;
    const index = Math.floor(cell / COLUMNS) * rowBytes(COLUMNS) + ((cell % COLUMNS) >> 3);
    const mask = 0x80 >> ((cell % COLUMNS) & 7);
    bits[index] = (bits[index]! & ~mask) | (from.bits[index]! & mask);
  }
  return { ...cells, bits };
}

/** A copy of the cells that says something else in its header. */
function withHeader(cells: Bitmap, header: Uint8Array): Bitmap {
  const drawn = addParity(header, HEADER_BLOCKS);
  const bits = cells.bits.slice();
  for (const [index, first] of HEADER_WORDS.entries()) {
    for (let bit = 0; bit < WORD_BITS; bit++) {
      const cell = first + WORD_CELLS[bit]!;
      const place = Math.floor(cell / COLUMNS) * rowBytes(COLUMNS) + ((cell % COLUMNS) >> 3);
      const mask = 0x80 >> ((cell % COLUMNS) & 7);
      const isBlack = (WORDS[drawn[index]!]! >> (11 - bit)) & 1;
      bits[place] = isBlack ? bits[place]! | mask : bits[place]! & ~mask;
    }
  }
  return { ...cells, bits };
}

const fields = {
  documentId: page.documentId,
  page: 1,
  of: 2,
  frontDpi: 150,
  payloadBytes: back.payloadBytes,
};

/** Whether a cell is one of these words'. */
function membersOf(...words: readonly Int32Array[]): (cell: number) => boolean {
  const members = new Uint8Array(COLUMNS * ROWS);
  for (const first of words.flatMap((places) => [...places])) {
    for (const cell of WORD_CELLS) members[first + cell] = 1;
  }
  return (cell) => members[cell] === 1;
}

const isData = membersOf(DATA_WORDS);
const isWord = membersOf(DATA_WORDS, HEADER_WORDS);

describe('a back refuses', () => {
  const refused = (cells: Bitmap, reason: UnreadableReason) =>
    expect(restored(enlarged(cells), page.key)).toBe(reason);

  it('another key, and one that differs in a bit', () => {
    const read = readScramble(enlarged(back.cells));
    if (read.kind === 'unreadable') expect.fail(read.reason);
    const almost = page.key.slice();
    almost[31]! ^= 1;
    for (const key of [bytes(chance('another'), 32), almost]) {
      const opened = restoreFront(read, key, AES_256_GCM);
      expect(opened).toEqual({ kind: 'unreadable', reason: 'tampered' });
    }
  });

  it.each([
    ['cut across', (cell: number) => cell > (COLUMNS * ROWS) / 2],
    ['by every third row', (cell: number) => Math.floor(cell / COLUMNS) % 3 === 1],
  ])('to be put together from two, %s', (_, isOther) => {
    const front = restored(enlarged(mixed(back.cells, other.cells, isOther)), page.key);
    expect(front).toMatch(/^(header-unreadable|too-damaged)$/);
  });

  it('the payload of another document under its header', () => {
    refused(mixed(back.cells, other.cells, isData), 'tampered');
  });

  it('a header that was changed in a single field', () => {
    expect(
      isSame(restored(enlarged(withHeader(back.cells, encodeHeader(fields))), page.key), dense),
    ).toBe(true);
    for (const change of [
      { documentId: '27203-0000124' },
      { payloadBytes: fields.payloadBytes - 1 },
    ]) {
      refused(withHeader(back.cells, encodeHeader({ ...fields, ...change })), 'tampered');
    }
  });

  it('a header that asks for what cannot be', () => {
    for (const payloadBytes of [27, CAPACITY_BYTES + 1]) {
      refused(withHeader(back.cells, encodeHeader({ ...fields, payloadBytes })), 'unknown-version');
    }
  });

  it('more spoilt cells than can be mended', () => {
    const rng = chance('spoilt');
    const isSpoilt = () => rng.uniform() < 0.4;
    refused(
      mixed(back.cells, white, (cell) => isData(cell) && isSpoilt()),
      'too-damaged',
    );
    const isHeader = (cell: number) => isWord(cell) && !isData(cell);
    refused(
      mixed(back.cells, white, (cell) => isHeader(cell) && isSpoilt()),
      'header-unreadable',
    );
  });

  it('one changed bit of what was read', () => {
    const read = readScramble(enlarged(back.cells));
    if (read.kind === 'unreadable') expect.fail(read.reason);
    for (const part of ['header', 'payload'] as const) {
      for (let at = 0; at < read[part].length; at += 1 + Math.floor(read[part].length / 40)) {
        const changed = read[part].slice();
        changed[at]! ^= 4;
        const opened = restoreFront({ ...read, [part]: changed }, page.key, AES_256_GCM);
        expect(opened).toEqual({ kind: 'unreadable', reason: 'tampered' });
      }
    }
    expect(() => restoreFront(read, new Uint8Array(31), AES_256_GCM)).toThrow('32 bytes');
  });
});

describe('no back', () => {
  const grey = (width: number, height: number, tone: (index: number) => number): Scan => ({
    width,
    height,
    grey: Uint8Array.from({ length: width * height }, (_, index) => tone(index)),
  });
  const reasonOf = (scan: Scan) => {
    const read = readScramble(scan);
    return read.kind === 'unreadable' ? read.reason : read.kind;
  };

  it('is on a blank page, a black one, or in noise', () => {
    const rng = chance('photo');
    expect(reasonOf(grey(1654, 2339, () => 255))).toBe('no-fiducials');
    expect(reasonOf(grey(1654, 2339, () => 0))).toBe('no-fiducials');
    expect(reasonOf(grey(620, 877, () => rng.uniform() * 256))).toBe('no-fiducials');
    let tone = 128;
    const wander = () => {
      tone = Math.max(0, Math.min(255, tone + 60 * (rng.uniform() - 0.5)));
      return tone;
    };
    expect(reasonOf(grey(620, 877, wander))).toBe('no-fiducials');
  });

  it('is on a scan of cells without finders, or of finders among anything', () => {
    const unfound = mixed(back.cells, white, (cell) => !isWord(cell));
    // Blank squares in rank and file are a little like finders: it may look at what is between.
    expect(reasonOf(enlarged(unfound))).toMatch(/^(no-fiducials|header-unreadable)$/);
    const noise = { ...white, bits: bytes(chance('noise'), white.bits.length) };
    expect(reasonOf(enlarged(mixed(back.cells, noise, isWord)))).toBe('header-unreadable');
  });

  it('is in pixels that are tiny, huge, or not as many as they claim', () => {
    expect(reasonOf(grey(1, 1, () => 0))).toBe('not-an-image');
    expect(reasonOf(grey(64, 64, (index) => index))).toBe('no-fiducials');
    expect(reasonOf(grey(9_000, 64, (index) => index))).toBe('no-fiducials');
    const scan = enlarged(back.cells);
    expect(reasonOf({ ...scan, grey: scan.grey.subarray(1) })).toBe('not-an-image');
    expect(reasonOf({ ...scan, width: scan.width + 1 })).toBe('not-an-image');
    const none = new Uint8Array(0);
    for (const side of [0, -5, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9]) {
      expect(reasonOf({ width: side, height: side, grey: none })).toBe('not-an-image');
    }
  });

  it('is seen through a mirror, or as its own negative', () => {
    const { width, height, grey: tones } = enlarged(back.cells);
    const mirrored = grey(
      width,
      height,
      (index) => tones[index - 2 * (index % width) + width - 1]!,
    );
    expect(reasonOf(mirrored)).toBe('header-unreadable');
    expect(readScramble(grey(width, height, (index) => 255 - tones[index]!)).kind).toBe(
      'unreadable',
    );
  });
});

describe('a back is found', () => {
  /** A part of a scan, or more than all of it, on grey ground. */
  const window = (scan: Scan, left: number, top: number, width: number, height: number): Scan => ({
    width,
    height,
    grey: Uint8Array.from({ length: width * height }, (_, index) => {
      const [x, y] = [left + (index % width), top + Math.floor(index / width)];
      const isInside = x >= 0 && y >= 0 && x < scan.width && y < scan.height;
      return isInside ? scan.grey[y * scan.width + x]! : 200;
    }),
  });
  const scan = enlarged(back.cells);

  it('on a bed much larger than the sheet', () => {
    const bed = window(scan, -700, -900, 2500, 3400);
    expect(isSame(restored(bed, page.key), dense)).toBe(true);
  });

  it('with its first column of finders cut off', () => {
    const light = { ...page, front: writtenSheet(chance('light'), 8) };
    const { cells } = backOf(light);
    const cut = window(enlarged(cells), 85, 0, 1560, 2139);
    expect(isSame(restored(cut, page.key), light.front)).toBe(true);
  });

  it('in faint print under uneven light', () => {
    const { width, height, grey } = scan;
    const faint = Uint8Array.from(grey, (tone, index) => {
      const light = 0.7 + (0.3 * (index % width)) / width;
      return light * (160 + (tone * 90) / 255);
    });
    expect(isSame(restored({ width, height, grey: faint }, page.key), dense)).toBe(true);
  });
});

describe('the reasons', () => {
  it('are each a sentence', () => {
    for (const sentence of Object.values(UNREADABLE_REASONS))
      expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
