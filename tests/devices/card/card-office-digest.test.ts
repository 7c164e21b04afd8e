import { expect, test } from 'vitest';
import { CERTIFICATE_VALIDITY_MS, MY_NUMBER_CARDS } from '../../../devices/card/card-office.ts';
import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { decodeDigestCertificate, unhashed } from '../../../server/contract-digest-signature.ts';
import { answerOf, authenticate } from './card-conversation.ts';
import { describeCardOffice } from './card-office.contract.ts';

const validFromMs = Date.UTC(2025, 3, 1);

describeCardOffice('digest model', async (holdings = MY_NUMBER_CARDS) => {
  return new DigestCardOffice({ validFromMs, holdings });
});

test('a certificate is valid for five years, or as long as the holding says', () => {
  const until = (office: DigestCardOffice) => {
    const held = answerOf(office.card('27203', 1));
    const { certificate } = authenticate(held, new Uint8Array(32), unhashed);
    return decodeDigestCertificate(certificate, office.authority);
  };
  const serial = cardSerial('27203', 1, 1);
  const notAfterMs = validFromMs + CERTIFICATE_VALIDITY_MS;
  const usual = { serial, notBeforeMs: validFromMs, notAfterMs };
  expect(until(new DigestCardOffice({ validFromMs }))).toEqual(usual);
  const validity = { fromMs: Date.UTC(2016, 0, 20), untilMs: Date.UTC(2021, 0, 20) };
  const holdings = () => ({ kind: 'my-number', generation: 1, validity }) as const;
  const { fromMs: notBeforeMs, untilMs } = validity;
  const expired = { serial, notBeforeMs, notAfterMs: untilMs };
  expect(until(new DigestCardOffice({ validFromMs, holdings }))).toEqual(expired);
});
