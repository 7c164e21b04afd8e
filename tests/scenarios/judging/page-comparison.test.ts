import { expect, test } from 'vitest';
import type { PrintedPage } from '../../../devices/printer/page-reader.ts';
import { PageComparisons } from '../../../scenarios/judging/page-comparison.ts';
import type { SheetToCompare } from '../../../server/verification/front-comparer-pdf-worker.ts';
import { ready } from '../../../sim/process.ts';
import { answerOf } from '../../sim/virtual.ts';

const PDF = { kind: 'pdf', bytes: new Uint8Array(1), duplex: true } as const;

/** Comparisons of one page a document, that find all of them equal. */
function comparing(share: number) {
  const asked: SheetToCompare[] = [];
  const comparisons = new PageComparisons({
    share,
    compare: (sheet) => {
      asked.push(sheet);
      return ready({ verdict: 'unreadable', reason: 'a model' });
    },
  });
  const read = (number: string, duplex = true): PrintedPage => {
    const mark = { ownerNonce: '0', requestId: 'r', documentNumber: number, page: 1, of: 1 };
    const reader = { read: () => ready([{ reading: { kind: 'read', mark } as const }]) };
    return answerOf(() => comparisons.reading(reader).read({ ...PDF, duplex }))[0]!;
  };
  return { comparisons, asked, read };
}

const numberOf = (no: number) => `27203-${String(no).padStart(7, '0')}`;

test('the first document is compared, and of the others the share', () => {
  for (const share of [0, 0.1, 1]) {
    const { read } = comparing(share);
    const chosen = Array.from({ length: 2_000 }, (_, no) => read(numberOf(no)).comparison);
    expect(chosen[0]).not.toBe('left-out');
    const others = chosen.slice(1).filter((comparison) => comparison !== 'left-out').length;
    expect(Math.abs(others / 1_999 - share)).toBeLessThan(0.025);
  }
});

test('the same documents are chosen in whatever order they come', () => {
  const [one, other] = [comparing(0.3), comparing(0.3)];
  const first = numberOf(9_999);
  one.read(first);
  other.read(first);
  const numbers = Array.from({ length: 50 }, (_, no) => numberOf(no));
  const chosen = (read: (number: string) => PrintedPage, all: readonly string[]) =>
    all.filter((number) => read(number).comparison !== 'left-out').sort();
  expect(chosen(one.read, numbers)).toEqual(chosen(other.read, numbers.toReversed()));
});

test('what has no back is not told to be left out', () => {
  expect(comparing(1).read(numberOf(1), false).comparison).toBeUndefined();
});

test('a sheet is compared with the key of the document that is read on it, if it is known', () => {
  const { comparisons, asked, read } = comparing(1);
  const { comparison } = read(numberOf(1));
  if (comparison === undefined || comparison === 'left-out') throw new Error('not compared');
  expect(answerOf(comparison)).toMatchObject({
    verdict: 'unreadable',
    reason: 'no key of 27203-0000001 is known',
  });
  const key = new Uint8Array(32).fill(5);
  comparisons.learn(numberOf(1), key);
  expect(answerOf(comparison)).toMatchObject({ reason: 'a model' });
  expect(asked).toMatchObject([{ key, sheet: 0, mark: { documentNumber: numberOf(1) } }]);
  expect(comparisons.underWay).toBe(0);
});
