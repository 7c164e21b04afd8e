import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE_VALIDITY_MS } from '../../../devices/card/card-office.ts';
import { openRsaCardOffice } from '../../../devices/card/card-office-rsa.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { answerOf, authenticate } from './card-conversation.ts';
import { describeCardOffice } from './card-office.contract.ts';

const validFromMs = Date.UTC(2025, 3, 1);
const office = await openRsaCardOffice({ validFromMs, keyPairs: 2 });

describeCardOffice('RSA and X.509', async (holdings) => {
  return holdings === undefined
    ? office
    : openRsaCardOffice({ validFromMs, keyPairs: 1, holdings });
});

describe('a certificate of the RSA office', () => {
  const held = answerOf(office.card('01100', 42));
  const challenge = new Uint8Array(32);
  const certificate = new X509Certificate(authenticate(held, challenge, (it) => it).certificate);
  const authority = new X509Certificate(office.authority);

  test('carries serial, validity and an RSA-2048 key', () => {
    expect(certificate.serialNumber).toBe(cardSerial('01100', 42, 1));
    expect(Date.parse(certificate.validFrom)).toBe(validFromMs);
    expect(Date.parse(certificate.validTo)).toBe(validFromMs + CERTIFICATE_VALIDITY_MS);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.ca).toBe(false);
  });

  test('is issued by the authority, which is one and says that it is a test', () => {
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(authority.subject).toContain('OU=Test authority');
  });

  test('has the validity that the holding says, if it says one', async () => {
    const validity = { fromMs: Date.UTC(2016, 0, 20), untilMs: Date.UTC(2021, 0, 20) };
    const holdings = () => ({ kind: 'my-number', generation: 1, validity }) as const;
    const past = await openRsaCardOffice({ validFromMs, keyPairs: 1, holdings });
    const shown = authenticate(answerOf(past.card('01100', 42)), challenge, (it) => it);
    const expired = new X509Certificate(shown.certificate);
    expect(Date.parse(expired.validFrom)).toBe(validity.fromMs);
    expect(Date.parse(expired.validTo)).toBe(validity.untilMs);
  });

  test('is written as validity after 2049 must be written, too', async () => {
    const late = await openRsaCardOffice({ validFromMs: Date.UTC(2049, 6, 1), keyPairs: 1 });
    const { validFrom, validTo } = new X509Certificate(late.authority);
    expect(new Date(validFrom).getUTCFullYear()).toBe(2049);
    expect(new Date(validTo).getUTCFullYear()).toBe(2059);
  });
});

test('an office needs keys', async () => {
  const opening = openRsaCardOffice({ validFromMs, keyPairs: 0 });
  await expect(opening).rejects.toThrow('a pool of 0 key pairs');
});
