import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberSet } from '../../scenarios/number-set.ts';

test('says of every number whether it is new, as a Set does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200 }), (numbers) => {
      const set = new NumberSet();
      const seen = new Set<number>();
      for (const number of numbers) {
        expect(set.add(number)).toBe(!seen.has(number));
        seen.add(number);
      }
    }),
  );
});

test('keeps only what lies beyond a gap', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        Array.from({ length: 80 }, (_, index) => index + 1),
        { minLength: 1 },
      ),
      (numbers) => {
        const set = new NumberSet();
        for (const number of numbers) set.add(number);
        const held = new Set(numbers);
        let mark = 0;
        while (held.has(mark + 1)) mark += 1;
        expect(set.outOfOrder).toBe(held.size - mark);
      },
    ),
  );
});

test('a million numbers nearly in order take the memory of a few', () => {
  const set = new NumberSet();
  let most = 0;
  for (let number = 1; number <= 1_000_000; number += 2) {
    set.add(number + 1);
    most = Math.max(most, set.outOfOrder);
    set.add(number);
  }
  expect(most).toBe(1);
  expect(set.outOfOrder).toBe(0);
});
