import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card, CardResponse } from '../../../devices/card/card.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../../../devices/card/jpki.ts';
import { sha256DigestInfo } from '../../../devices/card/jpki-rsa.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import type { Process } from '../../../sim/process.ts';
import { answerOf, hex, personalisation, sequence } from './card-conversation.ts';

const asIs = (challenge: Uint8Array) => challenge;

/** A reader connected to a card. */
function readerWith(card: Card): CardReaderModel {
  const reader = new CardReaderModel();
  reader.insert(card);
  answerOf(reader.connect());
  return reader;
}

/** A reader whose card has the application selected. */
function opened(change: Parameters<typeof personalisation>[0] = {}): CardReaderModel {
  const reader = readerWith(new CardModel(personalisation(change)));
  expect(answerOf(openJpki(reader))).toEqual({ kind: 'opened' });
  return reader;
}

/** A card that gives these answers one after the other, and the last one for ever. */
function scripted(...answers: readonly CardResponse[]): Card & { readonly commands: Uint8Array[] } {
  const commands: Uint8Array[] = [];
  return {
    atr: hex('3B00'),
    commands,
    transmit: (command) => {
      commands.push(command.slice());
      return answers[Math.min(commands.length, answers.length) - 1] as CardResponse;
    },
    reset: () => {},
    powerOff: () => {},
  };
}

const good = (data: Uint8Array = new Uint8Array(0)): CardResponse => ({ data, status: 0x9000 });
const bad = (status: number): CardResponse => ({ data: new Uint8Array(0), status });

describe('a PIN', () => {
  test('is verified', () => {
    expect(answerOf(verifyPin(opened(), '1234'))).toEqual({ kind: 'verified' });
  });

  test('is wrong, until the card is blocked', () => {
    const reader = opened();
    const answers = ['0000', '1111', '2222', '1234'].map((pin) => answerOf(verifyPin(reader, pin)));
    expect(answers).toEqual([
      { kind: 'wrong', triesLeft: 2 },
      { kind: 'wrong', triesLeft: 1 },
      { kind: 'blocked' },
      { kind: 'blocked' },
    ]);
  });

  test.each([0x6983, 0x6984, 0x63c0])('is blocked by %i too', (status) => {
    const reader = readerWith(scripted(good(), bad(status)));
    expect(answerOf(verifyPin(reader, '1234'))).toEqual({ kind: 'blocked' });
  });

  test('cannot be verified where the card says something else', () => {
    const reader = readerWith(scripted(good(), bad(0x6f00)));
    expect(answerOf(verifyPin(reader, '1234'))).toEqual({ kind: 'card-error', status: 0x6f00 });
    const other = readerWith(scripted(bad(0x6a82)));
    expect(answerOf(verifyPin(other, '1234'))).toEqual({ kind: 'card-error', status: 0x6a82 });
  });

  test('leaves nothing of itself in the memory of the kiosk', () => {
    let sent: Uint8Array = new Uint8Array(0);
    const card = scripted(good());
    const transmit = (command: Uint8Array) => {
      sent = command;
      return card.transmit(command);
    };
    answerOf(verifyPin(readerWith({ ...card, transmit }), '1234'));
    expect(card.commands.at(-1)).toEqual(hex('0020008004 31323334'));
    expect(sent).toEqual(new Uint8Array(9));
  });
});

describe('a certificate', () => {
  test.each([26, 127, 128, 255, 256, 257, 512, 1400, 5000])('of %i bytes is read whole', (size) => {
    const certificate = size < 128 || size > 255 ? sequence(size) : longForm(size);
    const reading = answerOf(readCertificate(opened({ certificate })));
    expect(reading).toEqual({ kind: 'read', certificate });
  });

  test.each([26, 600])('of %i bytes is read without the filler behind it', (size) => {
    const file = new Uint8Array(size + 300).fill(0xff);
    file.set(sequence(size));
    const reading = answerOf(readCertificate(opened({ certificate: file })));
    expect(reading).toEqual({ kind: 'read', certificate: sequence(size) });
  });

  test.each([
    ['nothing', ''],
    ['no sequence', '31 02 0000'],
    ['no length', '30'],
    ['an indefinite length', '30 80 0000'],
    ['a length that breaks off', '30 82 01'],
    ['more than a file holds', '30 82 FFFF 00'],
  ])('of %s is malformed', (_, begin) => {
    const reader = readerWith(scripted(good(), good(hex(begin))));
    expect(answerOf(readCertificate(reader))).toEqual({ kind: 'malformed' });
  });

  test('that ends before its length says so is malformed or an error, never waited for', () => {
    const first = good(sequence(600).slice(0, 256));
    const dry = readerWith(scripted(good(), first, good()));
    expect(answerOf(readCertificate(dry))).toEqual({ kind: 'malformed' });
    const flood = readerWith(scripted(good(), first, good(new Uint8Array(345))));
    expect(answerOf(readCertificate(flood))).toEqual({ kind: 'malformed' });
    const broken = readerWith(scripted(good(), first, bad(0x6b00)));
    expect(answerOf(readCertificate(broken))).toEqual({ kind: 'card-error', status: 0x6b00 });
  });
});

describe('a challenge', () => {
  const challenge = hex('010203');

  test('is signed after the PIN', () => {
    const reader = opened();
    answerOf(verifyPin(reader, '1234'));
    const signing = answerOf(signChallenge(reader, challenge, asIs));
    expect(signing).toEqual({ kind: 'signed', signature: hex('030201') });
  });

  test('is not signed without it', () => {
    const signing = answerOf(signChallenge(opened(), challenge, asIs));
    expect(signing).toEqual({ kind: 'card-error', status: 0x6982 });
  });

  test('reaches the card as what it is to sign', () => {
    const card = scripted(good());
    answerOf(signChallenge(readerWith(card), challenge, sha256DigestInfo));
    // SHA-256 of 01 02 03.
    const hash = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81';
    const digestInfo = `3031300d060960864801650304020105000420${hash}`;
    expect(card.commands.at(-1)).toEqual(hex(`802A0080 33 ${digestInfo} 00`));
  });
});

test('a card taken out ends every conversation', () => {
  const reader = new CardReaderModel();
  const talks: readonly Process<{ readonly kind: string }>[] = [
    openJpki(reader),
    readCertificate(reader),
    verifyPin(reader, '1234'),
    signChallenge(reader, hex('01'), asIs),
  ];
  for (const talk of talks) expect(answerOf(talk)).toEqual({ kind: 'removed' });
});

test('whatever a card answers, every conversation comes to an end', () => {
  const answer = fc.record({
    data: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 2, max: 1000 }).map((size) => sequence(size).slice(0, 256)),
    ),
    status: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0x9000) },
      { weight: 1, arbitrary: fc.nat(0xffff) },
    ),
  });
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 8 }), (answers) => {
      const reader = () => readerWith(scripted(...answers));
      expect(answerOf(openJpki(reader())).kind).toBeTypeOf('string');
      expect(answerOf(readCertificate(reader())).kind).toBeTypeOf('string');
      expect(answerOf(verifyPin(reader(), '1234')).kind).toBeTypeOf('string');
      expect(answerOf(signChallenge(reader(), hex('00'), asIs)).kind).toBeTypeOf('string');
    }),
  );
});

/** A sequence of 128 to 255 bytes, whose length takes one byte of its own. */
function longForm(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([0x30, 0x81, size - 3]);
  return bytes;
}
