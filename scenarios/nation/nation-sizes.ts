import { normalQuantile } from '../../sim/distribution.ts';
import { type Streams, streams } from '../../sim/rng.ts';
import { CERTIFICATES_PER_PERSON } from '../demand/demand-units.ts';
import type { Nation } from './nation.ts';

export type Kind = 'metropolis' | 'city' | 'town';

/** A municipality of a nation that does not exist: its size is made, its rank is its name. */
export interface Town {
  /** Five digits that no municipality has: those of the prefectures end with 47. */
  readonly code: string;
  /** From 1, the largest first. */
  readonly rank: number;
  readonly kind: Kind;
  readonly population: number;
  readonly takesPart: boolean;
  /** Share of the nation’s demand; none of who takes no part. */
  readonly demandShare: number;
  /** How many of the nation’s stores its people use. */
  readonly stores: number;
}

/**
 * All municipalities of a nation, the largest first. Their sizes are the quantiles of the one
 * lognormal law whose total and whose largest municipality are those that were published; who
 * takes part, and how unlike they are in use and stores, is drawn once for all runs.
 */
export function townsOf(nation: Nation, stores: number, leastStores: number): readonly Town[] {
  const sizes = sizesOf(nation);
  const kinds = sizes.map((_, index) => kindOf(nation, index));
  const isIn = participants(nation, kinds);
  const chance = streams(NATION);
  const used = sizes.map((population, index) =>
    isIn(index)
      ? population *
        CERTIFICATES_PER_PERSON[kinds[index] as Kind] *
        unlike(chance, 'use', index, nation.useSpread.value)
      : 0,
  );
  const total = used.reduce((sum, each) => sum + each, 0);
  const pull = sizes.map((population, index) =>
    isIn(index) ? population * unlike(chance, 'stores', index, nation.storeSpread.value) : 0,
  );
  const shared = sharedOut(stores, pull, (index) => (isIn(index) ? leastStores : 0));
  return sizes.map((population, index) => ({
    code: String(FIRST_CODE + index),
    rank: index + 1,
    kind: kinds[index] as Kind,
    population,
    takesPart: isIn(index),
    demandShare: (used[index] as number) / total,
    stores: shared[index] as number,
  }));
}

/** Those whose people come: all that take part, or an even sample of them. */
export function sampled(towns: readonly Town[], { sample }: Nation): readonly Town[] {
  const all = towns.filter(({ takesPart }) => takesPart);
  if (sample === undefined || sample >= all.length) return all;
  return Array.from(
    { length: sample },
    (_, place) => all[Math.floor((place * all.length) / sample)] as Town,
  );
}

/** Where the chance begins that makes a nation: the same in all runs, whatever their seed. */
const NATION = 1;
const FIRST_CODE = 50_001;

/** Residents of each municipality; they add up to the population. */
function sizesOf({ municipalities, population, largest }: Nation): readonly number[] {
  const many = municipalities.value;
  const ranks = Array.from({ length: many }, (_, index) =>
    normalQuantile(1 - (index + 0.5) / many),
  );
  const sigma = sigmaOf(ranks, largest.value / population.value);
  const weights = ranks.map((rank) => Math.exp(sigma * rank));
  return sharedOut(population.value, weights, () => 1);
}

/** How unequal sizes are if the largest one has this share of the whole. */
export function sigmaOf(ranks: readonly number[], share: number): number {
  let [low, high] = [0, 20];
  for (let step = 0; step < 60; step++) {
    const sigma = (low + high) / 2;
    // The largest counts as 1: no power of e is too large.
    const top = ranks[0] as number;
    const whole = ranks.reduce((sum, rank) => sum + Math.exp(sigma * (rank - top)), 0);
    if (1 / whole < share) low = sigma;
    else high = sigma;
  }
  return (low + high) / 2;
}

function kindOf({ kinds: { value } }: Nation, index: number): Kind {
  if (index < value.metropolis) return 'metropolis';
  return index < value.metropolis + value.city ? 'city' : 'town';
}

/** Who takes part: the larger kinds as far as it goes, and of the towns as many as are left. */
function participants(
  { participating: { value: many } }: Nation,
  kinds: readonly Kind[],
): (index: number) => boolean {
  const larger = kinds.filter((kind) => kind !== 'town').length;
  if (larger >= many) return (index) => index < many;
  const chance = streams(NATION);
  const drawn = kinds
    .flatMap((kind, index) => (kind === 'town' ? [index] : []))
    .map((index) => ({ index, lot: chance.stream('takes-part', index).uniform() }))
    .sort((a, b) => a.lot - b.lot || a.index - b.index)
    .slice(0, many - larger);
  const towns = new Set(drawn.map(({ index }) => index));
  return (index) => index < larger || towns.has(index);
}

/** A lognormal factor whose mean is 1. */
function unlike(chance: Streams, purpose: string, index: number, sigma: number): number {
  const drawn = normalQuantile(chance.stream(`unlike-${purpose}`, index).uniform());
  return Math.exp(sigma * drawn - (sigma * sigma) / 2);
}

/** Whole numbers that add up to `total`: to each its least, and of the rest by weight. */
export function sharedOut(
  total: number,
  weights: readonly number[],
  leastOf: (index: number) => number,
): readonly number[] {
  const least = weights.map((_, index) => leastOf(index));
  const rest = total - least.reduce((sum, each) => sum + each, 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (rest * weight) / whole);
  const shares = exact.map((share, index) => (least[index] as number) + Math.floor(share));
  const missing = total - shares.reduce((sum, share) => sum + share, 0);
  const next = exact
    .map((share, index) => ({ index, left: share - Math.floor(share) }))
    .sort((a, b) => b.left - a.left || a.index - b.index)
    .slice(0, missing);
  for (const { index } of next) shares[index] = (shares[index] as number) + 1;
  return shares;
}
