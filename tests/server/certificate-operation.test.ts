import { describe, expect, test } from 'vitest';
import { cardSerial } from '../../server/contract-card-serial.ts';
import { SmallOffice, TOWN } from './register/small-office.ts';

const order = {
  operation: 'revoke-certificate',
  municipality: TOWN,
  resident: 9,
  reason: 'key-compromise',
};

/** Which of the first three cards of a resident have a revoked certificate. */
function revoked(small: SmallOffice, no = 9): readonly number[] {
  return [1, 2, 3].filter((generation) =>
    small.authority.isRevoked(cardSerial(TOWN, no, generation), small.nowMs),
  );
}

describe('revoke-certificate', () => {
  test('is about the card the resident holds', () => {
    const small = new SmallOffice();
    expect(revoked(small)).toEqual([]);
    expect(small.perform(order)).toMatchObject({ ok: true, value: { resident: 9 } });
    expect(revoked(small)).toEqual([1]);
    expect(revoked(small, 8)).toEqual([]);
    small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: 9 });
    small.perform(order);
    expect(revoked(small)).toEqual([1, 2]);
  });

  test('is about another one if it says so', () => {
    const small = new SmallOffice();
    small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: 9 });
    small.perform({ ...order, generation: 1 });
    expect(revoked(small)).toEqual([1]);
  });

  test('goes by what is true where the record is wrong', () => {
    const small = new SmallOffice();
    small.enter({ operation: 'wrong-card', municipality: TOWN, resident: 9, generation: 3 });
    small.perform(order);
    expect(revoked(small)).toEqual([1]);
  });

  test('tells when, why, and nobody of a change of the registers', () => {
    const small = new SmallOffice();
    small.pass(60_000);
    small.perform(order);
    expect(small.authority.listAt(small.nowMs).revocations).toEqual([
      { serial: cardSerial(TOWN, 9, 1), revokedAtMs: small.nowMs, reason: 'key-compromise' },
    ]);
    expect(small.journal).toEqual([]);
  });

  test.each([
    ['of nobody', { ...order, resident: 99_999 }, 'resident-unknown'],
    ['of a card not handed out', { ...order, generation: 2 }, 'change-impossible'],
  ])('is refused %s', (_, wrong, code) => {
    const small = new SmallOffice();
    expect(small.perform(wrong)).toMatchObject({ ok: false, code });
    expect(revoked(small)).toEqual([]);
  });

  test('is refused the second time', () => {
    const small = new SmallOffice();
    small.perform(order);
    small.pass(1000);
    expect(small.perform(order)).toMatchObject({ ok: false, code: 'change-impossible' });
  });
});
