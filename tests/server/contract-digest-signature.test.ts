import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeDigestCertificate,
  digestSignature,
  encodeDigestAuthority,
  encodeDigestCertificate,
  isDigestSignature,
  unhashed,
} from '../../server/contract-digest-signature.ts';

const serial = fc.stringMatching(/^\d{16}$/);
const instantMs = fc.nat(4_000_000_000).map((seconds) => seconds * 1000);
const said = fc.record({ serial, notBeforeMs: instantMs, notAfterMs: instantMs });
const message = fc.uint8Array({ minLength: 1, maxLength: 64 });
const authority = encodeDigestAuthority(1);

/** The bytes with one of their bits turned. */
function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  const index = (bit >> 3) % bytes.length;
  copy[index] = (copy[index] as number) ^ (1 << (bit & 7));
  return copy;
}

describe('a certificate of the digest model', () => {
  test('says what was said', () => {
    fc.assert(
      fc.property(said, (content) => {
        const bytes = encodeDigestCertificate(content, authority);
        expect(decodeDigestCertificate(bytes, authority)).toEqual(content);
      }),
    );
  });

  test('says nothing once a bit of it is turned', () => {
    const bytes = encodeDigestCertificate(
      { serial: '1272030000000501', notBeforeMs: 0, notAfterMs: 1_000_000 },
      authority,
    );
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(decodeDigestCertificate(flipped(bytes, bit), authority)).toBeUndefined();
    }
  });

  test('says nothing to another authority', () => {
    fc.assert(
      fc.property(said, fc.integer({ min: 2, max: 0xffffffff }), (content, other) => {
        const bytes = encodeDigestCertificate(content, encodeDigestAuthority(other));
        expect(decodeDigestCertificate(bytes, authority)).toBeUndefined();
      }),
    );
  });

  test('begins as a DER sequence of its own length', () => {
    const content = { serial: '1272030000000501', notBeforeMs: 0, notAfterMs: 0 };
    const bytes = encodeDigestCertificate(content, authority);
    expect([...bytes.slice(0, 2)]).toEqual([0x30, bytes.length - 2]);
    expect([...authority.slice(0, 2)]).toEqual([0x30, authority.length - 2]);
  });
});

describe('a signature of the digest model', () => {
  const certificateOf = (digits: string) =>
    encodeDigestCertificate({ serial: digits, notBeforeMs: 0, notAfterMs: 0 }, authority);

  test('belongs to certificate and message', () => {
    fc.assert(
      fc.property(serial, message, (digits, bytes) => {
        const certificate = certificateOf(digits);
        const signature = digestSignature(certificate, unhashed(bytes));
        expect(signature).toHaveLength(8);
        expect(isDigestSignature(certificate, bytes, signature)).toBe(true);
      }),
    );
  });

  test('belongs to no message one bit away, and is itself no bit away', () => {
    fc.assert(
      fc.property(serial, message, fc.nat(511), (digits, bytes, bit) => {
        const certificate = certificateOf(digits);
        const signature = digestSignature(certificate, bytes);
        expect(isDigestSignature(certificate, flipped(bytes, bit), signature)).toBe(false);
        expect(isDigestSignature(certificate, bytes, flipped(signature, bit))).toBe(false);
        expect(isDigestSignature(certificate, bytes, signature.slice(0, 7))).toBe(false);
      }),
    );
  });

  test('belongs to no other serial', () => {
    fc.assert(
      fc.property(serial, serial, message, (digits, others, bytes) => {
        fc.pre(digits !== others);
        const signature = digestSignature(certificateOf(digits), bytes);
        expect(isDigestSignature(certificateOf(others), bytes, signature)).toBe(false);
      }),
    );
  });

  test('differs among 100,000 neighbours', () => {
    const challenge = new Uint8Array(32).fill(7);
    const seen = new Set<string>();
    for (let no = 0; no < 100_000; no++) {
      const certificate = certificateOf(`127203${String(no).padStart(8, '0')}01`);
      seen.add(Buffer.from(digestSignature(certificate, challenge)).toString('hex'));
    }
    expect(seen.size).toBe(100_000);
  });
});
