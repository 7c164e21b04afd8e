import { settled } from './front-settling.ts';
import { blurred, type InkMap } from './ink-map.ts';

/** Likeness from which on two fronts are equal; docs/verification.md says what was measured. */
export const EQUAL_FROM = 0.5;

/** The place on a front that is least as it was sealed. */
export interface Spot {
  /** From 0 to 1: 1 is as expected in every point, and from `EQUAL_FROM` on it is equal. */
  readonly likeness: number;
  /** In mm from the top left corner. */
  readonly place: { readonly x: number; readonly y: number };
  /** Whether more or less ink is printed there than was sealed. */
  readonly differs: 'ink-added' | 'ink-missing';
}

/** How much more often than usual ink may be where nothing explains it, by its square. */
const LIMIT = 6.5;

/** About a stroke of a digit, as the standard deviation of a blur. */
const STROKE_MM = 0.3;

/** Variance of ink that means nothing: noise of a scanner, dust. */
const FAINT_VARIANCE = 0.003;

/** Beside the sheet a scan shows the lid of the scanner. */
const RIM_MM = 5;

/**
 * Where a front as it was printed, laid over the one that was sealed, is least like it. What ink to
 * expect where is learnt from the page itself, by the nine sealed pixels around each point: how the
 * printer and the scanner show edges, lines and shades, how grey the ground is, and how much all of
 * that varies. What then is not explained is measured in units of that variance.
 */
export function leastAlike(sealed: InkMap, printed: InkMap, dpi: number): Spot {
  const { width, height } = sealed;
  const pixels = dpi / 25.4;
  const { expected, variance } = learnt(sealed, printed);
  const difference = expected.ink.map((ink, at) => printed.ink[at]! - ink);
  const left = settled({ width, height, ink: difference }, expected, dpi);
  const squares = { width, height, ink: left.ink.map((ink) => ink * ink) };
  const energy = blurred(squares, STROKE_MM * pixels).ink;
  const usual = blurred(variance, STROKE_MM * pixels).ink;
  const rim = Math.round(RIM_MM * pixels);
  let worst = 0;
  let place = rim * width + rim;
  for (let y = rim; y < height - rim; y++) {
    for (let at = y * width + rim; at < (y + 1) * width - rim; at++) {
      const strange = energy[at]! / (FAINT_VARIANCE + usual[at]!);
      if (strange <= worst) continue;
      worst = strange;
      place = at;
    }
  }
  return {
    likeness: LIMIT / (LIMIT + worst),
    place: { x: (place % width) / pixels, y: Math.floor(place / width) / pixels },
    differs:
      around(left, place, Math.round(2 * STROKE_MM * pixels)) > 0 ? 'ink-added' : 'ink-missing',
  };
}

/** Ink more (or less, below zero) than expected in the square around a place. */
function around({ width, ink }: InkMap, place: number, reach: number): number {
  let sum = 0;
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) sum += ink[place + y * width + x] ?? 0;
  }
  return sum;
}

/** Patterns of nine pixels, and how many of a kind count as much as one's own. */
const PATTERNS = 512;
const KIN = 30;
const LEAST_VARIANCE = 0.0005;

/** What ink is printed on the average where the sealed pixels around are the same. */
function learnt(sealed: InkMap, printed: InkMap) {
  const { width, height } = sealed;
  const patterns = patternsOf(sealed);
  const own = new Tally(PATTERNS);
  for (let at = 0; at < patterns.length; at++) own.add(patterns[at]!, printed.ink[at]!);
  // Of rare ones their kin tells: the same number of dark neighbours beside and askew.
  const kin = new Tally(PATTERNS);
  for (let pattern = 0; pattern < PATTERNS; pattern++) kin.addAll(kinOf(pattern), own, pattern);
  const mean = new Float32Array(PATTERNS);
  const spread = new Float32Array(PATTERNS);
  for (let pattern = 0; pattern < PATTERNS; pattern++) {
    const family = kinOf(pattern);
    const count = own.counts[pattern]! + KIN;
    mean[pattern] = (own.sums[pattern]! + KIN * kin.mean(family)) / count;
    const variances = own.counts[pattern]! * own.variance(pattern) + KIN * kin.variance(family);
    spread[pattern] = Math.max(LEAST_VARIANCE, variances / count);
  }
  const by = (values: Float32Array): InkMap => {
    const ink = new Float32Array(patterns.length);
    for (let at = 0; at < ink.length; at++) ink[at] = values[patterns[at]!]!;
    return { width, height, ink };
  };
  return { expected: by(mean), variance: by(spread) };
}

/** The sealed pixels at and around each place, a bit each; at the edges nothing is around. */
function patternsOf({ width, height, ink }: InkMap): Uint16Array {
  const patterns = new Uint16Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      let pattern = 0;
      for (let row = at - width; row <= at + width; row += width) {
        pattern = (pattern << 3) | (ink[row - 1]! << 2) | (ink[row]! << 1) | ink[row + 1]!;
      }
      patterns[at] = pattern;
    }
  }
  return patterns;
}

function kinOf(pattern: number): number {
  const bit = (place: number) => (pattern >> place) & 1;
  const beside = bit(1) + bit(3) + bit(5) + bit(7);
  const askew = bit(0) + bit(2) + bit(6) + bit(8);
  return bit(4) * 25 + beside * 5 + askew;
}

/** Sums, by number. */
class Tally {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.counts = new Float64Array(size);
    this.sums = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(index: number, value: number): void {
    this.counts[index]! += 1;
    this.sums[index]! += value;
    this.#squares[index]! += value * value;
  }

  addAll(index: number, other: Tally, from: number): void {
    this.counts[index]! += other.counts[from]!;
    this.sums[index]! += other.sums[from]!;
    this.#squares[index]! += other.#squares[from]!;
  }

  mean(index: number): number {
    return this.sums[index]! / Math.max(1, this.counts[index]!);
  }

  variance(index: number): number {
    const mean = this.mean(index);
    return Math.max(0, this.#squares[index]! / Math.max(1, this.counts[index]!) - mean * mean);
  }
}
