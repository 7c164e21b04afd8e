import type { SignatureVerifier, SignedChallenge } from '../../server/cards/signature.ts';
import type { Around } from '../injection/site.ts';

/** The validity check of certificates at the JPKI centre, with what can befall it. */
export class ExposedVerifier implements SignatureVerifier {
  readonly #verifier: SignatureVerifier;
  readonly #around: Around<'jpki'>;

  constructor(verifier: SignatureVerifier, around: Around<'jpki'>) {
    this.#verifier = verifier;
    this.#around = around;
  }

  verify(signed: SignedChallenge): ReturnType<SignatureVerifier['verify']> {
    // Whose it is: the challenge depends on who has asked before.
    const key = signed.certificate.join('.');
    return this.#around({ operation: 'verify', key }, () => this.#verifier.verify(signed));
  }
}
