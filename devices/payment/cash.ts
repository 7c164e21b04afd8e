/**
 * Values of the pieces a kiosk takes, in yen, largest first: a note, and coins. 5 and 1 are among
 * them so that any fee can be paid; all that are published are multiples of 10.
 */
export const DENOMINATIONS = [1000, 500, 100, 50, 10, 5, 1] as const;
export type Denomination = (typeof DENOMINATIONS)[number];

/** Notes are taken, and not given back as change: how many of DENOMINATIONS come before coins. */
const NOTES = 1;

/** Pieces of money: how many of each, in the order of DENOMINATIONS. */
export type Cash = readonly number[];

/** What a citizen holds out for an amount. */
export type Tender =
  | { readonly kind: 'cash'; readonly pieces: Cash }
  | { readonly kind: 'e-money'; readonly balanceYen: number };

export const NO_CASH: Cash = DENOMINATIONS.map(() => 0);

/** So many pieces of some values, e.g. { 100: 2 }. */
export function cashOf(pieces: Readonly<Partial<Record<Denomination, number | undefined>>>): Cash {
  return DENOMINATIONS.map((value) => pieces[value] ?? 0);
}

/** The fewest pieces that make an amount exactly. */
export function exactly(yen: number): Cash {
  let missingYen = yen;
  return DENOMINATIONS.map((value) => {
    const count = Math.floor(missingYen / value);
    missingYen -= count * value;
    return count;
  });
}

/** The fewest pieces of one value that make an amount or more. */
export function inPiecesOf(value: Denomination, yen: number): Cash {
  return cashOf({ [value]: Math.ceil(yen / value) });
}

export function yenOf(cash: Cash): number {
  return DENOMINATIONS.reduce((yen, value, index) => yen + value * (cash[index] ?? 0), 0);
}

/**
 * The fewest coins out of a box that make an amount, or undefined if none do. Each value divides
 * the next larger one, so that to begin with the largest never misses a way that there is.
 */
export function changeOf(yen: number, box: Cash): Cash | undefined {
  let missingYen = yen;
  const coins = DENOMINATIONS.map((value, index) => {
    const held = index < NOTES ? 0 : (box[index] ?? 0);
    const count = Math.min(Math.floor(missingYen / value), held);
    missingYen -= count * value;
    return count;
  });
  return missingYen === 0 ? coins : undefined;
}

export function plus(one: Cash, other: Cash): Cash {
  return one.map((count, index) => count + (other[index] ?? 0));
}

export function minus(one: Cash, other: Cash): Cash {
  return one.map((count, index) => count - (other[index] ?? 0));
}
