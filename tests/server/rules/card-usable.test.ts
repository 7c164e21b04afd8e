import { describe, expect, test } from 'vitest';
import { NO_CARDS } from '../../../server/cards/card-registry.ts';
import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
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
  ])('at %s it is %s', (civil, code) => {
    towns.nowMs = at(civil);
    expect(codeOf(towns.comes(0))).toBe(code);
  });
});

describe('a card of the older method', () => {
  const usableFromMs = at('2015-06-02T09:00');
  const id = cardId('basic-resident', TOWN, 0, 1);
  const { right, wrong } = pinsOf(0);

  function townWith(cards: MemoryCardRegistry): Towns {
    const entries = { [TOWN]: { residents: [someResident(0)] } };
    return new Towns({ entries, municipality: { methods: ['card-ap'] }, cards });
  }

  test('is unknown without 利用登録', () => {
    const towns = townWith(new MemoryCardRegistry(NO_CARDS));
    expect(codeOf(towns.types(0, right))).toBe('card-not-registered');
  });

  test('is usable from when its 利用登録 says, and not tried before', () => {
    const cards = new MemoryCardRegistry(NO_CARDS);
    const towns = townWith(cards);
    const card = { cardId: id, kind: 'basic-resident', residentNo: 0, generation: 1 } as const;
    run(cards.register(TOWN, { ...card, usableFromMs, pin: right }));
    for (const pin of [right, wrong, wrong, wrong]) {
      expect(codeOf(towns.types(0, pin))).toBe('card-not-yet-usable');
    }
    towns.nowMs = usableFromMs - 1;
    expect(codeOf(towns.types(0, right))).toBe('card-not-yet-usable');
    towns.nowMs = usableFromMs;
    expect(codeOf(towns.types(0, right))).toBe('granted');
  });

  test('is unknown again after 利用廃止', () => {
    const cards = new MemoryCardRegistry(NO_CARDS);
    const towns = townWith(cards);
    const card = { cardId: id, kind: 'basic-resident', residentNo: 0, generation: 1 } as const;
    run(cards.register(TOWN, { ...card, usableFromMs: 0, pin: right }));
    expect(codeOf(towns.types(0, right))).toBe('granted');
    run(cards.unregister(TOWN, id));
    expect(codeOf(towns.types(0, right))).toBe('card-not-registered');
  });
});
