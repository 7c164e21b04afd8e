import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { type Process, ready } from '../../sim/process.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { SignatureVerifier, SignedChallenge } from './signature.ts';

/**
 * Checks X.509 certificates and RSASSA-PKCS1-v1_5 signatures with SHA-256 for real. Nothing is
 * remembered from one check to the next but the authority itself; revocation is not looked up.
 */
export class RsaSignatureVerifier implements SignatureVerifier {
  readonly #authority: X509Certificate;
  readonly #authorityKey: KeyObject;

  /** `authority` is the X.509 certificate of the authority, DER; throws if it is none. */
  constructor(authority: Uint8Array) {
    this.#authority = new X509Certificate(authority);
    this.#authorityKey = this.#authority.publicKey;
  }

  verify(signed: SignedChallenge): Process<Outcome<{ readonly serial: string }>> {
    return ready(this.#verify(signed));
  }

  #verify(signed: SignedChallenge): Outcome<{ readonly serial: string }> {
    const certificate = read(signed.certificate);
    if (certificate === undefined) return refused('certificate-invalid', 'malformed');
    try {
      return this.#check(certificate, signed);
    } catch {
      // OpenSSL found something in it that reading had not touched, such as a key of no use.
      return refused('certificate-invalid', 'malformed');
    }
  }

  #check(
    certificate: X509Certificate,
    { challenge, signature, nowMs }: SignedChallenge,
  ): Outcome<{ readonly serial: string }> {
    if (!certificate.checkIssued(this.#authority) || !certificate.verify(this.#authorityKey)) {
      return refused('certificate-invalid', 'not of this authority');
    }
    // Asked this way round, a date that cannot be read (NaN) refuses too.
    if (!(nowMs >= Date.parse(certificate.validFrom))) {
      return refused('certificate-invalid', 'not yet valid');
    }
    if (!(nowMs <= Date.parse(certificate.validTo))) {
      return refused('certificate-invalid', 'expired');
    }
    const key = certificate.publicKey;
    if (key.asymmetricKeyType !== 'rsa') {
      return refused('certificate-invalid', 'its key is not an RSA key');
    }
    const padding = constants.RSA_PKCS1_PADDING;
    if (!verify('sha256', challenge, { key, padding }, signature)) {
      return refused('signature-invalid');
    }
    return granted({ serial: certificate.serialNumber });
  }
}

/** The certificate these bytes are, from the first to the last, or undefined. */
function read(bytes: Uint8Array): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(bytes);
    // OpenSSL also takes PEM text and overlooks what follows the certificate; a card has neither.
    return certificate.raw.equals(bytes) ? certificate : undefined;
  } catch {
    return undefined;
  }
}
