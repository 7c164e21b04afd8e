import { describe, expect, test } from 'vitest';
import type { Card } from '../../../devices/card/card.ts';
import type { CardOffice, Holdings } from '../../../devices/card/card-office.ts';
import { openJpki } from '../../../devices/card/jpki.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { answerOf, authenticate, SELECT_JPKI, send } from './card-conversation.ts';

/** What every card office must do; it makes cards for who holds which. */
export function describeCardOffice(
  name: string,
  open: (holdings?: Holdings) => Promise<CardOffice>,
): void {
  describe(`card office: ${name}`, async () => {
    const office = await open();

    test('hands out the same card again: same certificate, same PIN', () => {
      const first = answerOf(office.card('27203', 1));
      const again = answerOf(office.card('27203', 1));
      expect(again.pin).toBe(first.pin);
      expect(certificateOf(again.card)).toEqual(certificateOf(first.card));
    });

    test('hands out another card to another resident, and in another municipality', () => {
      const certificates = [
        ['27203', 1] as const,
        ['27203', 2] as const,
        ['01100', 1] as const,
      ].map(([municipality, no]) => certificateOf(answerOf(office.card(municipality, no)).card));
      expect(new Set(certificates.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(3);
    });

    test('hands out another card to the same resident later, and the first one no more', () => {
      const [first, same, second, again] = [undefined, 1, 2, 2].map((generation) =>
        certificateOf(answerOf(office.card('27203', 1, generation)).card),
      );
      expect(same).toEqual(first);
      expect(second).not.toEqual(first);
      expect(again).toEqual(second);
    });

    test('puts the certificate of the authority on every card', () => {
      const { card } = answerOf(office.card('27203', 3));
      send(card, SELECT_JPKI);
      send(card, '00 A4 02 0C 02 000B');
      expect(send(card, '00 B0 00 00 00 08 00').data).toEqual(office.authority);
    });

    test('signs what it is given, as it is, the same each time', () => {
      const held = answerOf(office.card('27203', 4));
      const message = new Uint8Array(245).fill(1);
      const first = authenticate(held, message, (bytes) => bytes).signature;
      expect(authenticate(held, message, (bytes) => bytes).signature).toEqual(first);
      expect(authenticate(held, message.fill(2), (bytes) => bytes).signature).not.toEqual(first);
    });

    test('is one card, whoever has it in hand: its counter is not counted twice', () => {
      const [one, other] = [answerOf(office.card('27203', 9)), answerOf(office.card('27203', 9))];
      expect([one, other].map(({ card }) => triesLeftOn(card))).toEqual([3, 3]);
      const wrong = one.pin === '0000' ? '0001' : '0000';
      expect(send(one.card, `00 20 00 98 04 ${Buffer.from(wrong).toString('hex')}`).status).toBe(
        0x63c2,
      );
      expect(triesLeftOn(other.card)).toBe(2);
    });

    test('remembers wrong PINs from card to card, until a right one', () => {
      const triesLeft = () => triesLeftOn(answerOf(office.card('27203', 7)).card);
      const enter = (pin: string) => {
        const { card } = answerOf(office.card('27203', 7));
        send(card, SELECT_JPKI);
        send(card, `00 20 00 98 04 ${Buffer.from(pin).toString('hex')}`);
      };
      const { pin } = answerOf(office.card('27203', 7));
      const wrong = pin === '0000' ? '0001' : '0000';
      expect(triesLeft()).toBe(3);
      enter(wrong);
      enter(wrong);
      expect(triesLeft()).toBe(1);
      expect(triesLeftOn(answerOf(office.card('27203', 8)).card)).toBe(3);
      enter(pin);
      expect(triesLeft()).toBe(3);
      for (const _ of [1, 2, 3]) enter(wrong);
      enter(pin);
      expect(triesLeft()).toBe(0);
    });

    test('hands out the card that somebody holds, by its kind', async () => {
      const kinds = ['my-number', 'basic-resident', 'citizen', 'other'] as const;
      const mixed = await open((_, no) => ({ kind: kinds[no % 4]!, generation: 3 }));
      const openings = kinds.map((_, no) => {
        const reader = new CardReaderModel();
        const held = answerOf(mixed.card('27203', no));
        expect(held.pin).toBe(cardPin('27203', no));
        reader.insert(held.card);
        answerOf(reader.connect());
        return answerOf(openJpki(reader)).kind;
      });
      expect(openings).toEqual(['opened', 'absent', 'absent', 'absent']);
      const { card } = answerOf(mixed.card('27203', 1));
      send(card, '00 A4 04 0C 06 F06B6F667501');
      send(card, '00 A4 02 0C 02 0001');
      const id = Buffer.from(send(card, '00 B0 00 00 00').data).toString();
      expect(id).toBe(cardId('basic-resident', '27203', 1, 3));
    });

    test('counts wrong PINs of one generation of a card, not of the next', async () => {
      let generation = 1;
      const replacing = await open(() => ({ kind: 'my-number', generation }));
      const { card, pin } = answerOf(replacing.card('27203', 7));
      send(card, SELECT_JPKI);
      send(card, `00 20 00 98 04 ${Buffer.from(pin === '0000' ? '0001' : '0000').toString('hex')}`);
      expect(triesLeftOn(answerOf(replacing.card('27203', 7)).card)).toBe(2);
      const first = certificateOf(answerOf(replacing.card('27203', 7)).card);
      generation = 2;
      const second = answerOf(replacing.card('27203', 7)).card;
      expect(triesLeftOn(second)).toBe(3);
      expect(certificateOf(second)).not.toEqual(first);
    });

    test('refuses to make a card for nobody', () => {
      expect(() => office.card('27203', -1).next()).toThrow('a resident number of -1');
      expect(() => office.card('272', 1).next()).toThrow("a municipality code of '272'");
    });
  });
}

function certificateOf(card: Card): Uint8Array {
  send(card, SELECT_JPKI);
  send(card, '00 A4 02 0C 02 000A');
  return send(card, '00 B0 00 00 00 08 00').data;
}

function triesLeftOn(card: Card): number {
  send(card, SELECT_JPKI);
  return send(card, '00 20 00 98').status & 0x0f;
}
