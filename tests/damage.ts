import type { Bitmap } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';

/** What has happened to some of the cells before the back was scanned. */
export interface Damage {
  /** Single cells, round blots, or straight stripes of 1 to 6 cells' width. */
  readonly shape: 'scattered' | 'blots' | 'stripes';
  /** What the destroyed cells show; inverted ones show the opposite, which nothing real does. */
  readonly ink: 'black' | 'white' | 'random' | 'inverted';
  /** Share of all cells that are destroyed. */
  readonly share: number;
}

/** A copy of the cells in which a share of them, counted once each, shows something else. */
export function damaged(cells: Bitmap, { shape, ink, share }: Damage, rng: Rng): Bitmap {
  const count = cells.width * cells.height;
  const destroyed = new Uint8Array(count);
  let left = Math.floor(share * count);
  const destroy = (x: number, y: number) => {
    const index = Math.floor(y) * cells.width + Math.floor(x);
    const isInside = x >= 0 && y >= 0 && x < cells.width && y < cells.height;
    if (left === 0 || !isInside || destroyed[index] === 1) return;
    destroyed[index] = 1;
    left -= 1;
  };
  while (left > 0) SHAPES[shape](cells, destroy, rng);
  const bits = cells.bits.slice();
  const stride = (cells.width + 7) >> 3;
  for (let index = 0; index < count; index++) {
    if (destroyed[index] === 0) continue;
    const [x, y] = [index % cells.width, Math.floor(index / cells.width)];
    const place = y * stride + (x >> 3);
    const mask = 0x80 >> (x & 7);
    const isBlack = INKS[ink]((bits[place]! & mask) !== 0, rng);
    bits[place] = isBlack ? bits[place]! | mask : bits[place]! & ~mask;
  }
  return { ...cells, bits };
}

type Draw = (cells: Bitmap, destroy: (x: number, y: number) => void, rng: Rng) => void;

const SHAPES: Readonly<Record<Damage['shape'], Draw>> = {
  scattered(cells, destroy, rng) {
    destroy(rng.uniform() * cells.width, rng.uniform() * cells.height);
  },
  blots(cells, destroy, rng) {
    const [x, y] = [rng.uniform() * cells.width, rng.uniform() * cells.height];
    const radius = 1.5 + 30 * rng.uniform() ** 3;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (dx * dx + dy * dy <= radius * radius) destroy(x + dx, y + dy);
      }
    }
  },
  stripes(cells, destroy, rng) {
    const [x, y] = [rng.uniform() * cells.width, rng.uniform() * cells.height];
    const upright = rng.uniform() < 0.5 ? Math.PI / 2 : 0;
    const angle = rng.uniform() < 0.3 ? rng.uniform() * Math.PI : upright;
    const width = 1 + Math.floor(rng.uniform() * 6);
    const length = 30 + rng.uniform() * cells.height;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let along = 0; along < length; along += 0.7) {
      for (let across = 0; across < width; across += 0.7) {
        destroy(x + along * cos - across * sin, y + along * sin + across * cos);
      }
    }
  },
};

const INKS: Readonly<Record<Damage['ink'], (isBlack: boolean, rng: Rng) => boolean>> = {
  black: () => true,
  white: () => false,
  random: (_, rng) => rng.uniform() < 0.5,
  inverted: (isBlack) => !isBlack,
};
