import { describe, expect, test } from 'vitest';
import { CARD_DESIGNS, type CardKind } from '../../../devices/card/card-designs.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { municipalCard } from '../../../devices/card/card-municipal.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import {
  personalisation,
  SELECT_COMMON,
  SELECT_JPKI,
  send,
  statusOf,
} from './card-conversation.ts';

const SELECT_CARD_AP = '00 A4 04 0C 06 F06B6F667501';
const SELECT_CARD_ID = '00 A4 02 0C 02 0001';
const READ = '00 B0 00 00 00';

function cardOf(kind: CardKind): CardModel {
  return new CardModel(personalisation(), { design: CARD_DESIGNS[kind] });
}

describe('a card of each kind answers to SELECT', () => {
  test.each([
    ['my-number', ['9000', '9000', '6A82']],
    ['basic-resident', ['9000', '6A82', '9000']],
    ['citizen', ['6A82', '6A82', '9000']],
    ['other', ['6A82', '6A82', '6A82']],
  ] as const)('%s: JPKI, 共通AP, card-AP', (kind, statuses) => {
    const commands = [SELECT_JPKI, SELECT_COMMON, SELECT_CARD_AP];
    expect(commands.map((command) => statusOf(cardOf(kind), command))).toEqual(statuses);
  });

  test.each([
    ['my-number', '000A', '9000'],
    ['my-number', '0017', '9000'],
    ['my-number', '0018', '9000'],
    ['basic-resident', '0006', '9000'],
    ['basic-resident', '000A', '6A82'],
    ['basic-resident', '0017', '6A82'],
    ['basic-resident', '0018', '6A82'],
  ] as const)('%s: file %s of JPKI', (kind, file, status) => {
    const card = cardOf(kind);
    send(card, SELECT_JPKI);
    expect(statusOf(card, `00 A4 02 0C 02 ${file}`)).toBe(status);
  });
});

test('a 住基カード is told from a 個人番号カード by its ATR and its token label', () => {
  const label = (kind: CardKind) => {
    const card = cardOf(kind);
    send(card, SELECT_JPKI);
    send(card, '00 A4 02 0C 02 0006');
    return Buffer.from(send(card, '00 B0 00 00 20').data).toString().trimEnd();
  };
  expect(label('my-number')).toBe('JPKIAPICCTOKEN2');
  expect(label('basic-resident')).toBe('JPKIAPICCTOKEN');
  const atrs = (['my-number', 'basic-resident', 'other'] as const).map((kind) =>
    Buffer.from(cardOf(kind).atr).toString('hex'),
  );
  expect(new Set(atrs).size).toBe(3);
});

describe('a card whose PIN the municipality keeps', () => {
  test.each(['basic-resident', 'citizen'] as const)('%s: says which one it is', (kind) => {
    const { card, pin } = municipalCard(kind, '27203', 40, 2);
    expect(pin).toBe(cardPin('27203', 40));
    expect(statusOf(card, READ)).toBe('6986');
    send(card, SELECT_CARD_AP);
    send(card, SELECT_CARD_ID);
    expect(Buffer.from(send(card, READ).data).toString()).toBe(cardId(kind, '27203', 40, 2));
  });

  test('has nothing to try a PIN on, and nothing to sign with', () => {
    const { card } = municipalCard('basic-resident', '27203', 40, 1);
    for (const application of [SELECT_JPKI, SELECT_CARD_AP]) {
      send(card, application);
      for (let file = 1; file <= 0x1e; file++) {
        const verify = `00 20 00 ${(0x80 + file).toString(16)} 04 31323334`;
        expect(statusOf(card, verify)).toMatch(/^69/);
        const sign = `80 2A 00 ${(0x80 + file).toString(16)} 01 AA 00`;
        expect(statusOf(card, sign)).toMatch(/^6[9A]/);
      }
    }
  });

  test('of another make says nothing', () => {
    const { card } = municipalCard('other', '27203', 40, 1);
    expect(statusOf(card, SELECT_CARD_AP)).toBe('6A82');
  });
});
