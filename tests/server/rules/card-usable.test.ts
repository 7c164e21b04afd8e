import { describe, expect, test } from 'vitest';
import { NO_CARDS } from '../../../server/cards/card-registry.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { someResident } from '../register/small-register.ts';
import { at, codeOf, pinsOf, run, TOWN, Towns } from './towns.ts';

describe('a card is usable from the day after it was handed out', () => {
  const resident = someResident(0, { cardIssuedOn: '2015-06-01' });
  const towns = new Towns({ entries: { [TOWN]: { residents: [resident] } } });

  test.each([
    ['2015-06-01T10:00', 'card-not-yet-usable'],
    ['2015-06-01T22:59:59', 'card-not-yet-usable'],
    ['2015-06-02T06:30', 'granted'],
  ])('at %s it is %s', async (civil, code) => {
    towns.nowMs = at(civil);
    expect(codeOf(await towns.comes(0))).toBe(code);
  });
});

describe('a card of the older method', () => {
  const usableFromMs = at('2015-06-02T09:00');
  const id = cardId('basic-resident', TOWN, 0, 1);
  const { right, wrong } = pinsOf(0);

  function townWithoutCards(): Towns {
    const entries = { [TOWN]: { residents: [someResident(0)] } };
    return new Towns({ entries, municipality: { methods: ['card-ap'] }, cards: NO_CARDS });
  }

  test('is unknown without 利用登録', async () => {
    const towns = townWithoutCards();
    expect(codeOf(await towns.types(0, right))).toBe('card-not-registered');
  });

  test('is usable from when its 利用登録 says, and not tried before', async () => {
    const towns = townWithoutCards();
    const card = { cardId: id, kind: 'basic-resident', residentNo: 0, generation: 1 } as const;
    await run(towns.cards.register(TOWN, { ...card, usableFromMs, pin: right }));
    for (const pin of [right, wrong, wrong, wrong]) {
      expect(codeOf(await towns.types(0, pin))).toBe('card-not-yet-usable');
    }
    towns.nowMs = usableFromMs - 1;
    expect(codeOf(await towns.types(0, right))).toBe('card-not-yet-usable');
    towns.nowMs = usableFromMs;
    expect(codeOf(await towns.types(0, right))).toBe('granted');
  });

  test('is unknown again after 利用廃止', async () => {
    const towns = townWithoutCards();
    const card = { cardId: id, kind: 'basic-resident', residentNo: 0, generation: 1 } as const;
    await run(towns.cards.register(TOWN, { ...card, usableFromMs: 0, pin: right }));
    expect(codeOf(await towns.types(0, right))).toBe('granted');
    await run(towns.cards.unregister(TOWN, id));
    expect(codeOf(await towns.types(0, right))).toBe('card-not-registered');
  });
});
