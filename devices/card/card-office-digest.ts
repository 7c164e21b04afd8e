import {
  digestSignature,
  encodeDigestAuthority,
  encodeDigestCertificate,
} from '../../server/contract-digest-signature.ts';
import { type Process, ready } from '../../sim/process.ts';
import { ChallengeModel } from './card-challenge.ts';
import { heldCard, type Workshop } from './card-held.ts';
import type { Bearer, CardKeys } from './card-my-number.ts';
import {
  type CardOffice,
  CERTIFICATE_VALIDITY_MS,
  type HeldCard,
  type Holdings,
  MY_NUMBER_CARDS,
} from './card-office.ts';
import type { KeyPair, SignatureScheme } from './card-personalisation.ts';
import { PinMemory } from './card-pins.ts';

export interface DigestCardOfficeOptions {
  /** Civil time from which the certificates are valid, whole seconds in milliseconds since 1970. */
  readonly validFromMs: number;
  /** Number of the authority, 32 bits (1); another one is another authority. */
  readonly authority?: number;
  /** Who carries which card (everybody a My Number card). */
  readonly holdings?: Holdings;
}

/** Makes cards of the digest model: deterministic, and cheap enough for one at each journey. */
export class DigestCardOffice implements CardOffice {
  readonly authority: Uint8Array;
  readonly #holdings: Holdings;
  readonly #workshop: Workshop;

  constructor(options: DigestCardOfficeOptions) {
    const { validFromMs, authority = 1, holdings = MY_NUMBER_CARDS } = options;
    this.#holdings = holdings;
    const keys = new DigestKeys(authority);
    this.authority = keys.authority('user');
    this.#workshop = {
      keys,
      memory: new PinMemory(),
      period: { fromMs: validFromMs, untilMs: validFromMs + CERTIFICATE_VALIDITY_MS },
    };
  }

  card(municipality: string, residentNo: number, handedOut = 1): Process<HeldCard> {
    const holding = this.#holdings(municipality, residentNo, handedOut);
    return ready(heldCard(this.#workshop, municipality, residentNo, holding));
  }
}

/** What tells the authority for signatures from the one for users, of the same number. */
const FOR_SIGNATURES = 0x8000_0000;

/** No secrecy at all: its only enemy is a mix-up. */
class DigestKeys implements CardKeys {
  readonly #user: Uint8Array;
  readonly #signature: Uint8Array;
  readonly #challenges: ChallengeModel;

  constructor(authority: number) {
    this.#user = encodeDigestAuthority(authority);
    this.#signature = encodeDigestAuthority(authority ^ FOR_SIGNATURES);
    this.#challenges = new ChallengeModel(authority);
  }

  authority(pair: KeyPair): Uint8Array {
    return pair === 'user' ? this.#user : this.#signature;
  }

  certificate(pair: KeyPair, serial: string, { validity }: Bearer): Uint8Array {
    const { fromMs: notBeforeMs, untilMs: notAfterMs } = validity;
    return encodeDigestCertificate({ serial, notBeforeMs, notAfterMs }, this.authority(pair));
  }

  /** Schemes differ in what is hashed: here the number of the scheme is, with the data. */
  sign(
    _pair: KeyPair,
    _bearer: Bearer,
    certificate: Uint8Array,
    scheme: SignatureScheme,
    data: Uint8Array,
  ): Uint8Array {
    const message = scheme === 0 ? data : Uint8Array.of(scheme, ...data);
    return digestSignature(certificate, message);
  }

  challenge(length: number): Uint8Array {
    return this.#challenges.next(length);
  }
}
