import { expect, test } from 'vitest';
import { type Nation, whyNoNation } from '../../../scenarios/nation/nation.ts';
import {
  sampled,
  sharedOut,
  sigmaOf,
  type Town,
  townsOf,
} from '../../../scenarios/nation/nation-sizes.ts';
import { ScenarioRefused } from '../../../scenarios/scenario-files.ts';
import { normalQuantile } from '../../../sim/distribution.ts';
import { smallNation } from './small-nation.ts';

const scenario = await smallNation();
const nation = scenario.nation as Nation;
const towns = townsOf(nation, 56_000, 3);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('sizes add up to what is published, with the largest one as it is', () => {
  expect(towns).toHaveLength(1741);
  expect(sum(towns.map(({ population }) => population))).toBe(124_570_000);
  expect(Math.abs((towns[0] as Town).population - 3_800_000)).toBeLessThan(1_000);
  const populations = towns.map(({ population }) => population);
  expect(populations).toEqual([...populations].sort((a, b) => b - a));
});

test('as many take part as is published, and only they have stores and citizens', () => {
  const partners = towns.filter(({ takesPart }) => takesPart);
  expect(partners).toHaveLength(1300);
  expect(sum(partners.map(({ stores }) => stores))).toBe(56_000);
  expect(sum(partners.map(({ demandShare }) => demandShare))).toBeCloseTo(1, 12);
  expect(Math.min(...partners.map(({ stores }) => stores))).toBeGreaterThanOrEqual(3);
  for (const { takesPart, stores, demandShare } of towns) {
    if (!takesPart) expect([stores, demandShare]).toEqual([0, 0]);
  }
  const kinds = towns.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'metropolis')).toHaveLength(43);
  expect(kinds.filter((kind) => kind === 'city')).toHaveLength(772);
  expect(towns.every(({ kind, takesPart }) => kind === 'town' || takesPart)).toBe(true);
});

test('nobody has the code of a real municipality', () => {
  const codes = towns.map(({ code }) => code);
  expect(new Set(codes).size).toBe(1741);
  expect(codes.every((code) => /^\d{5}$/.test(code) && Number(code.slice(0, 2)) > 47)).toBe(true);
});

test('the same sizes again, whatever the sample', () => {
  expect(townsOf(nation, 56_000, 3)).toEqual(towns);
  const some = sampled(towns, { ...nation, sample: 70 });
  expect(some).toHaveLength(70);
  expect(some[0]).toBe(towns[0]);
  expect(new Set(some.map(({ rank }) => rank)).size).toBe(70);
  expect(sampled(towns, { ...nation, sample: 5_000 })).toHaveLength(1300);
});

test('the spread of a lognormal law is found again from its largest quantile', () => {
  const ranks = Array.from({ length: 500 }, (_, at) => normalQuantile(1 - (at + 0.5) / 500));
  for (const sigma of [0.01, 0.5, 1.464, 3]) {
    const sizes = ranks.map((rank) => Math.exp(sigma * rank));
    expect(sigmaOf(ranks, (sizes[0] as number) / sum(sizes))).toBeCloseTo(sigma, 9);
  }
});

test('what is shared out adds up, and nobody has less than the least', () => {
  for (const total of [7, 10, 999, 56_000]) {
    for (const weights of [[1], [1, 1, 1], [0, 5, 1e-9], [3, 2, 2, 0.1, 7.77]]) {
      const shares = sharedOut(total, weights, () => 1);
      expect(sum(shares)).toBe(total);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
    }
  }
});

test('what cannot be a nation is refused at its place', async () => {
  const refusals: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ 'nation.participating.value': 2000 }, 'there are only 1741: give fewer'],
    [{ 'nation.largest.value': 20_000 }, 'it has from 71551 to'],
    [{ 'nation.kinds.value': { metropolis: 1000, city: 1000 } }, 'fewer metropolises'],
    [{ 'nation.population.value': 5 }, 'one resident at least'],
    [{ 'stores.inside': 100 }, 'each municipality needs 3 at least: give 3900'],
    [{ 'stores.outside': 100 }, 'write `inside` alone'],
    [{ 'workloads.more': { executor: 'constant-vus', vus: 1, duration: '1h' } }, 'by a demand'],
    [{ faults: [{ kind: 'issuer.error', at: '1m', for: '1m' }] }, 'about one municipality'],
  ];
  for (const [changes, message] of refusals) {
    const error = await smallNation(70, '1h', changes).catch((refused: unknown) => refused);
    expect(error, message).toBeInstanceOf(ScenarioRefused);
    expect((error as Error).message).toContain(message);
  }
  expect(whyNoNation(scenario)).toEqual([]);
});
