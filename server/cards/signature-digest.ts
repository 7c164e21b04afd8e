import { type Process, ready } from '../../sim/process.ts';
import { decodeDigestCertificate, isDigestSignature } from '../contract-digest-signature.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { SignatureVerifier, SignedChallenge } from './signature.ts';

/** Checks certificates and signatures of the digest model, which take no time. */
export class DigestSignatureVerifier implements SignatureVerifier {
  readonly #authority: Uint8Array;

  /** `authority` is the certificate of the authority whose cards are accepted. */
  constructor(authority: Uint8Array) {
    this.#authority = authority;
  }

  verify(signed: SignedChallenge): Process<Outcome<{ readonly serial: string }>> {
    return ready(this.#check(signed));
  }

  #check(signed: SignedChallenge): Outcome<{ readonly serial: string }> {
    const { certificate, challenge, signature, nowMs } = signed;
    const said = decodeDigestCertificate(certificate, this.#authority);
    if (said === undefined) return refused('certificate-invalid', 'not of this authority');
    if (!(nowMs >= said.notBeforeMs)) return refused('certificate-invalid', 'not yet valid');
    if (!(nowMs <= said.notAfterMs)) return refused('certificate-invalid', 'expired');
    if (!isDigestSignature(certificate, challenge, signature)) return refused('signature-invalid');
    return granted({ serial: said.serial });
  }
}
