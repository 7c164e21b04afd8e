import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { COMMON, FACE, INPUT, JPKI, RESIDENT } from '../../../devices/card/card-applications.ts';
import { birthCode, codeA, codeB } from '../../../devices/card/card-holder.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { HOLDER, hex, personalisation, send, statusOf } from './card-conversation.ts';
import { objectsIn } from './card-tlv-reader.ts';

const two = (file: number) => file.toString(16).padStart(2, '0');
const selectOf = ({ aid }: { readonly aid: Uint8Array }) =>
  `00 A4 04 0C 0A ${Buffer.from(aid).toString('hex')}`;
const verify = (file: number, secret: string) =>
  `00 20 00 ${two(0x80 + file)} ${two(secret.length)} ${Buffer.from(secret).toString('hex')}`;

/** A card with this application selected, and these PINs verified. */
function cardWith(application: typeof JPKI, ...secrets: readonly (readonly [number, string])[]) {
  const card = new CardModel(personalisation());
  send(card, selectOf(application));
  for (const [file, secret] of secrets) expect(statusOf(card, verify(file, secret))).toBe('9000');
  return card;
}

/** The whole of a file, by READ BINARY of extended length. */
function contentOf(card: CardModel, file: number): Uint8Array {
  send(card, `00 A4 02 0C 02 00${two(file)}`);
  return send(card, '00 B0 00 00 00 00 00').data;
}

/** Which of the transparent files of the selected application can be read. */
function readable(card: CardModel): readonly number[] {
  return Array.from({ length: 0x1e }, (_, index) => index + 1).filter(
    (file) => statusOf(card, `00 B0 ${two(0x80 + file)} 00 01`) === '9000',
  );
}

// Which credential opens what: measured on real cards (soltia48/myna-card).
describe('what can be read', () => {
  const [a, b, birth] = [codeA(HOLDER), codeB(HOLDER), birthCode(HOLDER)];
  test.each([
    ['JPKI, of nobody', JPKI, [], [0x02, 0x06, 0x08, 0x0a, 0x0b]],
    ['JPKI, after the PIN', JPKI, [[0x18, '1234']], [0x02, 0x06, 0x08, 0x0a, 0x0b]],
    [
      'JPKI, after the password for signatures',
      JPKI,
      [[0x1b, 'ABC123']],
      [0x01, 0x02, 0x06, 0x08, 0x0a, 0x0b],
    ],
    ['共通AP', COMMON, [[0x1c, '1234']], []],
    ['住基AP', RESIDENT, [[0x1c, '1234']], []],
    ['券面事項確認AP, of nobody', FACE, [], [3, 4]],
    ['券面事項確認AP, after the date of birth', FACE, [[0x11, birth]], [1, 3, 4]],
    ['券面事項確認AP, after 照合番号B', FACE, [[0x12, b]], [2, 3, 4, 6]],
    ['券面事項確認AP, after 照合番号A', FACE, [[0x13, a]], [2, 3, 4, 5, 6]],
    ['券面事項入力補助AP, of nobody', INPUT, [], [4, 5]],
    ['券面事項入力補助AP, after the PIN', INPUT, [[0x11, '1234']], [1, 2, 3, 4, 5, 6, 7, 8]],
    ['券面事項入力補助AP, after 照合番号A', INPUT, [[0x14, a]], [1, 3, 4, 5, 6, 7, 8]],
    ['券面事項入力補助AP, after 照合番号B', INPUT, [[0x15, b]], [2, 3, 4, 5, 6, 7, 8]],
  ] as const)('%s', (_, application, secrets, files) => {
    expect(readable(cardWith(application, ...secrets))).toEqual(files);
  });

  test.each([
    [JPKI, 0x18, '63C3'],
    [JPKI, 0x1b, '63C5'],
    [COMMON, 0x1c, '63C3'],
    [RESIDENT, 0x1c, '63C3'],
    [INPUT, 0x11, '63C3'],
    [INPUT, 0x12, '63C0'],
    [INPUT, 0x14, '63CA'],
    [INPUT, 0x15, '63CA'],
    [FACE, 0x11, '63CA'],
    [FACE, 0x12, '63CA'],
    [FACE, 0x13, '63CA'],
  ])('tries left on each PIN', (application, file, status) => {
    expect(statusOf(cardWith(application), `00 20 00 ${two(0x80 + file)}`)).toBe(status);
  });

  test('券面事項入力補助AP 0012 is blocked from the beginning', () => {
    expect(statusOf(cardWith(INPUT), verify(0x12, '1234'))).toBe('6984');
  });

  test('keys that this engine does not make sign nothing', () => {
    const statuses = [[COMMON, 0x19] as const, [INPUT, 0x13] as const, [JPKI, 0x16] as const].map(
      ([application, file]) =>
        statusOf(cardWith(application), `80 2A 00 ${two(0x80 + file)} 01 AA 00`),
    );
    expect(statuses).toEqual(['6985', '6985', '6985']);
    expect(statusOf(cardWith(COMMON), '00 88 00 99 01 AA 00')).toBe('6985');
  });

  test('a counter of one application is not that of another', () => {
    const card = cardWith(COMMON);
    send(card, verify(0x1c, '9999'));
    send(card, selectOf(RESIDENT));
    expect(statusOf(card, '00 20 00 9C')).toBe('63C3');
    send(card, selectOf(COMMON));
    expect(statusOf(card, '00 20 00 9C')).toBe('63C2');
  });
});

describe('what is in it', () => {
  const input = () => cardWith(INPUT, [0x11, '1234']);
  const face = () => cardWith(FACE, [0x13, codeA(HOLDER)]);
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

  test('基本4情報, and where each begins', () => {
    const file = contentOf(input(), 0x02);
    const [whole] = objectsIn(file);
    expect(whole?.tag).toBe(0xff20);
    const [offsets, ...fields] = objectsIn(file, 3);
    expect(offsets?.tag).toBe(0xdf21);
    expect(fields.map(({ tag }) => tag)).toEqual([0xdf22, 0xdf23, 0xdf24, 0xdf25]);
    const { name, address, birthDate, sex } = HOLDER;
    expect(fields.map(({ value }) => text(value))).toEqual([name, address, birthDate, sex]);
    const table = Buffer.from(offsets?.value ?? []);
    expect(fields.map(({ at }) => at)).toEqual([0, 2, 4, 6].map((at) => table.readUInt16BE(at)));
  });

  test('個人番号, with two bytes of filler', () => {
    const file = contentOf(input(), 0x01);
    expect(file).toHaveLength(17);
    expect(file.slice(15)).toEqual(hex('FFFF'));
    const [number] = objectsIn(file);
    expect(number?.tag).toBe(0xff10);
    expect(text(number?.value)).toBe(HOLDER.individualNumber);
  });

  test('the face of the card: nine objects, pictures that are PNG, and their offsets', () => {
    const file = contentOf(face(), 0x02);
    const [whole] = objectsIn(file);
    const [offsets, ...fields] = objectsIn(whole?.value ?? new Uint8Array(0));
    expect(fields.map(({ tag }) => tag)).toEqual([
      ...[0xdf22, 0xdf23, 0xdf24, 0xdf25, 0xdf26, 0xdf27, 0xdf28, 0xdf29, 0xdf2a],
    ]);
    const table = Buffer.from(offsets?.value ?? []);
    const header = file.length - (whole?.value.length ?? 0);
    expect(fields.map(({ at }) => header + at)).toEqual(
      fields.map((_, nth) => table.readUInt16BE(2 * nth)),
    );
    const picture = fields[3]?.value ?? new Uint8Array(0);
    expect(chunksOf(picture)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect(text(fields[7]?.value)).toBe(HOLDER.expiryDate);
  });

  test('card-verifiable certificates of their published size', () => {
    for (const application of [FACE, INPUT]) {
      const [certificate] = objectsIn(contentOf(cardWith(application), 0x04));
      expect(certificate?.tag).toBe(0x7f21);
      const [body, signature] = objectsIn(certificate?.value ?? new Uint8Array(0));
      expect([body?.tag, body?.value.length]).toEqual([0x5f4e, 297]);
      expect([signature?.tag, signature?.value.length]).toEqual([0x5f37, 256]);
      const [exponent, modulus] = objectsIn(body?.value ?? new Uint8Array(0), 32);
      expect([exponent?.value.length, modulus?.value.length]).toEqual([3, 256]);
    }
  });

  test('what says whose card it is says the same everywhere', () => {
    const [age] = objectsIn(contentOf(cardWith(FACE, [0x11, birthCode(HOLDER)]), 0x01));
    expect(text(objectsIn(age?.value ?? new Uint8Array(0))[0]?.value)).toBe(HOLDER.birthDate);
    const [about] = objectsIn(contentOf(cardWith(FACE), 0x03));
    const municipality = objectsIn(about?.value ?? new Uint8Array(0))[3];
    expect(text(municipality?.value)).toBe(HOLDER.municipality);
  });

  test('token information is a CK_TOKEN_INFO of 32-bit numbers, highest byte first', () => {
    const token = Buffer.from(contentOf(cardWith(JPKI), 0x06));
    expect(token).toHaveLength(160);
    expect(token.toString('ascii', 0, 32).trimEnd()).toBe('JPKIAPICCTOKEN2');
    // CKF_TOKEN_INITIALIZED, CKF_USER_PIN_INITIALIZED, CKF_LOGIN_REQUIRED, CKF_RNG.
    expect(token.readUInt32BE(96)).toBe(0x400 | 0x8 | 0x4 | 0x1);
    expect([token.readUInt32BE(116), token.readUInt32BE(120)]).toEqual([16, 4]);
    expect(token.toString('ascii', 140, 144)).toBe('0301');
  });
});

/** Names of the chunks of a PNG, each checked for its sum. */
function chunksOf(png: Uint8Array): readonly string[] {
  const bytes = Buffer.from(png);
  expect(bytes.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n');
  const names: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    names.push(body.toString('ascii', 0, 4));
    at += 12 + length;
  }
  return names;
}
