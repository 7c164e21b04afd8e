import { describe, expect, test } from 'vitest';
import { CERTIFICATE_VALIDITY_MS } from '../../../devices/card/card-office.ts';
import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import {
  digestSignature,
  encodeDigestAuthority,
  encodeDigestCertificate,
} from '../../../server/contract-digest-signature.ts';
import { someResident } from '../register/small-register.ts';
import { at, codeOf, TOWN, Towns } from './towns.ts';

const VALID_FROM = at('2014-01-01T00:00');
const entries = { [TOWN]: { residents: [someResident(0)] } };

describe('the certificate of a card', () => {
  test('is accepted from the authority whose cards these are', async () => {
    expect(codeOf(await new Towns({ entries }).comes(0))).toBe('granted');
  });

  test('is refused from any other', async () => {
    const towns = new Towns({ entries });
    const office = new DigestCardOffice({ validFromMs: VALID_FROM, authority: 2 });
    const session = towns.open();
    expect(codeOf(await towns.show(session, towns.signed(session, 0, { office })))).toBe(
      'certificate-invalid',
    );
  });

  test('is refused if a byte of it was changed', async () => {
    const towns = new Towns({ entries });
    const session = towns.open();
    const credentials = towns.signed(session, 0);
    const certificate = credentials.certificate.slice();
    certificate[9] = (certificate[9] ?? 0) ^ 1;
    expect(codeOf(await towns.show(session, { ...credentials, certificate }))).toBe(
      'certificate-invalid',
    );
  });

  test('is refused if it is none', async () => {
    const towns = new Towns({ entries });
    for (const certificate of [new Uint8Array(0), new Uint8Array(600)]) {
      const session = towns.open();
      const credentials = { ...towns.signed(session, 0), certificate };
      expect(codeOf(await towns.show(session, credentials))).toBe('certificate-invalid');
    }
  });

  test('is valid for as long as it says, to the second', async () => {
    // Open round the clock, so that the hour does not matter.
    const hours = { opensMs: 0, closesMs: 86_400_000, weekdaysOnly: false };
    const calendar = { hours, hoursOf: {}, closedDays: [], maintenance: [] };
    const towns = new Towns({ entries, municipality: { calendar } });
    const codeAt = async (ms: number) => {
      towns.nowMs = ms;
      return codeOf(await towns.comes(0));
    };
    const end = VALID_FROM + CERTIFICATE_VALIDITY_MS;
    expect(await codeAt(VALID_FROM - 1)).toBe('certificate-invalid');
    expect(await codeAt(end)).toBe('granted');
    expect(await codeAt(end + 1)).toBe('certificate-invalid');
  });

  test('is refused if the citizen has not had it renewed', async () => {
    const validity = { fromMs: at('2009-06-01T00:00'), untilMs: at('2015-05-31T00:00') };
    const towns = new Towns({ entries, holding: { validity } });
    expect(codeOf(await towns.comes(0))).toBe('certificate-invalid');
  });
});

test('a serial number that names nobody is of no resident', async () => {
  const towns = new Towns({ entries });
  const session = towns.open();
  const period = { notBeforeMs: VALID_FROM, notAfterMs: VALID_FROM + CERTIFICATE_VALIDITY_MS };
  const said = { serial: '2272030000000001', ...period };
  const certificate = encodeDigestCertificate(said, encodeDigestAuthority(1));
  const signature = digestSignature(certificate, session.challenge);
  const credentials = { method: 'jpki', municipality: TOWN, certificate, signature } as const;
  expect(codeOf(await towns.show(session, credentials))).toBe('card-not-registered');
});
