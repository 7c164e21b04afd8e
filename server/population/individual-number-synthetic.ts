/**
 * 個人番号 of a synthetic resident: twelve digits that no other resident has, and that nobody in
 * Japan can have, as the last one is never the check digit of the others. Five digits of the
 * municipality and six of the resident, shuffled; the millions of `no` (0 … 8) decide how wrong
 * the last digit is.
 */
export function individualNumberOf(municipality: string, no: number): string {
  const plain = Number(municipality) * MILLION + (no % MILLION);
  const eleven = String((plain * MULTIPLIER) % MODULUS).padStart(11, '0');
  const wrong = checkDigit(eleven) + 1 + Math.floor(no / MILLION);
  return `${eleven}${wrong % 10}`;
}

/** So many residents of one municipality have numbers of their own. */
export const MOST_RESIDENTS = 9_000_000;

/** 検査用数字 of the eleven digits before it (平成26年総務省令第85号第5条). */
export function checkDigit(eleven: string): number {
  let sum = 0;
  for (let n = 1; n <= 11; n++) sum += Number(eleven[11 - n]) * (n <= 6 ? n + 1 : n - 5);
  const remainder = sum % 11;
  return remainder <= 1 ? 0 : 11 - remainder;
}

const MILLION = 1_000_000;
const MODULUS = 10 ** 11;
/** Coprime to the modulus, so no two numbers coincide; every product is an exact double. */
const MULTIPLIER = 89_989;
