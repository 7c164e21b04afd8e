import type { UnreadableReason } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';
import type { Damage } from './damage.ts';
import { PERFECT, type Scanning } from './degradations.ts';

/** Which documents to try. */
export interface Trial {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

/** What became of one document. */
export interface Verified {
  readonly kind: Kind;
  readonly outcome: 'restored' | 'wrong' | UnreadableReason;
  readonly correctedShare: number;
  /** What another document's key made of it; undefined if it could not even be read. */
  readonly otherKey: 'restored' | UnreadableReason | undefined;
  /** What became of a back put together from this one and another; of some documents only. */
  readonly splice: Verified['outcome'] | undefined;
  readonly frontDpi: number;
  readonly payloadBytes: number;
  readonly capacityBytes: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
}

/** A way from the printer to the file that is uploaded. */
export interface Way {
  readonly scanning: Scanning;
  readonly damage: Damage | undefined;
}

/** Share of the cells that may be destroyed. */
const SHARE = 0.05;

const way = (scanning: Partial<Scanning>, damage?: Damage): Way => ({
  scanning: { ...PERFECT, ...scanning },
  damage,
});

const either = (rng: Rng, limit: number) => (rng.uniform() < 0.5 ? -limit : limit);
const within = (rng: Rng, limit: number) => (2 * rng.uniform() - 1) * limit;
const pick = <A>(rng: Rng, values: readonly A[]) =>
  values[Math.floor(rng.uniform() * values.length)] as A;
const turns = (rng: Rng) => pick(rng, [0, 1, 2, 3] as const);
const ink = (rng: Rng) => pick(rng, ['black', 'white', 'random'] as const);

/** Each degradation alone and at its limit, then all of them at random. */
const WAYS = {
  'as printed': () => way({}),
  'turned by quarters': (rng) => way({ turns: turns(rng) }),
  'skewed by 2°': (rng) => way({ skewDegrees: either(rng, 2) }),
  'scaled by 2 %': (rng) => way({ scale: 1 + either(rng, 0.02) }),
  'noise of σ 20': () => way({ noise: 20 }),
  'brightness by 20 %': (rng) =>
    rng.uniform() < 0.5
      ? way({ brightness: 1 + either(rng, 0.2) })
      : way({ offset: either(rng, 51) }),
  'blurred by 0.8 pixels': () => way({ blurPixels: 0.8 }),
  'JPEG of quality 50': () => way({ jpegQuality: 50 }),
  'uneven feed by 0.2 mm': () => way({ wobbleMm: 0.2 }),
  'at 150, 240 or 300 dpi': (rng) => way({ dpi: pick(rng, [150, 240, 300]) }),
  '5 % of the cells, scattered': (rng) =>
    way({}, { shape: 'scattered', ink: ink(rng), share: SHARE }),
  '5 % of the cells, in blots': (rng) => way({}, { shape: 'blots', ink: ink(rng), share: SHARE }),
  '5 % of the cells, in stripes': (rng) =>
    way({}, { shape: 'stripes', ink: ink(rng), share: SHARE }),
  '5 % of the cells, inverted': () =>
    way({}, { shape: 'scattered', ink: 'inverted', share: SHARE }),
  'everything at random': (rng) =>
    way(
      {
        turns: turns(rng),
        skewDegrees: within(rng, 2),
        scale: 1 + within(rng, 0.02),
        noise: 20 * rng.uniform(),
        brightness: 1 + within(rng, 0.2),
        blurPixels: 0.8 * rng.uniform(),
        jpegQuality: 50 + Math.floor(45 * rng.uniform()),
      },
      {
        shape: pick(rng, ['scattered', 'blots', 'stripes'] as const),
        ink: ink(rng),
        share: SHARE * rng.uniform(),
      },
    ),
} as const satisfies Record<string, (rng: Rng) => Way>;

/** Name of a degradation. */
export type Kind = keyof typeof WAYS;

/** All of them, in the order in which they are told. */
export const KINDS = Object.keys(WAYS) as readonly Kind[];

/** Two documents in three suffer everything at random; the others one thing each, in turn. */
export function kindOf(document: number): Kind {
  const alone = KINDS.length - 1;
  const kind = document % 3 === 0 ? Math.floor(document / 3) % alone : alone;
  return KINDS[kind] ?? 'everything at random';
}

/** A way of some kind. */
export function wayOf(kind: Kind, rng: Rng): Way {
  return WAYS[kind](rng);
}
