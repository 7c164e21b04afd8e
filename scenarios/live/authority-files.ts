import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that holds no certificate of a card authority, with the remedy. */
export class AuthorityRefused extends Error {
  override readonly name = 'AuthorityRefused';
}

/**
 * The certificate of a card authority in a file, PEM or DER, as DER. Throws AuthorityRefused if
 * there is none, or one that may not sign others.
 */
export function readAuthority(file: string): Uint8Array {
  const bytes = bytesOf(file);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(bytes);
  } catch {
    throw new AuthorityRefused(
      `${file} holds no X.509 certificate: name the one of the card authority, PEM or DER`,
    );
  }
  if (!certificate.ca) {
    throw new AuthorityRefused(
      `the certificate in ${file} is of no authority (its basicConstraints say no CA): ` +
        'name the one that signs the certificates of the cards',
    );
  }
  return new Uint8Array(certificate.raw);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AuthorityRefused(
      `the card authority cannot be read from ${file} (${code}): name a file with its certificate`,
    );
  }
}
