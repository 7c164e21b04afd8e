import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cardSerial,
  GENERATION_LIMIT,
  parseCardSerial,
  RESIDENT_NO_LIMIT,
} from '../../server/contract-card-serial.ts';

const municipality = fc.stringMatching(/^\d{5}$/);
const residentNo = fc.nat(RESIDENT_NO_LIMIT - 1);
const generation = fc.integer({ min: 1, max: GENERATION_LIMIT - 1 });

describe('the serial of a card', () => {
  test('is municipality, resident and generation behind a 1', () => {
    expect(cardSerial('01100', 42, 3)).toBe('1011000000004203');
  });

  test('tells who it is about', () => {
    fc.assert(
      fc.property(municipality, residentNo, generation, (code, no, count) => {
        const serial = cardSerial(code, no, count);
        expect(parseCardSerial(serial)).toEqual({
          municipality: code,
          residentNo: no,
          generation: count,
        });
      }),
    );
  });

  test('is a positive integer of eight octets in DER', () => {
    fc.assert(
      fc.property(municipality, residentNo, generation, (code, no, count) => {
        const octets = Buffer.from(cardSerial(code, no, count), 'hex');
        expect(octets).toHaveLength(8);
        expect(octets[0]).toBeGreaterThan(0);
        expect(octets[0]).toBeLessThan(0x80);
      }),
    );
  });

  test.each([
    ['1234', 1, 1],
    ['123456', 1, 1],
    ['1234x', 1, 1],
    ['12345', -1, 1],
    ['12345', 0.5, 1],
    ['12345', RESIDENT_NO_LIMIT, 1],
    ['12345', 1, 0],
    ['12345', 1, GENERATION_LIMIT],
  ])('is not made of %s, %d, %d', (code, no, count) => {
    expect(() => cardSerial(code, no, count)).toThrow(/^a (municipality|resident|card)/);
  });

  test.each([
    '',
    '101100000000420',
    '10110000000042030',
    '2011000000004203',
    '1011000000004200',
    '10110000000042A3',
    '1011000000004 03',
    '1-11000000004203',
  ])('is not %j', (serial) => {
    expect(parseCardSerial(serial)).toBeUndefined();
  });

  test('is never found in other text', () => {
    const almost = fc.string({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), almost), (text) => {
        const identity = parseCardSerial(text);
        if (identity === undefined) return;
        const { municipality: code, residentNo: no, generation: count } = identity;
        expect(cardSerial(code, no, count)).toBe(text);
      }),
    );
  });
});
