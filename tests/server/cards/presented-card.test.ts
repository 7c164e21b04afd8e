import { describe, expect, test } from 'vitest';
import { isSamePresentation, presentedCard } from '../../../server/cards/presented-card.ts';
import type { Credentials } from '../../../server/centre.ts';

const BASIC_RESIDENT: Credentials = {
  method: 'card-ap',
  municipality: '27203',
  cardId: 'J1',
  pin: '1234',
  attempt: 1,
};

/** As it comes over the wire: bytes of its own each time. */
const signed = (): Extract<Credentials, { method: 'jpki' }> => ({
  method: 'jpki',
  municipality: '27203',
  certificate: Uint8Array.of(1, 2, 3),
  signature: Uint8Array.of(4, 5, 6),
});

function same(first: Credentials, now: Credentials): boolean {
  return isSamePresentation(presentedCard(first), presentedCard(now));
}

describe('what a session was shown', () => {
  test('holds no PIN', () => {
    expect(JSON.stringify(presentedCard(BASIC_RESIDENT))).not.toContain('1234');
  });

  test('is the same again byte for byte, or by another PIN of the same card', () => {
    expect(same(signed(), signed())).toBe(true);
    expect(same(BASIC_RESIDENT, { ...BASIC_RESIDENT, pin: '9999', attempt: 2 })).toBe(true);
  });

  test.each([
    [signed(), { ...signed(), municipality: '12203' }],
    [signed(), { ...signed(), certificate: Uint8Array.of(1, 2, 4) }],
    [signed(), { ...signed(), signature: Uint8Array.of(4, 5, 7) }],
    [signed(), { ...signed(), signature: Uint8Array.of(4, 5, 6, 0) }],
    [signed(), { ...signed(), signature: Uint8Array.of(4, 5) }],
    [signed(), BASIC_RESIDENT],
    [BASIC_RESIDENT, signed()],
    [BASIC_RESIDENT, { ...BASIC_RESIDENT, cardId: 'J2' }],
    [BASIC_RESIDENT, { ...BASIC_RESIDENT, municipality: '12203' }],
  ])('is another one, case %#', (first, now) => {
    expect(same(first, now)).toBe(false);
  });
});
