import { describe, expect, test } from 'vitest';
import { decodePageMark, encodePageMark } from '../../server/contract.ts';

const MARK = {
  ownerNonce: '5eed000000000001',
  requestId: 'kiosk-17.r4',
  documentNumber: '27203-0000012',
  page: 2,
  of: 3,
};

describe('a page mark', () => {
  test('says the version of the register where it has one', () => {
    const mark = { ...MARK, registerVersion: 7 };
    expect(encodePageMark(mark)).toBe('KOFU1 5eed000000000001 kiosk-17.r4 27203-0000012 2/3 v7');
    expect(decodePageMark(encodePageMark(mark))).toEqual(mark);
  });

  test('is read as before where it has none', () => {
    expect(encodePageMark(MARK)).toBe('KOFU1 5eed000000000001 kiosk-17.r4 27203-0000012 2/3');
    expect(decodePageMark(encodePageMark(MARK))).toEqual(MARK);
  });

  test.each(['2/3 v', '2/3 7', '2/3 vx', '2/3 v7 more', '2/3v7'])('does not end in %s', (end) => {
    expect(decodePageMark(`KOFU1 5eed000000000001 r4 27203-0000012 ${end}`)).toBeUndefined();
  });
});
