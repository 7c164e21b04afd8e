import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Component, dealt } from '../../scenarios/nation/components.ts';
import { evenArrivals } from '../../sim/arrivals.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { smallScenario } from '../scenarios/small-scenario.ts';

const LASTS_MS = 20_000;

const scenario = smallScenario();

/** Municipalities of any sizes that together have so many citizens a second. */
const plans = fc.record({
  shards: fc.integer({ min: 1, max: 64 }),
  rates: fc.array(
    fc.double({ min: 0.01, max: 1000, noNaN: true }).map((rate) => Math.round(rate * 100) / 100),
    { minLength: 1, maxLength: 40 },
  ),
});

function componentsOf(rates: readonly number[]): readonly Component[] {
  const all = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.map((rate, place) => ({
    place,
    code: String(place),
    share: rate / all,
    firstJourney: 0,
    scenario: () => scenario,
  }));
}

/** Citizens planned for each second, by the municipalities of some shards. */
function perSecond(rates: readonly number[], places: readonly number[]): readonly number[] {
  const counts = new Array<number>(LASTS_MS / 1000).fill(0);
  for (const place of places) {
    for (const dueMs of evenArrivals(constantRate(rates[place] as number, LASTS_MS))) {
      const second = Math.min(counts.length - 1, Math.floor(dueMs / 1000));
      counts[second] = (counts[second] as number) + 1;
    }
  }
  return counts;
}

test('what the shards plan adds up to the plan, in every second, whatever their number', () => {
  fc.assert(
    fc.property(plans, ({ shards, rates }) => {
      const hands = dealt(componentsOf(rates), shards);
      expect(hands).toHaveLength(shards);
      const planned = perSecond(
        rates,
        rates.map((_, place) => place),
      );
      const sums = planned.map(() => 0);
      for (const hand of hands) {
        const own = perSecond(
          rates,
          hand.map(({ place }) => place),
        );
        own.forEach((count, second) => {
          sums[second] = (sums[second] as number) + count;
        });
      }
      expect(sums).toEqual(planned);
    }),
    { numRuns: 40, seed: 16 },
  );
});

test('a rate divided by the number of shards and rounded is not the plan', () => {
  const lossy = [0.01, 0.5, 7, 100].flatMap((rate) =>
    [2, 7, 64].filter((shards) => Math.floor(rate / shards) * shards !== rate),
  );
  expect(lossy.length).toBeGreaterThan(8);
  // Users numbered anew in each shard: the n-th of all is the first of every one.
  const each = [...evenArrivals(constantRate(7 / 64, LASTS_MS))].length;
  const whole = [...evenArrivals(constantRate(7, LASTS_MS))].length;
  expect(each * 64).not.toBe(whole);
});
