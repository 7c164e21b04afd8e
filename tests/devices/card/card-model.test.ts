import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATUS } from '../../../devices/card/card.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { USER_PIN_TRIES } from '../../../devices/card/card-pins.ts';
import {
  hex,
  personalisation,
  SELECT_COMMON,
  SELECT_JPKI,
  send,
  sequence,
  statusOf,
} from './card-conversation.ts';

const SELECT_CERTIFICATE = '00 A4 02 0C 02 000A';
const SELECT_KEY = '00 A4 02 0C 02 0017';
const SELECT_PIN = '00 A4 02 0C 02 0018';
const READ = '00 B0 00 00 00';
const QUERY = '00 20 00 80';
const VERIFY = '00 20 00 80 04 31323334';
const VERIFY_WRONG = '00 20 00 80 04 39393939';
const SIGN = '80 2A 00 80 03 010203 00';

/** A new card that has taken these commands. */
function cardAfter(...commands: readonly string[]): CardModel {
  const card = new CardModel(personalisation());
  for (const command of commands) send(card, command);
  return card;
}

// The tables of facts: hil.md §1.3, row by row.
describe('a card answers', () => {
  test.each([
    ['SELECT AP', [], SELECT_JPKI, '9000'],
    ['SELECT AP by a prefix (JICSAP)', [], '00 A4 04 0C 05 D392F00026', '9000'],
    ['SELECT AP, another AID', [], '00 A4 04 0C 0A D392F000260100000002', '6A82'],
    ['SELECT AP, longer than the AID', [], '00 A4 04 0C 0B D392F00026010000000100', '6A82'],
    ['SELECT AP without an AID', [], '00 A4 04 0C', '6700'],
    ['SELECT MF', [], '00 A4 00 00', '6A86'],
    ['SELECT AP asking for FCI', [], '00 A4 04 00 0A D392F000260100000001 00', '9000'],
    ['SELECT EF', [SELECT_JPKI], SELECT_CERTIFICATE, '9000'],
    ['SELECT EF before AP', [], SELECT_CERTIFICATE, '6A82'],
    ['SELECT EF that is not there', [SELECT_JPKI], '00 A4 02 0C 02 0003', '6A82'],
    ['SELECT EF far from any', [SELECT_JPKI], '00 A4 02 0C 02 FFFF', '6A82'],
    ['SELECT EF of another application', [SELECT_COMMON], SELECT_CERTIFICATE, '6A82'],
    ['SELECT EF by one byte', [SELECT_JPKI], '00 A4 02 0C 01 0A', '6700'],
    ['READ', [SELECT_JPKI, SELECT_CERTIFICATE], READ, '9000'],
    ['READ at the last byte', [SELECT_JPKI, SELECT_CERTIFICATE], '00 B0 02 57 00', '9000'],
    ['READ past the end', [SELECT_JPKI, SELECT_CERTIFICATE], '00 B0 02 58 00', '6B00'],
    ['READ without EF', [SELECT_JPKI], READ, '6986'],
    ['READ after SELECT AP', [SELECT_JPKI, SELECT_CERTIFICATE, SELECT_JPKI], READ, '6986'],
    ['READ of a key', [SELECT_JPKI, SELECT_KEY], READ, '6981'],
    ['READ of a PIN', [SELECT_JPKI, SELECT_PIN], READ, '6981'],
    ['READ without Le', [SELECT_JPKI, SELECT_CERTIFICATE], '00 B0 00 00', '6700'],
    ['READ with data', [SELECT_JPKI, SELECT_CERTIFICATE], '00 B0 00 00 01 AA 00', '6700'],
    ['READ by SFI', [SELECT_JPKI], '00 B0 8A 00 00', '9000'],
    ['READ by SFI of nothing', [SELECT_JPKI], '00 B0 83 00 00', '6A82'],
    ['READ by SFI of a key', [SELECT_JPKI], '00 B0 97 00 00', '6981'],
    ['READ by SFI with bits that mean nothing', [SELECT_JPKI], '00 B0 EA 00 00', '6A86'],
    ['PIN query', [SELECT_JPKI, SELECT_PIN], QUERY, '63C3'],
    ['PIN query after a wrong PIN', [SELECT_JPKI, SELECT_PIN, VERIFY_WRONG], QUERY, '63C2'],
    ['PIN query once verified', [SELECT_JPKI, SELECT_PIN, VERIFY], QUERY, '63C3'],
    ['VERIFY', [SELECT_JPKI, SELECT_PIN], VERIFY, '9000'],
    ['VERIFY by SFI', [SELECT_JPKI], '00 20 00 98 04 31323334', '9000'],
    ['VERIFY, wrong', [SELECT_JPKI, SELECT_PIN], VERIFY_WRONG, '63C2'],
    ['VERIFY, too short', [SELECT_JPKI, SELECT_PIN], '00 20 00 80 03 313233', '63C2'],
    ['VERIFY, too long', [SELECT_JPKI, SELECT_PIN], '00 20 00 80 05 3132333435', '63C2'],
    ['VERIFY without EF', [SELECT_JPKI], VERIFY, '6986'],
    ['VERIFY against a certificate', [SELECT_JPKI, SELECT_CERTIFICATE], VERIFY, '6981'],
    ['VERIFY with another P1', [SELECT_JPKI, SELECT_PIN], '00 20 01 80 04 31323334', '6A86'],
    ['VERIFY with another P2', [SELECT_JPKI, SELECT_PIN], '00 20 00 00 04 31323334', '6A86'],
    ['SIGN', [SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY], SIGN, '9000'],
    ['SIGN by SFI', [SELECT_JPKI, SELECT_PIN, VERIFY], '80 2A 00 97 01 AA 00', '9000'],
    ['SIGN without PIN', [SELECT_JPKI, SELECT_KEY], SIGN, '6982'],
    [
      'SIGN after a wrong PIN',
      [SELECT_JPKI, SELECT_PIN, VERIFY, VERIFY_WRONG, SELECT_KEY],
      SIGN,
      '6982',
    ],
    ['SIGN with no key selected', [SELECT_JPKI, SELECT_PIN, VERIFY], SIGN, '6985'],
    ['SIGN with nothing selected', [], SIGN, '6985'],
    ['SIGN by SFI of nothing', [SELECT_JPKI, SELECT_PIN, VERIFY], '80 2A 00 83 01 AA 00', '6A86'],
    [
      'SIGN with another P1',
      [SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY],
      '80 2A 06 80 01 AA 00',
      '6A86',
    ],
    ['SIGN of nothing', [SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY], '80 2A 00 80 00', '6700'],
    [
      'SIGN of 246 bytes',
      [SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY],
      `80 2A 00 80 F6 ${'00'.repeat(246)} 00`,
      '6700',
    ],
    ['an instruction it does not know', [SELECT_JPKI], '00 D6 00 00 00', '6D00'],
    ['SIGN in the class of READ', [SELECT_JPKI], '00 2A 00 80 01 AA 00', '6D00'],
    ['a class it does not know', [SELECT_JPKI], '90 B0 00 00 00', '6E00'],
    ['a length that does not add up', [SELECT_JPKI], '00 A4 02 0C 05 000A', '6700'],
  ])('%s', (_, before, command, status) => {
    expect(statusOf(cardAfter(...before), command)).toBe(status);
  });
});

describe('what is on a card', () => {
  const content = personalisation();
  const read = (id: string) => {
    const card = new CardModel(content);
    send(card, SELECT_JPKI);
    send(card, `00 A4 02 0C 02 ${id}`);
    return send(card, '00 B0 00 00 00 08 00').data;
  };

  test('the certificate and the one of its authority', () => {
    expect(read('000A')).toEqual(content.certificate('user'));
    expect(read('000B')).toEqual(content.authority('user'));
  });

  test('token information of 160 bytes that names a My Number card', () => {
    const information = read('0006');
    expect(information).toHaveLength(160);
    expect(Buffer.from(information.slice(0, 32)).toString().trimEnd()).toBe('JPKIAPICCTOKEN2');
  });

  test('both pairs, or for a child only the one of the user', () => {
    expect(read('0008')).toEqual(hex('8F8F00'));
    const child = new CardModel(personalisation({ signaturePair: false }));
    send(child, SELECT_JPKI);
    expect(send(child, '00 B0 88 00 00').data).toEqual(hex('008F00'));
  });

  test('is read in pieces as in one', () => {
    const card = cardAfter(SELECT_JPKI, SELECT_CERTIFICATE);
    const pieces = ['00 B0 00 00 00', '00 B0 01 00 00', '00 B0 02 00 00'].map(
      (command) => send(card, command).data,
    );
    expect(pieces.map(({ length }) => length)).toEqual([256, 256, 88]);
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(sequence(600)));
  });

  test('no more than Le, and by SFI what is then the current file', () => {
    const card = cardAfter(SELECT_JPKI);
    expect(send(card, '00 B0 8A 02 04').data).toEqual(sequence(600).slice(2, 6));
    expect(send(card, '00 B0 01 00 02').data).toEqual(sequence(600).slice(256, 258));
  });

  test('a key that signs what it is given', () => {
    const card = cardAfter(SELECT_JPKI, SELECT_PIN, VERIFY, SELECT_KEY);
    expect(send(card, SIGN)).toEqual({ data: hex('030201'), status: STATUS.success });
    const extended = '80 2A 00 80 000003 010203 0000';
    expect(send(card, extended)).toEqual({ data: hex('030201'), status: STATUS.success });
  });
});

describe('a verified PIN', () => {
  const verified = () => cardAfter(SELECT_JPKI, SELECT_PIN, VERIFY);
  const signs = (card: CardModel) => {
    send(card, SELECT_JPKI);
    send(card, SELECT_KEY);
    return send(card, SIGN).status === STATUS.success;
  };

  test('outlives a warm reset and selecting the application again', () => {
    const card = verified();
    card.reset();
    expect(statusOf(card, READ)).toBe('6986');
    expect(signs(card)).toBe(true);
    expect(signs(card)).toBe(true);
  });

  test('does not outlive power', () => {
    const card = verified();
    card.powerOff();
    expect(signs(card)).toBe(false);
  });

  test('does not outlive leaving for another application, even around a reset', () => {
    const left = verified();
    send(left, SELECT_COMMON);
    expect(signs(left)).toBe(false);
    const reset = verified();
    reset.reset();
    send(reset, SELECT_COMMON);
    expect(signs(reset)).toBe(false);
  });

  test('is not lost by looking for an application that is not there', () => {
    const card = verified();
    expect(statusOf(card, '00 A4 04 0C 05 A000000003')).toBe('6A82');
    expect(signs(card)).toBe(true);
  });
});

describe('the PIN counter', () => {
  const blockedCard = (behaviour?: ConstructorParameters<typeof CardModel>[1]) => {
    const card = new CardModel(personalisation({ triesLeft: 0 }), behaviour);
    send(card, SELECT_JPKI);
    send(card, SELECT_PIN);
    return card;
  };

  test('counts down to blocked, and the right PIN comes too late', () => {
    const card = cardAfter(SELECT_JPKI, SELECT_PIN);
    const answers = [VERIFY_WRONG, VERIFY_WRONG, VERIFY_WRONG, VERIFY_WRONG, VERIFY, QUERY];
    expect(answers.map((command) => statusOf(card, command))).toEqual([
      ...['63C2', '63C1', '63C0', '6984', '6984', '63C0'],
    ]);
  });

  test('may say blocked in the words of ISO/IEC 7816-4', () => {
    expect(statusOf(blockedCard(), VERIFY)).toBe('6984');
    expect(statusOf(blockedCard({ blockedStatus: STATUS.pinBlocked }), VERIFY)).toBe('6983');
  });

  test('outlives reset and power', () => {
    const card = cardAfter(SELECT_JPKI, SELECT_PIN, VERIFY_WRONG);
    for (const stop of [() => card.reset(), () => card.powerOff()]) {
      stop();
      send(card, SELECT_JPKI);
      send(card, SELECT_PIN);
      expect(statusOf(card, QUERY)).toBe('63C2');
    }
  });

  test('refuses to begin anywhere but from 0 to 3', () => {
    for (const triesLeft of [4, -1]) {
      const card = new CardModel(personalisation({ triesLeft }));
      send(card, SELECT_JPKI);
      expect(() => send(card, '00 20 00 98')).toThrow(`${triesLeft} tries left`);
    }
  });

  /** What it must do: the tries left after an entry, and what the card says to it. */
  function law(tries: number, pin: string): { readonly tries: number; readonly status: number } {
    if (tries === 0) return { tries: 0, status: STATUS.pinClosed };
    if (pin === '1234') return { tries: USER_PIN_TRIES, status: STATUS.success };
    return { tries: tries - 1, status: STATUS.pinWrong | (tries - 1) };
  }

  const entry = fc.record({
    before: fc.constantFrom('nothing', 'reset', 'power'),
    pin: fc.oneof(fc.constant('1234'), fc.constantFrom('1235', '0234', '123', '12345', '4321')),
  });

  test('follows its law: wrong costs one, right fills it up, blocked stays blocked', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.integer({ min: 0, max: 3 }), (entries, triesAtFirst) => {
        const content = personalisation({ triesLeft: triesAtFirst });
        const card = new CardModel(content);
        let tries = triesAtFirst;
        for (const { before, pin } of entries) {
          if (before === 'reset') card.reset();
          if (before === 'power') card.powerOff();
          send(card, SELECT_JPKI);
          send(card, SELECT_PIN);
          const expected = law(tries, pin);
          tries = expected.tries;
          const command = `00 20 00 80 0${pin.length} ${Buffer.from(pin).toString('hex')}`;
          expect(send(card, command).status).toBe(expected.status);
          expect(send(card, QUERY).status).toBe(STATUS.pinWrong | tries);
          expect(content.remembered.at(-1)?.[1] ?? triesAtFirst).toBe(tries);
        }
      }),
    );
  });
});
