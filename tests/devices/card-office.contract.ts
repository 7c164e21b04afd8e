import { describe, expect, test } from 'vitest';
import type { Card } from '../../devices/card.ts';
import type { CardOffice } from '../../devices/card-office.ts';
import { answerOf, authenticate, SELECT_JPKI, send } from './card-conversation.ts';

/** What every card office must do. */
export function describeCardOffice(name: string, open: () => Promise<CardOffice>): void {
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
