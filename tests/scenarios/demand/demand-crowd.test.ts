import { expect, test } from 'vitest';
import { DemandCrowd } from '../../../scenarios/demand/demand-crowd.ts';
import { CERTIFICATE_TYPES } from '../../../server/contract.ts';
import { streams } from '../../../sim/rng.ts';
import { chiSquared, chiSquaredCritical } from '../../sim/statistics.ts';
import { smallScenario } from '../small-scenario.ts';
import { given, smallDemand } from './small-demand.ts';

const DRAWS = 8000;
const demand = smallDemand({
  ages: given([
    { from: 20, to: 39, share: 0.6 },
    { from: 40, to: 79, share: 0.4 },
  ]),
  places: given({ city: 0.7, prefecture: 0.2, elsewhere: 0.1 }),
  copies: given({ 1: 0.85, 2: 0.1, 3: 0.05 }),
  certificates: given({ 'resident-record': 0.6, 'seal-registration': 0.3, tax: 0.1 }),
  monthsOf: { tax: given({ 6: 3 }) },
});
const { municipality, stores } = smallScenario({ stores: { inside: 3, outside: 9 } });
const crowd = new DemandCrowd({ municipality, stores }, demand);
const drawn = (month: '5' | '6') =>
  Array.from({ length: DRAWS }, (_, index) =>
    crowd.draw(streams(3).stream('errand', index), month),
  );
const may = drawn('5');

/** Whether errands fall into classes as shares say, by χ² at 0.1 %. */
function expectShares(counts: readonly number[], shares: readonly number[]): void {
  const due = shares.map((share) => share * DRAWS);
  const critical = chiSquaredCritical(shares.length - 1, 0.001);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
  expect(chiSquared(counts, due)).toBeLessThan(critical);
  // Shares all alike are told from them.
  const alike = counts.map(() => DRAWS / counts.length);
  expect(chiSquared(alike, due)).toBeGreaterThan(critical);
}

function countOf<T>(values: readonly T[], of: (value: T) => boolean): number {
  return values.filter(of).length;
}

test('ages, places and copies have the shares of the demand', () => {
  const ages = [countOf(may, ({ age }) => age < 40), countOf(may, ({ age }) => age >= 40)];
  expectShares(ages, [0.6, 0.4]);
  const places = ['city', 'prefecture', 'elsewhere'];
  expectShares(
    places.map((name) => countOf(may, ({ place }) => place === name)),
    [0.7, 0.2, 0.1],
  );
  expectShares(
    [1, 2, 3].map((count) => countOf(may, ({ copies }) => copies === count)),
    [0.85, 0.1, 0.05],
  );
});

test('certificates have them too, and in single months others', () => {
  const counts = (errands: typeof may) =>
    CERTIFICATE_TYPES.map((name) => countOf(errands, ({ type }) => type === name)).filter(
      (count) => count > 0,
    );
  const [resident, seal, tax] = counts(may);
  expectShares([resident, seal, tax].map(Number), [0.6, 0.3, 0.1]);
  const june = drawn('6');
  expectShares(counts(june).map(Number), [0.6 / 1.2, 0.3 / 1.2, 0.3 / 1.2]);
});

test('each place has kiosks of its own, in proportion to its share', () => {
  const kiosks = (name: string) =>
    new Set(may.flatMap(({ place, kiosk }) => (place === name ? [kiosk] : [])));
  expect([...kiosks('city')].sort()).toEqual([0, 1, 2]);
  expect([...kiosks('prefecture')].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7]);
  expect([...kiosks('elsewhere')].sort((a, b) => a - b)).toEqual([8, 9, 10, 11]);
});
