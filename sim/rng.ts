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
  const prefixes = new Map<string, string>();
  const name = (purpose: string, entity: string | number) => {
    let prefix = prefixes.get(purpose);
    if (prefix === undefined) {
      prefix = `${seed}/${purpose.length}/${purpose}/`;
      prefixes.set(purpose, prefix);
    }
    return prefix + entity;
  };
  return {
    seed,
    stream: (purpose, entity) => new Stream(name(purpose, entity)),
    key: (purpose, entity) => h64(name(purpose, entity), KEY_SEED).toString(16).padStart(16, '0'),
  };
}

/** Seeds of the two hashes of a name: any two different numbers. */
const KEY_SEED = 0x9e3779b97f4a7c15n;
const STREAM_SEED = 0xbf58476d1ce4e5b9n;

/** The two 32-bit halves of a 64-bit hash, taken out without further big integers. */
const hash = new BigUint64Array(1);
const halves = new Int32Array(hash.buffer);

class Stream implements Rng {
  readonly #generator: RandomGenerator;

  constructor(name: string) {
    hash[0] = h64(name, STREAM_SEED);
    const low = halves[0] as number;
    const high = halves[1] as number;
    // The generator's first output is the sum of its state's halves: the second must not follow
    // from the first in any simple way, so it is mixed from both words of it.
    const third = mixed(high + Math.imul(low, 0x9e3779b1));
    const fourth = mixed(low + Math.imul(third, 0x85ebca77));
    this.#generator = xoroshiro128plusFromState([high, low, third, fourth]);
  }

  uniform(): number {
    return uniformFloat64(this.#generator);
  }
}

/** The finaliser of MurmurHash3 (A. Appleby): every bit in changes half of the bits out. */
function mixed(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
