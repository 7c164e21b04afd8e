import { expect, test } from 'vitest';
import { CardModel } from '../../../devices/card/card-model.ts';
import { CardSlotByHand } from '../../../devices/card-reader/card-slot-by-hand.ts';
import { personalisation } from '../card/card-conversation.ts';

test('whoever runs this is asked for a card, and to take it off again, once each', () => {
  const asked: string[] = [];
  const slot = new CardSlotByHand((what) => asked.push(what));
  const card = new CardModel(personalisation());
  expect(slot.remove()).toBeUndefined();
  slot.insert(card);
  expect(slot.occupied).toBe(true);
  expect(() => slot.insert(card)).toThrow('asked for already');
  expect(slot.remove()).toBe(card);
  expect(slot.remove()).toBeUndefined();
  expect(slot.occupied).toBe(false);
  expect(asked).toEqual(['insert', 'remove']);
});
