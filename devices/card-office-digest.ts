import { cardSerial } from '../server/contract-card-serial.ts';
import {
  digestSignature,
  encodeDigestAuthority,
  encodeDigestCertificate,
} from '../server/contract-digest-signature.ts';
import { type Process, ready } from '../sim/process.ts';
import type { CardPersonalisation } from './card-applications.ts';
import { CardModel } from './card-model.ts';
import {
  CARD_GENERATION,
  type CardOffice,
  CERTIFICATE_VALIDITY_MS,
  cardPin,
  type HeldCard,
  PinCounters,
} from './card-office.ts';

export interface DigestCardOfficeOptions {
  /** Civil time from which the certificates are valid, whole seconds in milliseconds since 1970. */
  readonly validFromMs: number;
  /** Number of the authority, 32 bits (1); another one is another authority. */
  readonly authority?: number;
}

/** Makes cards of the digest model: deterministic, and cheap enough for one at each journey. */
export class DigestCardOffice implements CardOffice {
  readonly authority: Uint8Array;
  readonly #validFromMs: number;
  readonly #counters = new PinCounters();

  constructor({ validFromMs, authority = 1 }: DigestCardOfficeOptions) {
    this.#validFromMs = validFromMs;
    this.authority = encodeDigestAuthority(authority);
  }

  card(municipality: string, residentNo: number): Process<HeldCard> {
    const serial = cardSerial(municipality, residentNo, CARD_GENERATION);
    const notBeforeMs = this.#validFromMs;
    const notAfterMs = notBeforeMs + CERTIFICATE_VALIDITY_MS;
    const said = { serial, notBeforeMs, notAfterMs };
    const certificate = encodeDigestCertificate(said, this.authority);
    const pin = cardPin(municipality, residentNo);
    const chip: CardPersonalisation = {
      certificate,
      authority: this.authority,
      pin,
      triesLeft: this.#counters.triesLeft(serial),
      sign: (digestInfo) => digestSignature(certificate, digestInfo),
      remember: (triesLeft) => this.#counters.remember(serial, triesLeft),
    };
    return ready({ card: new CardModel(chip), pin });
  }
}
