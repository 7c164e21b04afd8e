import { describe, expect, test } from 'vitest';
import { CARD_DESIGNS } from '../../../devices/card/card-designs.ts';
import { codeB } from '../../../devices/card/card-holder.ts';
import { type CardBehaviour, CardModel } from '../../../devices/card/card-model.ts';
import {
  HOLDER,
  hex,
  personalisation,
  SELECT_COMMON,
  SELECT_JPKI,
  send,
  statusOf,
  type Wishes,
} from './card-conversation.ts';

const SELECT_RESIDENT = '00 A4 04 0C 0A D3921000310001010401';
const SELECT_FACE = '00 A4 04 0C 0A D3921000310001010402';
const SELECT_INPUT = '00 A4 04 0C 0A D3921000310001010408';
const SELECT_ISD = '00 A4 04 0C 07 A0000001510000';
const VERIFY_USER = '00 20 00 98 04 31323334';
const VERIFY_SIGNATURE = '00 20 00 9B 06 414243313233';

/** A new card that has taken these commands. */
function cardAfter(commands: readonly string[], wishes: Wishes = {}, behaviour?: CardBehaviour) {
  const card = new CardModel(personalisation(wishes), behaviour);
  for (const command of commands) send(card, command);
  return card;
}

const ascii = (text: string) => Buffer.from(text).toString('hex');
const verify = (file: string, secret: string) =>
  `00 20 00 ${file} ${secret.length.toString(16).padStart(2, '0')} ${ascii(secret)}`;

describe('SELECT', () => {
  test('of the master file is refused after power-up, then accepted and without effect', () => {
    const card = cardAfter([]);
    expect(statusOf(card, '00 A4 00 00')).toBe('6A86');
    send(card, SELECT_JPKI);
    send(card, '00 A4 02 0C 02 000A');
    expect(statusOf(card, '00 A4 00 00')).toBe('9000');
    expect(statusOf(card, '00 B0 00 00 04')).toBe('9000');
    expect(statusOf(card, '00 A4 00 00 02 3F00')).toBe('6A82');
    card.reset();
    expect(statusOf(card, '00 A4 00 00')).toBe('6A86');
  });

  test('with P2 = 00 tells the whole AID, if an answer is asked for', () => {
    const aid = 'D3921000310001010402';
    const asked = send(cardAfter([]), `00 A4 04 00 0A ${aid} 00`);
    expect(asked).toEqual({ data: hex(`6F 0C 84 0A ${aid}`), status: 0x9000 });
    expect(send(cardAfter([]), `00 A4 04 00 0A ${aid}`).data).toHaveLength(0);
    expect(send(cardAfter([]), `00 A4 04 0C 0A ${aid} 00`).data).toHaveLength(0);
  });

  test('finds applications that begin alike one after the other', () => {
    const card = cardAfter([]);
    const prefix = 'D39210003100010104';
    const found = ['00', '02', '02', '02'].map(
      (p2) => send(card, `00 A4 04 ${p2} 09 ${prefix} 00`).data.at(-1) ?? 'none',
    );
    expect(found).toEqual([0x01, 0x02, 0x08, 'none']);
  });

  test.each(['04', '08', '01', '10', 'FF'])('does not know P2 = %s', (p2) => {
    expect(statusOf(cardAfter([]), `00 A4 04 ${p2} 05 D392F00026`)).toBe('6A86');
  });
});

describe('records', () => {
  test('of 共通AP say number, municipality and last day of the card', () => {
    const card = cardAfter([SELECT_COMMON, '00 A4 02 0C 02 0001']);
    const record = send(card, '00 B2 01 04 00').data;
    const { cardNumber, municipality, expiryDate } = HOLDER;
    expect(record.slice(0, 2)).toEqual(hex('011C'));
    expect(Buffer.from(record.slice(2)).toString()).toBe(cardNumber + municipality + expiryDate);
    expect(send(card, '00 B2 01 05 00').data).toEqual(record);
    expect(send(card, '00 B2 01 0C 00').data).toEqual(record);
    expect(send(card, '00 B2 01 04 04').data).toEqual(record.slice(0, 4));
  });

  test.each([
    ['the next one', ['00 A4 02 0C 02 0001'], '00 B2 02 04 00', '6A83'],
    ['number 0', ['00 A4 02 0C 02 0001'], '00 B2 00 04 00', '6A83'],
    ['without a file', [], '00 B2 01 04 00', '6986'],
    ['of a PIN', ['00 A4 02 0C 02 001C'], '00 B2 01 04 00', '6981'],
    ['of a file that is not there', [], '00 B2 01 1C 00', '6A82'],
    ['in a way that is none', ['00 A4 02 0C 02 0001'], '00 B2 01 00 00', '6A86'],
    ['without Le', ['00 A4 02 0C 02 0001'], '00 B2 01 04', '6700'],
    ['by READ BINARY', ['00 A4 02 0C 02 0001'], '00 B0 00 00 00', '6981'],
  ])('%s', (_, before, command, status) => {
    expect(statusOf(cardAfter([SELECT_COMMON, ...before]), command)).toBe(status);
  });
});

describe('GET DATA', () => {
  test('answers after power-up, and when the domain of the issuer is selected again', () => {
    const card = cardAfter([]);
    const municipality = () => Buffer.from(send(card, '00 CA 00 F0 00').data).toString();
    expect(municipality()).toBe('27203');
    send(card, SELECT_JPKI);
    expect(statusOf(card, '00 CA 00 F0 00')).toBe('6A88');
    expect(send(card, '00 CA 5F 51 00').data).toEqual(hex('E000FF8131FE4514'));
    send(card, SELECT_ISD);
    expect(municipality()).toBe('27203');
    expect(Buffer.from(send(card, '00 CA 00 F2 00').data).toString()).toBe(HOLDER.expiryDate);
    expect(Buffer.from(send(card, '00 CA 00 45 00').data).toString()).toBe(HOLDER.cardNumber);
  });

  test.each([
    ['00 CA 00 66 00', '6A88'],
    ['00 CA 00 45 04', '6700'],
    ['00 CA 00 45', '6700'],
    ['00 CA 00 45 01 AA 00', '6700'],
  ])('%s: %s', (command, status) => {
    expect(statusOf(cardAfter([]), command)).toBe(status);
  });
});

describe('GET CHALLENGE', () => {
  test.each([1, 8, 255, 256])('of %i bytes', (length) => {
    const le = (length % 256).toString(16).padStart(2, '0');
    expect(send(cardAfter([]), `00 84 00 00 ${le}`).data).toHaveLength(length);
  });

  test.each([
    ['00 84 00 00 00 01 01', '6985'],
    ['00 84 00 00', '6700'],
    ['00 84 00 01 08', '6A86'],
    ['00 84 00 00 01 AA 08', '6700'],
  ])('%s: %s', (command, status) => {
    expect(statusOf(cardAfter([SELECT_JPKI]), command)).toBe(status);
  });
});

describe('another PIN', () => {
  test.each([
    ['利用者証明用', SELECT_JPKI, '18', '00 24 01', '1234', '5678'],
    ['署名用', SELECT_JPKI, '1B', '00 24 01', 'ABC123', 'KOFU2015KOFU2015'],
    ['共通AP', SELECT_COMMON, '1C', '80 32 00', '1234', '5678'],
    ['住民基本台帳用', SELECT_RESIDENT, '1C', '80 32 00', '1234', '5678'],
    ['券面事項入力補助用', SELECT_INPUT, '11', '00 24 01', '1234', '5678'],
  ])('%s is set once the old one is verified', (_, application, file, change, old, next) => {
    const p2 = (0x80 + Number.parseInt(file, 16)).toString(16);
    const length = next.length.toString(16).padStart(2, '0');
    const card = cardAfter([application]);
    expect(statusOf(card, `${change} ${p2} ${length} ${ascii(next)}`)).toBe('6982');
    expect(statusOf(card, verify(p2, old))).toBe('9000');
    expect(statusOf(card, `${change} ${p2} ${length} ${ascii(next)}`)).toBe('9000');
    card.powerOff();
    send(card, application);
    expect(statusOf(card, verify(p2, old))).toMatch(/^63C/);
    expect(statusOf(card, verify(p2, next))).toBe('9000');
  });

  test.each([
    ['of three digits', '00 24 01 98 03 313233', '6A80'],
    ['of letters', '00 24 01 98 04 41424344', '6A80'],
    ['of nothing', '00 24 01 98', '6700'],
    ['of 17 bytes', `00 24 01 98 11 ${'31'.repeat(17)}`, '6700'],
    ['with the old one before it (P1 = 00)', '00 24 00 98 08 3132333435363738', '6A86'],
    ['by the command of another application', '80 32 00 98 04 35363738', '6985'],
    ['in the place of a key', '00 24 01 97 04 35363738', '6981'],
    ['of no file', '00 24 01 80 04 35363738', '6986'],
    ['for signatures, in small letters', '00 24 01 9B 06 616263313233', '6A80'],
    ['for signatures, of five', '00 24 01 9B 05 4142433132', '6A80'],
  ])('%s: refused', (_, command, status) => {
    const card = cardAfter([SELECT_JPKI, VERIFY_USER, VERIFY_SIGNATURE]);
    expect(statusOf(card, command)).toBe(status);
    expect(statusOf(card, VERIFY_USER)).toBe('9000');
  });

  test('is not for what is printed on the card', () => {
    const codeOfB = codeB(HOLDER);
    const card = cardAfter([SELECT_FACE, verify('92', codeOfB)]);
    expect(statusOf(card, `00 24 01 92 0E ${'31'.repeat(14)}`)).toBe('6985');
  });
});

describe('the pair for signatures', () => {
  test('has five tries of its own', () => {
    const card = cardAfter([SELECT_JPKI]);
    const wrong = '00 20 00 9B 06 5A5A5A5A5A5A';
    const answers = Array.from({ length: 6 }, () => statusOf(card, wrong));
    expect(answers).toEqual(['63C4', '63C3', '63C2', '63C1', '63C0', '6984']);
    expect(statusOf(card, '00 20 00 9B')).toBe('63C0');
    expect(statusOf(card, '00 20 00 98')).toBe('63C3');
  });

  test('gives its certificate for its own password only', () => {
    const card = cardAfter([SELECT_JPKI, VERIFY_USER]);
    expect(statusOf(card, '00 B0 81 00 00')).toBe('6982');
    send(card, VERIFY_SIGNATURE);
    expect(statusOf(card, '00 B0 81 00 00')).toBe('9000');
    expect(statusOf(cardAfter([SELECT_JPKI]), '00 B0 82 00 00')).toBe('9000');
  });

  test('signs after its own password only, in each of the six schemes', () => {
    const signed = (p1: number, bytes: number) =>
      `80 2A 0${p1} 9A ${bytes.toString(16)} ${'AA'.repeat(bytes)} 00`;
    expect(statusOf(cardAfter([SELECT_JPKI, VERIFY_USER]), signed(0, 32))).toBe('6982');
    const card = cardAfter([SELECT_JPKI, VERIFY_SIGNATURE]);
    const schemes = [0, 1, 2, 3, 4, 5].map((p1) => send(card, signed(p1, 32)).data[0]);
    expect(schemes).toEqual([0, 1, 2, 3, 4, 5]);
    expect([2, 4].map((p1) => statusOf(card, signed(p1, 31)))).toEqual(['6700', '6700']);
    expect([1, 3, 5].map((p1) => statusOf(card, signed(p1, 255)))).toEqual(Array(3).fill('9000'));
    expect(statusOf(card, signed(0, 246))).toBe('6700');
  });

  test('is not there on the card of a child, and its password is as if blocked', () => {
    const card = cardAfter([SELECT_JPKI, VERIFY_USER], { signaturePair: false });
    expect(statusOf(card, '00 20 00 9B')).toBe('63C0');
    expect(statusOf(card, VERIFY_SIGNATURE)).toBe('6984');
    expect(statusOf(card, '00 B0 81 00 00')).toBe('6982');
    expect(statusOf(card, '80 2A 00 9A 01 AA 00')).toBe('6982');
    expect(statusOf(card, '80 2A 00 97 01 AA 00')).toBe('9000');
  });
});

describe('power and reset', () => {
  test('6F00 comes once after each power-up, and not after a warm reset', () => {
    const card = cardAfter([], {}, { firstStatus: 0x6f00 });
    const twice = () => [statusOf(card, SELECT_JPKI), statusOf(card, SELECT_JPKI)];
    expect(twice()).toEqual(['6F00', '9000']);
    card.reset();
    expect(twice()).toEqual(['9000', '9000']);
    card.powerOff();
    expect(twice()).toEqual(['6F00', '9000']);
  });

  test('forget the file, and neither touches a verified PIN of the same application alone', () => {
    const card = cardAfter([SELECT_JPKI, VERIFY_USER, VERIFY_SIGNATURE]);
    card.reset();
    send(card, SELECT_JPKI);
    const signs = () => [
      statusOf(card, '80 2A 00 97 01 AA 00'),
      statusOf(card, '80 2A 00 9A 01 AA 00'),
    ];
    expect(signs()).toEqual(['9000', '9000']);
    card.powerOff();
    send(card, SELECT_JPKI);
    expect(signs()).toEqual(['6982', '6982']);
  });
});

test('channels, secure messaging and unknown classes are refused each in its way', () => {
  const card = cardAfter([SELECT_JPKI]);
  const statuses = [
    '01 B0 8A 00 00',
    '03 20 00 98',
    '08 A4 04 0C',
    '0C B0 8A 00 00',
    'FF 00 00 00',
  ];
  expect(statuses.map((command) => statusOf(card, command))).toEqual([
    ...['6881', '6881', '6882', '69FC', '6E00'],
  ]);
});

test('each interface has its own answer to reset', () => {
  for (const design of Object.values(CARD_DESIGNS)) {
    const by = (way: 'contact' | 'contactless') =>
      new CardModel(personalisation(), { design, interface: way }).atr;
    expect(by('contact')).toBe(design.atr.contact);
    expect(by('contactless')).toBe(design.atr.contactless);
    expect(by('contact')).not.toEqual(by('contactless'));
  }
});
