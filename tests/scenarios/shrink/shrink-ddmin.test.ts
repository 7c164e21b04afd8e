import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ddmin } from '../../../scenarios/shrink/shrink-ddmin.ts';

/** The smallest list that shows a fault, and how often was asked. */
function minimised<T>(
  items: readonly T[],
  shows: (items: readonly T[]) => boolean,
  least = 0,
): { readonly list: readonly T[]; readonly asked: number } {
  const steps = ddmin(items, least);
  let asked = 0;
  let step = steps.next();
  while (step.done !== true) {
    asked += 1;
    step = steps.next(shows(step.value));
  }
  return { list: step.value, asked };
}

const items = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 });

describe('what is left of a list', () => {
  test('is exactly what a fault needs, if it needs all of it', () => {
    fc.assert(
      fc.property(items, fc.infiniteStream(fc.boolean()), (list, chance) => {
        const needed = list.filter(() => chance.next().value);
        const shows = (part: readonly number[]) => needed.every((item) => part.includes(item));
        expect(minimised(list, shows).list).toEqual(needed);
      }),
    );
  });

  test('shows the fault, and does not without any single item', () => {
    fc.assert(
      fc.property(items, fc.nat(12), fc.integer({ min: 2, max: 7 }), (list, count, modulus) => {
        // Any so many items of one class do: there are many smallest lists.
        const shows = (part: readonly number[]) =>
          part.filter((item) => item % modulus === 0).length >= count;
        fc.pre(shows(list));
        const { list: left } = minimised(list, shows);
        expect(shows(left)).toBe(true);
        for (const item of left) expect(shows(left.filter((other) => other !== item))).toBe(false);
      }),
    );
  });

  test('keeps its order and no fewer items than are asked for', () => {
    const { list } = minimised([5, 3, 8, 1], () => true, 1);
    expect(list).toHaveLength(1);
    const { list: two } = minimised([5, 3, 8, 1], (part) => part.includes(1), 2);
    expect(two).toEqual([8, 1]);
  });

  test('is nothing, if the fault needs nothing', () => {
    expect(minimised([1, 2, 3], () => true)).toEqual({ list: [], asked: 1 });
    expect(minimised([], () => true)).toEqual({ list: [], asked: 0 });
  });
});

test('two items of a thousand are found in few questions', () => {
  const list = Array.from({ length: 1000 }, (_, index) => index);
  const { list: left, asked } = minimised(list, (part) => part.includes(137) && part.includes(862));
  expect(left).toEqual([137, 862]);
  expect(asked).toBeLessThan(120);
});
