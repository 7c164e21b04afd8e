import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CardApAuthentication } from '../../server/contract.ts';
import { cardId, MUNICIPAL_CARD_KINDS, parseCardId } from '../../server/contract-card-id.ts';
import { GENERATION_LIMIT, RESIDENT_NO_LIMIT } from '../../server/contract-card-serial.ts';

describe('the id of a municipal card', () => {
  const cards = fc.record({
    kind: fc.constantFrom(...MUNICIPAL_CARD_KINDS),
    municipality: fc.constantFrom('01100', '27203', '47382'),
    residentNo: fc.nat(RESIDENT_NO_LIMIT - 1),
    generation: fc.integer({ min: 1, max: GENERATION_LIMIT - 1 }),
  });

  test('names the card it was made for, in the form the wire takes', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const { kind, municipality, residentNo, generation } = card;
        const id = cardId(kind, municipality, residentNo, generation);
        expect(parseCardId(id)).toEqual(card);
        const { cardId: onTheWire } = CardApAuthentication.shape;
        expect(onTheWire.parse(id)).toBe(id);
      }),
    );
  });

  test('names nobody if it is anything else', () => {
    const id = cardId('citizen', '27203', 40, 1);
    const others = ['', 'C', id.slice(1), `X${id.slice(1)}`, `c${id.slice(1)}`, `${id}0`, `${id} `];
    for (const other of others) expect(parseCardId(other)).toBeUndefined();
    expect(parseCardId(id.replace(/1$/, '0'))).toBeUndefined();
    expect(parseCardId(id.replace('C1', 'C2'))).toBeUndefined();
  });
});
