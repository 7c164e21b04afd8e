import type { BilevelImage } from '../scramble/bilevel-image.ts';

/**
 * 偽造防止検出画像: a cherry blossom with a hidden letter. The real one hides it in ink that only
 * infrared light tells apart; here both are screened by the same fine lines, which run half a
 * period further on within the letter (a phase-modulated carrier screen: R. L. van Renesse,
 * Hidden and scrambled images, SPIE 4677, 2002). A copier does not resolve the lines.
 */

/** Columns of pixels from line to line: at 600 dpi 5.9 lines per mm. */
export const CARRIER_PERIOD = 4;

/** The shape of the mark, in pixels of the printer. */
export interface LatentMark {
  /** Width and height. */
  readonly size: number;
  /** 1 where the blossom is. */
  readonly blossom: Uint8Array;
  /** 1 where the hidden letter and its ring are. */
  readonly hidden: Uint8Array;
  /** 1 within the ring, where the letter is. */
  readonly within: Uint8Array;
}

/** The mark whose hidden letter is the ink of a square image; a ring is hidden around it. */
export function latentMark({ width: size, ink: letter }: BilevelImage): LatentMark {
  const blossom = new Uint8Array(size * size);
  const hidden = Uint8Array.from(letter);
  const within = new Uint8Array(size * size);
  const middle = size / 2;
  for (let at = 0; at < letter.length; at++) {
    const x = ((at % size) + 0.5 - middle) / middle;
    const y = (Math.floor(at / size) + 0.5 - middle) / middle;
    const outwards = (Math.hypot(x, y) - RING.radius) / RING.width;
    if (isBlossom(x, y)) blossom[at] = 1;
    if (Math.abs(outwards) <= 0.5) hidden[at] = 1;
    if (outwards < -0.5) within[at] = 1;
  }
  return { size, blossom, hidden, within };
}

/** In halves of the mark's size. */
const RING = { radius: 0.66, width: 0.08 };

/** Whether a place is in the blossom, whose middle is (0, 0) and whose petals reach 1 from it. */
function isBlossom(x: number, y: number): boolean {
  const turn = (2 * Math.PI) / 5;
  const direction = Math.atan2(x, -y);
  const fromPetal = direction - Math.round(direction / turn) * turn;
  const along = Math.hypot(x, y) * Math.cos(fromPetal);
  const across = Math.hypot(x, y) * Math.sin(fromPetal);
  const isNotch = Math.abs(across) < 0.7 * (along - 0.84);
  return !isNotch && ((along - 0.5) / 0.5) ** 2 + (across / 0.37) ** 2 <= 1;
}

/** The mark as it is printed: the outline of the blossom, and lines within it. */
export function latentImage({ size, blossom, hidden }: LatentMark): BilevelImage {
  const ink = new Uint8Array(size * size);
  for (let at = 0; at < ink.length; at++) {
    if (blossom[at] === 0) continue;
    const shift = hidden[at] === 1 ? CARRIER_PERIOD / 2 : 0;
    const isLine = ((at % size) + shift) % CARRIER_PERIOD === 0;
    if (isLine || isEdge(blossom, size, at)) ink[at] = 1;
  }
  return { width: size, height: size, ink };
}

/** Pixels of the line around the blossom. */
export const OUTLINE = 3;

function isEdge(blossom: Uint8Array, size: number, at: number): boolean {
  const near = [at - OUTLINE, at + OUTLINE, at - OUTLINE * size, at + OUTLINE * size];
  return near.some((other) => blossom[other] !== 1);
}
