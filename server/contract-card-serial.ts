import assert from 'node:assert/strict';

/** Who a card is about: what the serial number of its certificate carries. */
export interface CardIdentity {
  /** 全国地方公共団体コード without its check digit, five digits. */
  readonly municipality: string;
  /** Number of the resident within the municipality. */
  readonly residentNo: number;
  /** Counts the cards this resident has been given, from 1. */
  readonly generation: number;
}

/** One more than the greatest resident number a serial can carry. */
export const RESIDENT_NO_LIMIT = 100_000_000;

/** One more than the greatest card generation a serial can carry. */
export const GENERATION_LIMIT = 100;

/**
 * The serial number of a card's certificate: 16 decimal digits, read as hexadecimal where X.509
 * wants a number. `1`, municipality (5), resident (8), generation (2): the leading 1 keeps the
 * zeros of a municipality such as 01100 and makes the DER integer positive. A real serial tells
 * nothing about its holder; there the link is in the municipality's own records.
 */
export function cardSerial(municipality: string, residentNo: number, generation: number): string {
  assert(isMunicipality(municipality), `a municipality code of '${municipality}'`);
  assert(isCount(residentNo, 0, RESIDENT_NO_LIMIT), `a resident number of ${residentNo}`);
  assert(isCount(generation, 1, GENERATION_LIMIT), `a card generation of ${generation}`);
  // One number of ten digits holds resident and generation; the 1 in front keeps their zeros.
  const tail = 10_000_000_000 + residentNo * GENERATION_LIMIT + generation;
  return `1${municipality}${String(tail).slice(1)}`;
}

/** Who a serial number is about, or undefined if it is none of ours. */
export function parseCardSerial(serial: string): CardIdentity | undefined {
  if (serial.length !== 16 || serial.charCodeAt(0) !== ONE) return undefined;
  const residentNo = digits(serial, 6, 14);
  const generation = digits(serial, 14, 16);
  if (digits(serial, 1, 6) < 0 || residentNo < 0 || generation < 1) return undefined;
  return { municipality: serial.slice(1, 6), residentNo, generation };
}

const ZERO = 0x30;
const ONE = 0x31;

/** The number these digits write, or −1 if one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function isMunicipality(code: string): boolean {
  return code.length === 5 && digits(code, 0, 5) >= 0;
}

function isCount(value: number, from: number, limit: number): boolean {
  return Number.isInteger(value) && value >= from && value < limit;
}
