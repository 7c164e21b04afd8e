import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Cash,
  cashOf,
  changeOf,
  DENOMINATIONS,
  exactly,
  inPiecesOf,
  minus,
  plus,
  yenOf,
} from '../../../devices/payment/cash.ts';

const someCash = fc.array(fc.nat(6), { minLength: 7, maxLength: 7 });

/** All amounts that some coins of a box make, by trying all of them out. */
function amounts(box: Cash): ReadonlySet<number> {
  let sums = new Set([0]);
  box.forEach((count, index) => {
    const value = DENOMINATIONS[index] as number;
    if (value === 1000) return;
    const all = Array.from({ length: count + 1 }, (_, n) => n * value);
    sums = new Set([...sums].flatMap((sum) => all.map((more) => sum + more)));
  });
  return sums;
}

test('change is found wherever there are coins for it, in no more than there are', () => {
  fc.assert(
    fc.property(someCash, fc.nat(1_200), (box, yen) => {
      const coins = changeOf(yen, box);
      expect(coins !== undefined).toBe(amounts(box).has(yen));
      if (coins === undefined) return;
      expect(yenOf(coins)).toBe(yen);
      expect(minus(box, coins).every((count) => count >= 0)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('a note is never given back as change', () => {
  expect(changeOf(1_000, cashOf({ 1000: 5 }))).toBeUndefined();
  expect(changeOf(1_000, cashOf({ 1000: 5, 500: 2 }))).toEqual(cashOf({ 500: 2 }));
});

test('what is held out makes the amount, exactly or with one piece too much at most', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.constantFrom(...DENOMINATIONS), (yen, value) => {
      expect(yenOf(exactly(yen))).toBe(yen);
      const over = yenOf(inPiecesOf(value, yen)) - yen;
      expect(over).toBeGreaterThanOrEqual(0);
      expect(over).toBeLessThan(value);
    }),
  );
  expect(exactly(1_790)).toEqual(cashOf({ 1000: 1, 500: 1, 100: 2, 50: 1, 10: 4 }));
});

test('putting in and taking out is counted piece by piece', () => {
  const box = cashOf({ 500: 1, 10: 2 });
  expect(plus(box, cashOf({ 10: 3 }))).toEqual(cashOf({ 500: 1, 10: 5 }));
  expect(minus(plus(box, exactly(777)), exactly(777))).toEqual(box);
});
