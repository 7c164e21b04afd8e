import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CardOffice, CERTIFICATE_VALIDITY_MS } from '../../../devices/card/card-office.ts';
import type { SignatureVerifier, SignedChallenge } from '../../../server/cards/signature.ts';
import { parseCardSerial } from '../../../server/contract-card-serial.ts';
import type { ProblemCode } from '../../../server/problems.ts';
import { answerOf, authenticate } from '../../devices/card/card-conversation.ts';

/** The two sides of a signature that belong together, and a second office that does not. */
export interface SignatureWorld {
  readonly office: CardOffice;
  /** Valid from the same instant, of another authority. */
  readonly stranger: CardOffice;
  readonly validFromMs: number;
  readonly verifier: SignatureVerifier;
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
}

const DAY_MS = 86_400_000;

/** What every verifier must do with what cards sign, and with what they do not. */
export function describeSignatures(name: string, open: () => Promise<SignatureWorld>): void {
  describe(`signatures: ${name}`, async () => {
    const { office, stranger, validFromMs, verifier, digestInfo } = await open();
    const challenge = new Uint8Array(32).map((_, index) => index * 7 + 1);
    const nowMs = validFromMs + DAY_MS;

    const signedBy = (from: CardOffice, residentNo: number): SignedChallenge => {
      const held = answerOf(from.card('27203', residentNo));
      return { ...authenticate(held, challenge, digestInfo), challenge, nowMs };
    };
    const genuine = signedBy(office, 5);
    const neighbour = signedBy(office, 6);

    const verdict = (change: Partial<SignedChallenge>): ProblemCode | 'granted' => {
      const outcome = answerOf(verifier.verify({ ...genuine, ...change }));
      return outcome.ok ? 'granted' : outcome.code;
    };

    test('a card that signed is granted, with its serial', () => {
      const outcome = answerOf(verifier.verify(genuine));
      assert(outcome.ok);
      expect(parseCardSerial(outcome.value.serial)).toEqual({
        municipality: '27203',
        residentNo: 5,
        generation: 1,
      });
    });

    test('verifying again changes nothing', () => {
      const first = answerOf(verifier.verify(genuine));
      expect(verdict({ signature: neighbour.signature })).toBe('signature-invalid');
      expect(answerOf(verifier.verify(genuine))).toEqual(first);
    });

    test('a certificate of another authority is invalid', () => {
      expect(verdict(signedBy(stranger, 5))).toBe('certificate-invalid');
    });

    test('a certificate is valid from its first to its last second, not before, not after', () => {
      const lastMs = validFromMs + CERTIFICATE_VALIDITY_MS;
      const at = [validFromMs - 1, validFromMs, lastMs, lastMs + 1, Number.NaN];
      expect(at.map((instantMs) => verdict({ nowMs: instantMs }))).toEqual([
        'certificate-invalid',
        'granted',
        'granted',
        'certificate-invalid',
        'certificate-invalid',
      ]);
    });

    test('validity is judged anew each time', () => {
      expect(verdict({})).toBe('granted');
      expect(verdict({ nowMs: nowMs + 10 * CERTIFICATE_VALIDITY_MS })).toBe('certificate-invalid');
    });

    test('a signature of another challenge is invalid', () => {
      expect(verdict({ challenge: challenge.slice().reverse() })).toBe('signature-invalid');
      expect(verdict({ challenge: challenge.slice(0, 31) })).toBe('signature-invalid');
      expect(verdict({ challenge: new Uint8Array(0) })).toBe('signature-invalid');
    });

    test('a signature of someone else is invalid', () => {
      expect(verdict({ signature: neighbour.signature })).toBe('signature-invalid');
      expect(verdict({ certificate: neighbour.certificate })).toBe('signature-invalid');
    });

    test('the certificate of the authority is nobody’s', () => {
      expect(verdict({ certificate: office.authority })).not.toBe('granted');
    });

    test('one bit turned in the signature makes it invalid', () => {
      fc.assert(
        fc.property(fc.nat(genuine.signature.length * 8 - 1), (bit) => {
          const signature = withBitTurned(genuine.signature, bit);
          expect(verdict({ signature })).toBe('signature-invalid');
        }),
      );
    });

    test('one bit turned in the certificate makes it invalid', () => {
      fc.assert(
        fc.property(fc.nat(genuine.certificate.length * 8 - 1), (bit) => {
          const certificate = withBitTurned(genuine.certificate, bit);
          expect(verdict({ certificate })).toBe('certificate-invalid');
        }),
        { numRuns: 1000 },
      );
    });

    test('a certificate cut short, or with something behind it, is invalid', () => {
      fc.assert(
        fc.property(fc.nat(genuine.certificate.length - 1), (length) => {
          const certificate = genuine.certificate.slice(0, length);
          expect(verdict({ certificate })).toBe('certificate-invalid');
        }),
      );
      const longer = Uint8Array.of(...genuine.certificate, 0);
      expect(verdict({ certificate: longer })).toBe('certificate-invalid');
    });

    test('garbage is refused', () => {
      const garbage = fc.uint8Array({ maxLength: 1000 });
      fc.assert(
        fc.property(garbage, garbage, garbage, (certificate, bytes, signature) => {
          expect(verdict({ certificate, challenge: bytes, signature })).toBe('certificate-invalid');
          expect(verdict({ signature })).toBe('signature-invalid');
        }),
        { numRuns: 1000 },
      );
    });

    test('a certificate in which pieces were exchanged is refused', () => {
      const size = genuine.certificate.length;
      const piece = fc.tuple(fc.nat(size), fc.uint8Array({ minLength: 1, maxLength: 40 }));
      fc.assert(
        fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
          const certificate = genuine.certificate.slice();
          for (const [at, bytes] of pieces) certificate.set(bytes.slice(0, size - at), at);
          fc.pre(Buffer.compare(certificate, genuine.certificate) !== 0);
          expect(verdict({ certificate })).toBe('certificate-invalid');
        }),
        { numRuns: 1000 },
      );
    });
  });
}

function withBitTurned(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}
