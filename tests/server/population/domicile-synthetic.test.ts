import { describe, expect, test } from 'vitest';
import { districtsOf, Home, type Place } from '../../../server/population/district-synthetic.ts';
import { domicileOf, familyHeadOf, homeOf } from '../../../server/population/domicile-synthetic.ts';
import { sexOf } from '../../../server/population/population-synthetic.ts';
import type { Domicile } from '../../../server/register/register.ts';
import { streams } from '../../../sim/rng.ts';

/** As many places, of different sizes, the second one empty. */
function districts(count: number, domicileElsewhereShare: number) {
  const places: Place[] = Array.from({ length: count }, (_, index) => ({
    code: String(10_001 + index),
    name: `第${index}市`,
    population: index === 1 ? 0 : 700 + 31 * index,
  }));
  return districtsOf(streams(1), places, { asOf: '2015-07-01', domicileElsewhereShare });
}

function homes(of: ReturnType<typeof districts>): readonly Home[] {
  return of.flatMap((district) =>
    Array.from({ length: district.households }, (_, no) => new Home(district, no)),
  );
}

function key({ municipality, familyNo }: Domicile): string {
  return `${municipality}/${familyNo}`;
}

describe.each([1, 2, 3, 24])('the family registers of %d places', (count) => {
  describe.each([0, 0.3, 1])('of which a share of %d are kept elsewhere', (share) => {
    const all = districts(count, share);

    test('are as many as households', () => {
      const keys = homes(all).map((home) => key(domicileOf(home)));
      expect(new Set(keys).size).toBe(keys.length);
    });

    test('are found by their number where they are kept, and nowhere else', () => {
      const expected = homes(all)
        .map((home) => ({ home, domicile: domicileOf(home) }))
        .filter(({ domicile }) => all.some(({ code }) => code === domicile.municipality))
        .map(({ home, domicile }) => [key(domicile), home.district.code, home.householdNo]);
      const mostHouseholds = Math.max(...all.map(({ households }) => households));
      const found = all.flatMap((keeper) =>
        Array.from({ length: 2 * mostHouseholds + 2 }, (_, familyNo) => {
          const home = homeOf(keeper, familyNo);
          return home && [`${keeper.code}/${familyNo}`, home.district.code, home.householdNo];
        }).filter((answer) => answer !== undefined),
      );
      expect(found.sort()).toEqual(expected.sort());
    });

    test('are kept elsewhere in that share', () => {
      const away = homes(all).filter(
        (home) => domicileOf(home).municipality !== home.district.code,
      );
      expect(away.length / homes(all).length).toBeCloseTo(share, 1.7);
    });

    test('name the place that keeps them', () => {
      for (const home of homes(all)) {
        const { municipality, place } = domicileOf(home);
        const name = all.find(({ code }) => code === municipality)?.name ?? '青葉県青葉町';
        expect(place.startsWith(name)).toBe(true);
      }
    });
  });
});

test('many places keep the family registers of a town, none many more than another', () => {
  const [town] = districts(24, 1);
  const kept = new Map<string, number>();
  for (let no = 0; no < 4_600; no++) {
    const { municipality } = domicileOf(new Home(town!, no));
    kept.set(municipality, (kept.get(municipality) ?? 0) + 1);
  }
  expect(kept.size).toBe(23);
  expect(kept.has(town!.code)).toBe(false);
  for (const count of kept.values()) expect(count / 200).toBeCloseTo(1, 0.7);
});

test('the surname of a family is the husband’s in 96 of 100', () => {
  const [town] = districtsOf(streams(1), [{ code: '27203', population: 60_000 }], {
    asOf: '2015-07-01',
  });
  const couples = Array.from({ length: town!.households }, (_, no) => new Home(town!, no)).filter(
    ({ size }) => size > 1,
  );
  const husbands = couples.filter((home) => sexOf(familyHeadOf(home)) === 'male');
  expect(husbands.length / couples.length).toBeCloseTo(0.96, 2);
});

test('a family register has no number that is no count', () => {
  const [town] = districts(2, 0.3);
  for (const familyNo of [-1, -2, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
    expect(homeOf(town!, familyNo)).toBeUndefined();
  }
});
