import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeValue, Certificate } from '@peculiar/asn1-x509';
import { describe, expect, test } from 'vitest';
import { CertificateAuthority, cardKeyPair } from '../../../devices/card/card-certificate-rsa.ts';
import { openRsaCardOffice } from '../../../devices/card/card-office-rsa.ts';
import { sha256DigestInfo } from '../../../devices/card/jpki-rsa.ts';
import { RsaSignatureVerifier } from '../../../server/cards/signature-rsa.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { answerOf, authenticate } from '../../devices/card/card-conversation.ts';
import { describeSignatures } from './signature.contract.ts';

const validFromMs = Date.UTC(2025, 3, 1);

// A resident and his neighbour need different keys.
const office = await openRsaCardOffice({ validFromMs, keyPairs: 2 });
const verifier = new RsaSignatureVerifier(office.authority);

describeSignatures('RSA and X.509', async () => ({
  office,
  stranger: await openRsaCardOffice({ validFromMs, keyPairs: 1 }),
  validFromMs,
  verifier,
  digestInfo: sha256DigestInfo,
}));

test('a certificate as PEM text is refused: cards hold DER', () => {
  const challenge = new Uint8Array(32);
  const held = answerOf(office.card('27203', 5));
  const { certificate, signature } = authenticate(held, challenge, sha256DigestInfo);
  const pem = new Uint8Array(Buffer.from(new X509Certificate(certificate).toString()));
  const signed = { challenge, signature, nowMs: validFromMs };
  expect(answerOf(verifier.verify({ ...signed, certificate })).ok).toBe(true);
  expect(answerOf(verifier.verify({ ...signed, certificate: pem })).ok).toBe(false);
});

test('an authority that is no certificate is a mistake of the caller', () => {
  expect(() => new RsaSignatureVerifier(new Uint8Array(10))).toThrow();
});

describe('what only the authority itself could have signed', () => {
  const period = { fromMs: validFromMs, untilMs: validFromMs + 86_400_000 };
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const authority = new CertificateAuthority(cardKeyPair(keys), period);
  const check = new RsaSignatureVerifier(authority.certificate);
  const serial = cardSerial('27203', 5, 1);
  const challenge = new Uint8Array(32);

  const verdict = (certificate: Uint8Array, signature: Uint8Array) =>
    answerOf(check.verify({ certificate, challenge, signature, nowMs: validFromMs }));

  test('is refused for an issuer of another name', () => {
    const card = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = authority.issue(serial, cardKeyPair(card).publicKey, period);
    const signature = sign('sha256', challenge, card.privateKey);
    expect(verdict(certificate, signature)).toEqual({ ok: true, value: { serial } });

    const renamed = AsnConvert.parse(certificate, Certificate);
    const organization = renamed.tbsCertificate.issuer[1]?.[0];
    if (organization !== undefined) {
      organization.value = new AttributeValue({ printableString: 'someone else' });
    }
    const content = AsnConvert.serialize(renamed.tbsCertificate);
    const sealed = sign('sha256', new Uint8Array(content), keys.privateKey);
    renamed.signatureValue = new Uint8Array(sealed).buffer;
    const bytes = new Uint8Array(AsnConvert.serialize(renamed));
    expect(new X509Certificate(bytes).verify(keys.publicKey)).toBe(true);
    expect(verdict(bytes, signature)).toMatchObject({ code: 'certificate-invalid' });
  });

  test('is refused for a key that is not RSA', () => {
    const card = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = authority.issue(serial, cardKeyPair(card).publicKey, period);
    const signature = sign('sha256', challenge, card.privateKey);
    expect(verdict(certificate, signature)).toMatchObject({ code: 'certificate-invalid' });
  });
});
