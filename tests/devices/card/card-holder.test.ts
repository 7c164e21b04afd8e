import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  birthCode,
  type CardHolder,
  codeA,
  codeB,
  inventedHolder,
} from '../../../devices/card/card-holder.ts';
import { instantOf } from '../../../sim/civil-time.ts';
import { HOLDER } from './card-conversation.ts';

const holders = fc
  .record({
    municipality: fc
      .integer({ min: 0, max: 99_999 })
      .map((code) => String(100_000 + code).slice(1)),
    residentNo: fc.integer({ min: 0, max: 99_999_999 }),
    generation: fc.integer({ min: 1, max: 99 }),
    issuedIn: fc.integer({ min: 2015, max: 2060 }),
    child: fc.boolean(),
  })
  .map((held) => ({ held, holder: inventedHolder(held) }));

/** The digit that the other eleven demand (総務省令 2014/85, §5), reckoned in another way. */
function dueDigit(eleven: string): number {
  const weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const rest = weights.reduce((sum, weight, at) => sum + weight * Number(eleven[at]), 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

describe('an invented holder', () => {
  test('has a number that is nobody’s: its check digit is wrong', () => {
    // The example of a right one, so that the reckoning is.
    expect(dueDigit('12345678901')).toBe(8);
    fc.assert(
      fc.property(holders, ({ holder: { individualNumber } }) => {
        expect(individualNumber).toMatch(/^\d{12}$/);
        expect(Number(individualNumber[11])).not.toBe(dueDigit(individualNumber.slice(0, 11)));
      }),
    );
  });

  test('was born on a day that was, and is a child only if the card is a child’s', () => {
    fc.assert(
      fc.property(holders, ({ held, holder }) => {
        const { birthDate, expiryDate } = holder;
        const [year, month, day] = [
          birthDate.slice(0, 4),
          birthDate.slice(4, 6),
          birthDate.slice(6),
        ];
        expect(instantOf(Number(year), Number(month), Number(day))).toBeDefined();
        expect(held.issuedIn - Number(year) < 15).toBe(held.child);
        expect(expiryDate.slice(4)).toBe(birthDate.slice(4));
      }),
    );
  });

  test('has codes of the length that the card asks for', () => {
    fc.assert(
      fc.property(holders, ({ holder }) => {
        expect(birthCode(holder)).toMatch(/^\d{6}$/);
        expect(codeB(holder)).toMatch(/^\d{14}$/);
        expect(codeA(holder)).toBe(holder.individualNumber);
        expect(holder.cardNumber).toMatch(/^\d{15}$/);
      }),
    );
  });

  test('is the same for the same card, and another for another', () => {
    const of = (residentNo: number): CardHolder =>
      inventedHolder({
        municipality: '27203',
        residentNo,
        generation: 1,
        issuedIn: 2025,
        child: false,
      });
    expect(of(40)).toEqual(HOLDER);
    expect(of(41)).not.toEqual(HOLDER);
  });
});

describe('the date of birth as a code', () => {
  test.each([
    ['19800217', '550217'],
    ['19890107', '640107'],
    ['19890108', '010108'],
    ['20190430', '310430'],
    ['20190501', '010501'],
    ['19261224', '151224'],
    ['19261225', '011225'],
  ])('%s is %s: the year is counted in its era', (birthDate, code) => {
    expect(birthCode({ ...HOLDER, birthDate })).toBe(code);
  });

  test('and expiry and security code make 照合番号B', () => {
    // The published example of a card: born in 昭和55, valid until 2035, security code 2285.
    const holder = { birthDate: '19800217', expiryDate: '20350217', securityCode: '2285' };
    expect(codeB({ ...HOLDER, ...holder })).toBe('55021720352285');
  });
});
