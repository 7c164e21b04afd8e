import { describe, expect, test } from 'vitest';
import type { Card, CardResponse } from '../../../devices/card/card.ts';
import { openCardAp, readCardId } from '../../../devices/card/card-ap.ts';
import { municipalCard } from '../../../devices/card/card-municipal.ts';
import { openJpki } from '../../../devices/card/jpki.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { answerOf, hex } from './card-conversation.ts';

function readerWith(card: Card): CardReaderModel {
  const reader = new CardReaderModel();
  reader.insert(card);
  answerOf(reader.connect());
  return reader;
}

const BASIC_RESIDENT = () => municipalCard('basic-resident', '27203', 40, 1).card;

/** A card that answers everything so, whatever it is asked. */
function stubborn(answer: CardResponse): Card {
  return { atr: hex('3B00'), transmit: () => answer, reset: () => {}, powerOff: () => {} };
}

const said = (text: string) => ({ data: new TextEncoder().encode(text), status: 0x9000 });
const status = (word: number) => ({ data: new Uint8Array(0), status: word });

describe('the application for municipal services', () => {
  test('is there on a 住基カード and on a 市民カード, and on no other', () => {
    const openings = (['basic-resident', 'citizen', 'other'] as const).map((kind) =>
      answerOf(openCardAp(readerWith(municipalCard(kind, '27203', 1, 1).card))),
    );
    expect(openings).toEqual([{ kind: 'opened' }, { kind: 'opened' }, { kind: 'absent' }]);
  });

  test('is not to be had where the card says something else, or is taken out', () => {
    const broken = readerWith(stubborn(status(0x6f00)));
    expect(answerOf(openCardAp(broken))).toEqual({ kind: 'card-error', status: 0x6f00 });
    const reader = readerWith(BASIC_RESIDENT());
    reader.remove();
    expect(answerOf(openCardAp(reader))).toEqual({ kind: 'removed' });
  });
});

describe('the card id', () => {
  test('is read after the application was opened, and not before', () => {
    const reader = readerWith(BASIC_RESIDENT());
    expect(answerOf(readCardId(reader))).toEqual({ kind: 'card-error', status: 0x6a82 });
    answerOf(openCardAp(reader));
    const expected = { kind: 'read', cardId: cardId('basic-resident', '27203', 40, 1) };
    expect(answerOf(readCardId(reader))).toEqual(expected);
  });

  test('is read after it was found out that there is no JPKI for users', () => {
    const reader = readerWith(BASIC_RESIDENT());
    expect(answerOf(openJpki(reader))).toEqual({ kind: 'absent' });
    answerOf(openCardAp(reader));
    expect(answerOf(readCardId(reader)).kind).toBe('read');
  });

  test.each(['', 'J 27203', 'J/1', 'x'.repeat(33), '漢字'])('is none if it is %o', (text) => {
    expect(answerOf(readCardId(readerWith(stubborn(said(text)))))).toEqual({ kind: 'malformed' });
  });

  test('is not to be had from a card that is taken out or breaks', () => {
    const reader = readerWith(BASIC_RESIDENT());
    answerOf(openCardAp(reader));
    reader.remove();
    expect(answerOf(readCardId(reader))).toEqual({ kind: 'removed' });
    const deaf: Card = {
      ...stubborn(said('')),
      transmit: (command) => (command[1] === 0xb0 ? status(0x6982) : said('')),
    };
    const expected = { kind: 'card-error', status: 0x6982 };
    expect(answerOf(readCardId(readerWith(deaf)))).toEqual(expected);
  });
});
