import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  publicDecrypt,
  verify,
  X509Certificate,
} from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type CardOrder, issueCard } from '../../../devices/card/card-issue-rsa.ts';
import { ISSUED_KINDS } from '../../../devices/card/card-kinds.ts';
import { openRsaCardKeys } from '../../../devices/card/card-office-rsa.ts';
import { RsaSignatureVerifier } from '../../../server/cards/signature-rsa.ts';
import { answerOf } from '../../sim/virtual.ts';
import { hex, SELECT_JPKI, send, statusOf } from './card-conversation.ts';

const validFromMs = Date.UTC(2025, 3, 1);
const keys = await openRsaCardKeys(validFromMs, 2);
const issue = (order: Partial<CardOrder> = {}) => issueCard({ validFromMs, keys, ...order });

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
const digits = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('hex');
const byte = (value: number) => value.toString(16).padStart(2, '0');

/** What a card signs, in this scheme (P1), with a key (P2), after its password. */
async function signed(p1: number, data: Uint8Array, pair: 'user' | 'signature' = 'user') {
  const held = await issue({ pin: '1234', signaturePassword: 'ABC123' });
  const [pinFile, keyFile, secret] =
    pair === 'user' ? [0x98, 0x97, '1234'] : [0x9b, 0x9a, 'ABC123'];
  send(held.card, SELECT_JPKI);
  send(held.card, `00 20 00 ${byte(pinFile)} ${byte(secret.length)} ${digits(secret)}`);
  const command = `80 2A ${byte(p1)} ${byte(keyFile)} ${byte(data.length)} ${digits(data)} 00`;
  const { data: signature, status } = send(held.card, command);
  expect(status.toString(16)).toBe('9000');
  const der = pair === 'user' ? held.userCertificate : held.signatureCertificate;
  return { signature, key: new X509Certificate(der as Uint8Array).publicKey };
}

const opened = (key: KeyObject, signature: Uint8Array) =>
  digits(publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature));
const PREFIX = '3031300d060960864801650304020105000420';
const MESSAGE = new TextEncoder().encode('a message of some length');

describe('a signature by scheme', () => {
  test('0: the bytes as they are', async () => {
    const { key, signature } = await signed(0, MESSAGE);
    expect(signature).toHaveLength(256);
    expect(opened(key, signature)).toBe(digits(MESSAGE));
  });

  test('1: their SHA-256, bare', async () => {
    const { key, signature } = await signed(1, MESSAGE);
    expect(opened(key, signature)).toBe(digits(sha256(MESSAGE)));
  });

  test.each([
    [2, sha256(MESSAGE)],
    [3, MESSAGE],
  ])('%i: a signature of the message by PKCS #1 v1.5 with SHA-256', async (p1, data) => {
    for (const pair of ['user', 'signature'] as const) {
      const { key, signature } = await signed(p1, data, pair);
      expect(verify('sha256', MESSAGE, key, signature)).toBe(true);
      expect(opened(key, signature)).toBe(PREFIX + digits(sha256(MESSAGE)));
    }
  });

  test.each([
    [4, sha256(MESSAGE)],
    [5, MESSAGE],
  ])('%i: one by PSS, another each time', async (p1, data) => {
    for (const pair of ['user', 'signature'] as const) {
      const { key, signature } = await signed(p1, data, pair);
      const how = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      expect(verify('sha256', MESSAGE, how, signature)).toBe(true);
      expect(verify('sha256', MESSAGE.slice(1), how, signature)).toBe(false);
      expect((await signed(p1, data, pair)).signature).not.toEqual(signature);
    }
  });
});

describe('an issued card', () => {
  test('has two certificates of two keys, each of its own authority', async () => {
    const held = await issue();
    const [user, signature, userAuthority, signatureAuthority] = [
      held.userCertificate,
      held.signatureCertificate,
      held.userAuthority,
      held.signatureAuthority,
    ].map((der) => new X509Certificate(der as Uint8Array)) as [
      X509Certificate,
      X509Certificate,
      X509Certificate,
      X509Certificate,
    ];
    expect(user.checkIssued(userAuthority)).toBe(true);
    expect(signature.checkIssued(signatureAuthority)).toBe(true);
    expect(user.checkIssued(signatureAuthority)).toBe(false);
    expect(signature.checkIssued(userAuthority)).toBe(false);
    const key = (of: X509Certificate) =>
      digits(of.publicKey.export({ type: 'spki', format: 'der' }));
    expect(key(user)).not.toBe(key(signature));
    expect(user.serialNumber).not.toBe(signature.serialNumber);
    expect(user.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(signature.keyUsage).toBeUndefined();
  });

  test('proves with the pair for users who it is, and with the one for signatures nothing', async () => {
    const held = await issue();
    const verifier = new RsaSignatureVerifier(held.userAuthority as Uint8Array);
    const nowMs = validFromMs + 86_400_000;
    const outcome = async (pair: 'user' | 'signature') => {
      const { signature } = await signed(3, MESSAGE, pair);
      const der = pair === 'user' ? held.userCertificate : held.signatureCertificate;
      const certificate = der as Uint8Array;
      return answerOf(() => verifier.verify({ certificate, challenge: MESSAGE, signature, nowMs }));
    };
    expect((await outcome('user')).ok).toBe(true);
    expect(await outcome('signature')).toMatchObject({ ok: false, code: 'certificate-invalid' });
  });

  test('has the files that its maker gives away', async () => {
    const held = await issue({ signaturePassword: 'ABC123' });
    send(held.card, SELECT_JPKI);
    send(held.card, `00 20 00 9B 06 ${digits('ABC123')}`);
    const read = (file: string) => {
      send(held.card, `00 A4 02 0C 02 00${file}`);
      return send(held.card, '00 B0 00 00 00 00 00').data;
    };
    expect([read('01'), read('02'), read('0A'), read('0B')]).toEqual([
      held.signatureCertificate,
      held.signatureAuthority,
      held.userCertificate,
      held.userAuthority,
    ]);
  });

  test('has true random bytes, and PINs that can be changed', async () => {
    const { card, pin } = await issue();
    expect(send(card, '00 84 00 00 20').data).not.toEqual(send(card, '00 84 00 00 20').data);
    send(card, SELECT_JPKI);
    expect(statusOf(card, `00 20 00 98 04 ${digits(pin)}`)).toBe('9000');
    expect(statusOf(card, '00 24 01 98 04 30303030')).toBe('9000');
    expect(statusOf(card, '00 20 00 98 04 30303030')).toBe('9000');
  });

  test.each([
    [{ pin: '123' }, 'a PIN of'],
    [{ pin: 'ABCD' }, 'a PIN of'],
    [{ signaturePassword: 'abc123' }, 'a password for signatures of'],
    [{ signaturePassword: 'A'.repeat(17) }, 'a password for signatures of'],
  ])('is not made with %o', async (order, words) => {
    await expect(issue(order)).rejects.toThrow(words);
  });

  test('behaves as it was ordered', async () => {
    const { card } = await issue({
      interface: 'contact',
      firstStatus: 0x6f00,
      blockedStatus: 0x6983,
    });
    expect(card.atr).toEqual(hex('3BE000FF8131FE4514'));
    expect(statusOf(card, SELECT_JPKI)).toBe('6F00');
    send(card, SELECT_JPKI);
    const wrong = Array.from({ length: 4 }, () => statusOf(card, '00 20 00 98 03 000000'));
    expect(wrong).toEqual(['63C2', '63C1', '63C0', '6983']);
  });
});

describe('each kind', () => {
  const jpki = async (kind: CardOrder['kind']) => {
    const { card } = await issue(kind && { kind });
    return [statusOf(card, SELECT_JPKI), statusOf(card, '00 B0 88 00 00')];
  };

  test.each([
    ['my-number', ['9000', '9000']],
    ['my-number-under-15', ['9000', '9000']],
    ['my-number-expired', ['9000', '9000']],
    ['my-number-damaged', ['6F00', '6F00']],
    ['basic-resident', ['9000', '6A82']],
    ['citizen', ['6A82', '6A82']],
    ['other', ['6A82', '6A82']],
  ] as const)('%s answers to SELECT of JPKI and to READ', async (kind, statuses) => {
    expect(await jpki(kind)).toEqual(statuses);
  });

  test('a damaged one does not answer to reset, all others do', async () => {
    const cards = await Promise.all(ISSUED_KINDS.map((kind) => issue({ kind })));
    const mute = ISSUED_KINDS.filter((_, nth) => cards[nth]?.card.atr.length === 0);
    expect(mute).toEqual(['my-number-damaged']);
    const damaged = (await issue({ kind: 'my-number-damaged' })).card;
    damaged.reset();
    damaged.powerOff();
    expect(statusOf(damaged, SELECT_JPKI)).toBe('6F00');
  });

  test('an expired one was valid until the others begin to be', async () => {
    const { userCertificate } = await issue({ kind: 'my-number-expired' });
    const { validTo } = new X509Certificate(userCertificate as Uint8Array);
    expect(Date.parse(validTo)).toBe(validFromMs);
  });

  test('a child’s has one certificate, and no password', async () => {
    const held = await issue({ kind: 'my-number-under-15' });
    expect(held.signatureCertificate).toBeUndefined();
    expect(held.signaturePassword).toBeUndefined();
    expect(createPublicKey(pem(held.userCertificate as Uint8Array)).type).toBe('public');
    expect((await issue({ pin: '0815' })).signaturePassword).toBe('SIGN0815');
  });
});

function pem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

test('a card for itself makes its own authorities', async () => {
  const [one, other] = await Promise.all([issueCard({ validFromMs }), issueCard({ validFromMs })]);
  expect(one.userAuthority).not.toEqual(other.userAuthority);
});
