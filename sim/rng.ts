import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import xxhash from 'xxhash-wasm';

/** A source of chance. Every draw in the project comes from one of these, which is given. */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
}

/** Independent streams, named by who draws and what for. */
export interface Streams {
  readonly seed: number;
  /**
   * The stream of one entity for one purpose, from its beginning. Its state is a 128-bit hash of
   * (seed, purpose, entity), so that adding a kiosk or asking in another order changes no other
   * stream, and the first draws of many entities are as independent as the draws of one.
   */
  stream(purpose: string, entity: string | number): Rng;
  /**
   * A 64-bit hash of the same three as 16 hexadecimal digits: a name nobody can guess from the
   * entity. Among 10⁶ keys two coincide with probability 3·10⁻⁸.
   */
  key(purpose: string, entity: string | number): string;
}

const { h64 } = await xxhash();

/** Streams of chance from one seed: xoroshiro128+ generators keyed by XXH64. */
export function streams(seed: number): Streams {
  // With its length before it, a purpose cannot run into an entity, whatever they contain.
  const name = (purpose: string, entity: string | number) =>
    `${seed}/${purpose.length}/${purpose}/${entity}`;
  return {
    seed,
    stream: (purpose, entity) => new Stream(name(purpose, entity)),
    key: (purpose, entity) => h64(name(purpose, entity), KEY_SEED).toString(16).padStart(16, '0'),
  };
}

/** Seeds of the three hashes of a name: any three different numbers. */
const KEY_SEED = 0x9e3779b97f4a7c15n;
const FIRST_SEED = 0xbf58476d1ce4e5b9n;
const SECOND_SEED = 0x94d049bb133111ebn;

class Stream implements Rng {
  readonly #generator: RandomGenerator;

  constructor(name: string) {
    // Two hashes and not one twice: the generator's first output is the sum of its state's halves,
    // which takes few values if one half follows from the other.
    const first = h64(name, FIRST_SEED);
    const second = h64(name, SECOND_SEED);
    this.#generator = xoroshiro128plusFromState([
      high(first),
      low(first),
      high(second),
      low(second),
    ]);
  }

  uniform(): number {
    return uniformFloat64(this.#generator);
  }
}

function high(half: bigint): number {
  return Number(BigInt.asIntN(32, half >> 32n));
}

function low(half: bigint): number {
  return Number(BigInt.asIntN(32, half));
}
