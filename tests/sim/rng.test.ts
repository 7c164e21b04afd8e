import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Rng, streams } from '../../sim/rng.ts';
import { chiSquared, chiSquaredCritical, kolmogorovSmirnov } from './statistics.ts';

const BINS = 64;
const DRAWS = 200_000;
const even = new Array<number>(BINS).fill(DRAWS / BINS);

test('the same seed, purpose and entity draw the same, whatever else was drawn before', () => {
  const entity = fc.oneof(fc.string(), fc.integer());
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.tuple(fc.string(), entity)), (seed, names) => {
      const inOrder = streams(seed);
      const inReverse = streams(seed);
      const forward = names.map(([purpose, name]) => drawn(inOrder.stream(purpose, name), 3));
      const backward = names
        .toReversed()
        .map(([purpose, name]) => drawn(inReverse.stream(purpose, name), 3));
      expect(backward.toReversed()).toEqual(forward);
    }),
  );
});

test('draws from one stream do not move another', () => {
  const source = streams(7);
  const alone = drawn(source.stream('think', 17), 100);
  const other = source.stream('think', 18);
  const together = source.stream('think', 17);
  const mixed = alone.map(() => {
    other.uniform();
    return together.uniform();
  });
  expect(mixed).toEqual(alone);
});

test('names that differ in any part are different streams and keys', () => {
  const name = fc.tuple(fc.integer({ min: 0, max: 2 }), partOfName(), partOfName());
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(a.some((part, index) => part !== b[index]));
      expectDifferent(a, b);
    }),
    { numRuns: 1000 },
  );
});

test('where a purpose ends and an entity begins is part of the name', () => {
  fc.assert(
    fc.property(partOfName(), partOfName(), partOfName(), (a, b, c) => {
      expectDifferent([1, a, `${b}/${c}`], [1, `${a}/${b}`, c]);
    }),
  );
});

test('a million keys of seeds, purposes and entities are all different', () => {
  const keys = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const source = streams(seed);
    for (const purpose of ['think', 'arrival', 'pin', 'fault', 'nonce']) {
      for (let entity = 0; entity < 20_000; entity++) keys.add(source.key(purpose, entity));
    }
  }
  expect(keys.size).toBe(1_000_000);
  for (const key of [...keys].slice(0, 100)) expect(key).toMatch(/^[0-9a-f]{16}$/);
});

test.each([1, 2, 3])('the draws of one stream are uniform, seed %d', (seed) => {
  const rng = streams(seed).stream('uniformity', 0);
  expect(
    chiSquared(
      binned(() => rng.uniform()),
      even,
    ),
  ).toBeLessThan(limit);
});

test.each([1, 2, 3, 10])('draw number %d of many entities is uniform', (number) => {
  const source = streams(number);
  const nth = (entity: number) => drawn(source.stream('think', entity), number).at(-1) as number;
  expect(chiSquared(binned(nth), even)).toBeLessThan(limit);
});

test('first draws of neighbouring entities are independent of each other', () => {
  const source = streams(5);
  const first = (entity: number) => source.stream('think', entity).uniform();
  const pairs = binned((entity) => {
    const [row, column] = [first(entity), first(entity + 1)].map((draw) => Math.floor(draw * 8));
    return ((row as number) * 8 + (column as number)) / BINS;
  });
  expect(chiSquared(pairs, even)).toBeLessThan(limit);
});

test('uniform() has more than 32 bits and lies in [0, 1)', () => {
  const draws = drawn(streams(1).stream('bits', 0), 100_000);
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
  expect(new Set(draws).size).toBe(draws.length);
  const fractions = draws.map((draw) => (draw * 2 ** 32) % 1);
  expect(kolmogorovSmirnov(fractions, (value) => value)).toBeGreaterThan(0.001);
});

/** χ² that a fair source exceeds once in a thousand. */
const limit = chiSquaredCritical(BINS - 1, 0.001);

function binned(draw: (index: number) => number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (let index = 0; index < DRAWS; index++) {
    const bin = Math.floor(draw(index) * BINS);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function drawn(rng: Rng, count: number): number[] {
  return Array.from({ length: count }, () => rng.uniform());
}

type Name = readonly [seed: number, purpose: string, entity: string];

function expectDifferent(...names: readonly [Name, Name]): void {
  const [first, second] = names.map(([seed, ...rest]) => {
    return { key: streams(seed).key(...rest), draws: drawn(streams(seed).stream(...rest), 2) };
  });
  expect(first?.key).not.toBe(second?.key);
  expect(first?.draws).not.toEqual(second?.draws);
}

/** Short texts in which separators are frequent. */
function partOfName(): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom('/', '1', 'a'), maxLength: 4 });
}
