import { describe, expect, test } from 'vitest';
import type { RestoredFront } from '../../../server/scramble/scramble.ts';
import {
  compareDrawn,
  compareScan,
  reasonOf,
} from '../../../server/verification/front-comparison.ts';
import { FORGERIES } from '../../front-trial.ts';
import { tryFronts } from '../../front-trial-worker.ts';

/** One document of each forgery: five in a row suffer the same. */
const ONE_OF_EACH = FORGERIES.map((_, index) => 5 * index);

describe('fronts as drawn', { timeout: 60_000 }, () => {
  test.each(ONE_OF_EACH)(
    'of document %i: the true one is equal, the forged one not',
    async (first) => {
      const tried = await tryFronts({ seed: 1, first, count: 1, by: ['drawn'] });
      const right = tried.map(({ forgery }) => (forgery === 'none' ? 'equal' : 'different'));
      expect(tried.map(({ verdict }) => verdict)).toEqual(right);
    },
  );
});

test('a front as scanned is equal, and with another digit it is not', {
  timeout: 60_000,
}, async () => {
  const tried = await tryFronts({ seed: 1, first: 0, count: 1, by: ['scanned'] });
  expect(tried.map(({ forgery, verdict }) => [forgery, verdict])).toEqual([
    ['none', 'equal'],
    ['a digit', 'different'],
  ]);
});

describe('a front', () => {
  const front = { width: 80, height: 120, bits: new Uint8Array(10 * 120) };
  const number = '27203-0000001';
  const restored: RestoredFront = {
    kind: 'restored',
    documentId: number,
    page: 1,
    of: 2,
    frontDpi: 150,
    front,
  };
  const mark = { ownerNonce: '0', requestId: 'r1', documentNumber: number, page: 1, of: 2 };
  const blank = { width: 80, height: 120, grey: new Uint8Array(80 * 120).fill(255) };

  test('of another page, document or count of pages is different before any ink is', () => {
    expect(compareDrawn(blank, mark, restored)).toMatchObject({ verdict: 'equal', likeness: 1 });
    for (const other of [{ page: 2 }, { of: 3 }, { documentNumber: '27203-0000002' }]) {
      const comparison = compareDrawn(blank, { ...mark, ...other }, restored);
      expect(comparison).toMatchObject({ verdict: 'different', differs: 'another-page' });
      expect(reasonOf(comparison)).toMatch(/^the front is page \d of \d of 27203-000000\d$/);
    }
  });

  test('says where ink is missing or added', () => {
    const bits = front.bits.slice().fill(0xff, 10 * 60, 10 * 64);
    const lacks = compareDrawn(blank, mark, { ...restored, front: { ...front, bits } });
    expect(lacks).toMatchObject({ verdict: 'different', differs: 'ink-missing' });
    const grey = blank.grey.slice().fill(0, 80 * 60, 80 * 64);
    const more = compareDrawn({ ...blank, grey }, mark, restored);
    expect(more).toMatchObject({ verdict: 'different', differs: 'ink-added' });
    const [place] = 'place' in more ? [more.place] : [];
    expect(Math.abs((place?.y ?? 0) - (62 * 25.4) / 150)).toBeLessThan(1);
  });

  test('that bears no mark, or is of another size, cannot be compared', () => {
    expect(compareScan(blank, restored).comparison.verdict).toBe('unreadable');
    const narrow = { ...blank, width: 40, grey: blank.grey.subarray(40 * 120) };
    expect(compareDrawn(narrow, mark, restored).verdict).toBe('unreadable');
  });
});
