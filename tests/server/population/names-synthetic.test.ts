import { describe, expect, test } from 'vitest';
import {
  someAddress,
  someFamilyName,
  someGivenName,
  someLargeCity,
  someParcel,
} from '../../../server/population/names-synthetic.ts';
import { streams } from '../../../sim/rng.ts';

const DRAWS = 5_000;

/** How often each value was drawn. */
function drawn(draw: () => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let draws = 0; draws < DRAWS; draws++) {
    const value = draw();
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe('names', () => {
  const rng = streams(1).stream('names', 0);

  test('are Japanese ones, all of a list about equally often', () => {
    const female = drawn(() => someGivenName(rng, 'female'));
    const male = drawn(() => someGivenName(rng, 'male'));
    for (const counts of [drawn(() => someFamilyName(rng)), female, male]) {
      expect(counts.size).toBeGreaterThan(100);
      expect(Math.max(...counts.values())).toBeLessThan((4 * DRAWS) / counts.size);
      for (const name of counts.keys())
        expect(name).toMatch(/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}々ー]+$/u);
    }
    for (const name of female.keys()) expect(male.has(name)).toBe(false);
  });

  test('of places lie in the towns given', () => {
    const towns = ['中桜塚', '庄内東町'];
    for (const address of drawn(() => someAddress(rng, towns)).keys()) {
      expect(address).toMatch(/^(中桜塚|庄内東町)[1-6]丁目([1-9]|[12]\d|30)番([1-9]|1\d|20)号$/);
    }
    for (const parcel of drawn(() => someParcel(rng, towns)).keys()) {
      expect(parcel).toMatch(/^(中桜塚|庄内東町)[1-6]丁目([1-9]\d{0,2})番地$/);
    }
  });

  test('of large cities are any but the one that is not meant', () => {
    const cities = drawn(() => someLargeCity(rng, '大阪市'));
    const others = drawn(() => someLargeCity(rng, '大阪市北区'));
    expect(cities.has('大阪市北区')).toBe(true);
    expect(others.has('大阪市北区')).toBe(false);
    expect(others.size).toBe(cities.size - 1);
  });
});
