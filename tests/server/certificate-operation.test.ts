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
  test('is about the card the resident holds', async () => {
    const small = new SmallOffice();
    expect(revoked(small)).toEqual([]);
    expect(await small.perform(order)).toMatchObject({ ok: true, value: { resident: 9 } });
    expect(revoked(small)).toEqual([1]);
    expect(revoked(small, 8)).toEqual([]);
    await small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: 9 });
    await small.perform(order);
    expect(revoked(small)).toEqual([1, 2]);
  });

  test('is about another one if it says so', async () => {
    const small = new SmallOffice();
    await small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: 9 });
    await small.perform({ ...order, generation: 1 });
    expect(revoked(small)).toEqual([1]);
  });

  test('goes by what is true where the record is wrong', async () => {
    const small = new SmallOffice();
    await small.enter({ operation: 'wrong-card', municipality: TOWN, resident: 9, generation: 3 });
    await small.perform(order);
    expect(revoked(small)).toEqual([1]);
  });

  test('tells when, why, and nobody of a change of the registers', async () => {
    const small = new SmallOffice();
    await small.pass(60_000);
    await small.perform(order);
    const told = [
      { serial: cardSerial(TOWN, 9, 1), revokedAtMs: small.nowMs, reason: 'key-compromise' },
    ];
    expect(small.authority.listAt(small.nowMs).revocations).toEqual(told);
    expect(await small.answer(small.stores.kept())).toEqual(told);
    expect(small.journal).toEqual([]);
  });

  test.each([
    ['of nobody', { ...order, resident: 99_999 }, 'resident-unknown'],
    ['of a card not handed out', { ...order, generation: 2 }, 'change-impossible'],
  ])('is refused %s', async (_, wrong, code) => {
    const small = new SmallOffice();
    expect(await small.perform(wrong)).toMatchObject({ ok: false, code });
    expect(revoked(small)).toEqual([]);
  });

  test('is refused the second time', async () => {
    const small = new SmallOffice();
    await small.perform(order);
    await small.pass(1000);
    expect(await small.perform(order)).toMatchObject({ ok: false, code: 'change-impossible' });
  });
});
