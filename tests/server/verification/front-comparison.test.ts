import { describe, expect, test } from 'vitest';
import type { RestoredFront } from '../../../server/scramble/scramble.ts';
import {
  compareDrawn,
  compareScan,
  reasonOf,
} from '../../../server/verification/front-comparison.ts';
import { FORGERIES, type Forgery } from '../../front-trial.ts';
import { tryFronts } from '../../front-trial-worker.ts';

/** The first document that suffers each forgery, of all types in turn. */
const DRAWN = FORGERIES.flatMap((forgery, index) => {
  // What changes or adds ink; the others are told by their marks, or are much of these.
  const kinds: readonly Forgery[] = ['a digit', 'a stroke', 'a page number', 'a seal pasted'];
  return kinds.includes(forgery) ? [[forgery, 5 * index] as const] : [];
});

test.each(DRAWN)('as drawn the true front is equal, and with %s it is not', async (_, first) => {
  const tried = await tryFronts({ seed: 1, first, count: 1, by: ['drawn'] });
  const right = tried.map(({ forgery }) => (forgery === 'none' ? 'equal' : 'different'));
  expect(tried.map(({ verdict }) => verdict)).toEqual(right);
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
