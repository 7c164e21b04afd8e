import { describe, expect, test } from 'vitest';
import { CardOperation } from '../../../server/cards/card-operation.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { inTurn } from '../in-turn.ts';
import { SmallOffice, START_MS, TOWN } from '../register/small-office.ts';

describe('cards of the older method', () => {
  const card = { municipality: TOWN, resident: 9, generation: 2 };
  const id = cardId('basic-resident', TOWN, 9, 2);

  test('are registered, locked, unlocked and unregistered', async () => {
    const small = new SmallOffice();
    const registry = small.cards;
    const tryPin = (pin: string, attempt: string) =>
      small.answer(registry.tryPin({ municipality: TOWN, cardId: id, pin, attempt }));
    expect(await tryPin('1234', 'a')).toBe('unknown-card');
    expect(await small.perform({ operation: 'register-card', ...card, pin: '1234' })).toEqual({
      ok: true,
      value: {
        municipality: TOWN,
        resident: 9,
        committedAt: '2015-06-01T10:00:00.000+09:00',
        repeated: false,
      },
    });
    expect(await small.answer(registry.find(TOWN, id))).toMatchObject({
      residentNo: 9,
      generation: 2,
      usableFromMs: START_MS,
    });
    const answers = await inTurn(['a', 'b', 'c'], (attempt) => tryPin('0000', attempt));
    expect(answers.at(-1)).toBe('locked');
    await small.perform({ operation: 'reset-pin', ...card, pin: '4321' });
    expect(await tryPin('4321', 'd')).toBe('right');
    expect((await small.perform({ operation: 'unregister-card', ...card })).ok).toBe(true);
    expect(await tryPin('4321', 'e')).toBe('unknown-card');
    const told = { kind: 'card-changed', t: 0, municipality: TOWN, card: expect.any(Number) };
    const changes = ['register-card', 'reset-pin', 'unregister-card'];
    expect(small.journal).toEqual(changes.map((change) => ({ ...told, change })));
    expect(small.base.commitsSince(0)).toEqual([]);
  });

  test('that are registered, or not, cannot be, or be reset', async () => {
    const small = new SmallOffice();
    const register = { operation: 'register-card', ...card, pin: '1234' };
    for (const operation of [
      { operation: 'reset-pin', ...card, pin: '1111' },
      { operation: 'unregister-card', ...card },
    ]) {
      expect(await small.perform(operation)).toEqual({ ok: false, code: 'card-not-registered' });
    }
    await small.perform(register);
    expect(await small.perform(register)).toEqual({ ok: false, code: 'change-impossible' });
  });
});

test('a card is the first 住基カード of a resident if nothing else is said', () => {
  const order = { operation: 'unregister-card', municipality: TOWN, resident: 9 };
  expect(CardOperation.parse(order)).toEqual({ ...order, generation: 1, kind: 'basic-resident' });
});
