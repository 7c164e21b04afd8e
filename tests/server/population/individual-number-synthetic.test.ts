import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDigit,
  individualNumberOf,
  MOST_RESIDENTS,
} from '../../../server/population/individual-number-synthetic.ts';

describe('the check digit of a 個人番号', () => {
  // The numbers that forms and articles print as an example: 123456789018 and 983205673214.
  test.each([
    ['12345678901', 8],
    ['98320567321', 4],
  ])('of %s is %d', (eleven, digit) => expect(checkDigit(eleven)).toBe(digit));

  test('is 0 for the remainders 0 and 1', () => {
    expect(checkDigit('00000000000')).toBe(0);
    // 6 · 2 = 12 = 11 + 1
    expect(checkDigit('00000000006')).toBe(0);
  });
});

describe('individualNumberOf', () => {
  const code = fc.integer({ min: 1101, max: 47382 }).map((value) => String(value).padStart(5, '0'));
  const no = fc.integer({ min: 0, max: MOST_RESIDENTS - 1 });

  test('is never a number that somebody could have', () => {
    fc.assert(
      fc.property(code, no, (municipality, resident) => {
        const number = individualNumberOf(municipality, resident);
        expect(number).toMatch(/^\d{12}$/);
        expect(checkDigit(number.slice(0, 11))).not.toBe(Number(number[11]));
      }),
    );
  });

  test('is another one for everybody, as it can be traced back', () => {
    const [multiplier] = parts(individualNumberOf('00000', 1));
    fc.assert(
      fc.property(code, no, (municipality, resident) => {
        const [eleven, wrongness] = parts(individualNumberOf(municipality, resident));
        const plain = (eleven * inverse(multiplier)) % MODULUS;
        expect(String(plain / 1_000_000n).padStart(5, '0')).toBe(municipality);
        expect(wrongness * 1_000_000n + (plain % 1_000_000n)).toBe(BigInt(resident));
      }),
    );
  });
});

const MODULUS = 10n ** 11n;

/** The first eleven digits, and how far beyond the next one the last digit is from a right one. */
function parts(number: string): readonly [bigint, bigint] {
  const eleven = number.slice(0, 11);
  const wrongness = (Number(number[11]) - checkDigit(eleven) + 19) % 10;
  return [BigInt(eleven), BigInt(wrongness)];
}

/** By Euler’s theorem: the modulus has 4 · 10¹⁰ numbers below it that are coprime to it. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let power = value;
  for (let exponent = 4n * 10n ** 10n - 1n; exponent > 0n; exponent /= 2n) {
    if (exponent % 2n === 1n) result = (result * power) % MODULUS;
    power = (power * power) % MODULUS;
  }
  return result;
}
