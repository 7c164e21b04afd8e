import { expect, test } from 'vitest';
import { CardModel } from '../../../devices/card/card-model.ts';
import { openJpki, verifyPin } from '../../../devices/card/jpki.ts';
import { GuardedCardReader } from '../../../devices/card-reader/card-reader-guarded.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { answerOf, personalisation, SELECT_JPKI, statusOf } from '../card/card-conversation.ts';

/** A real card in a guarded reader, and what a citizen's entry of 9999 comes to. */
function entered(owners: string | undefined, triesLeft = 3, entries = 1) {
  const card = new CardModel(personalisation({ pin: '8642', triesLeft }));
  const model = new CardReaderModel();
  model.insert(card);
  const withheld: string[] = [];
  const reader = new GuardedCardReader(model, {
    pin: owners,
    onWithheld: (why) => withheld.push(why),
  });
  answerOf(reader.connect());
  answerOf(openJpki(reader));
  const answers = Array.from({ length: entries }, () => answerOf(verifyPin(reader, '9999')));
  statusOf(card, SELECT_JPKI);
  statusOf(card, '00 A4 02 0C 02 0018');
  return { answers, withheld, counter: statusOf(card, '00 20 00 80') };
}

const NOT_SENT = { kind: 'card-error', status: 0x6985 };

test('no PIN reaches a real card whose owner has told none', () => {
  expect(entered(undefined)).toEqual({
    answers: [NOT_SENT],
    withheld: ['none-given'],
    counter: '63C3',
  });
});

test('the owner’s PIN is sent in the place of what was typed', () => {
  const sent = { answers: [{ kind: 'verified' }], withheld: [], counter: '63C3' };
  expect(entered('8642')).toEqual(sent);
});

test('a wrong one is sent once and never again', () => {
  expect(entered('1111', 3, 3)).toEqual({
    answers: [{ kind: 'wrong', triesLeft: 2 }, NOT_SENT, NOT_SENT],
    withheld: ['was-wrong', 'was-wrong'],
    counter: '63C2',
  });
});

test('a card on which somebody has mistyped is left alone', () => {
  const left = { answers: [NOT_SENT], withheld: ['tries-used'], counter: '63C2' };
  expect(entered('8642', 2)).toEqual(left);
});

test('all other commands pass, and letting go does', () => {
  const model = new CardReaderModel();
  model.insert(new CardModel(personalisation()));
  const reader = new GuardedCardReader(model, { pin: undefined, onWithheld: expect.fail });
  expect(answerOf(reader.connect())).toMatchObject({ kind: 'connected' });
  expect(answerOf(openJpki(reader))).toEqual({ kind: 'opened' });
  answerOf(reader.disconnect('unpower'));
  expect(answerOf(openJpki(reader))).toEqual({ kind: 'removed' });
});
