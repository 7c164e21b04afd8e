import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { cardSerial } from '../../server/contract-card-serial.ts';
import {
  digestSignature,
  encodeDigestAuthority,
  encodeDigestCertificate,
} from '../../server/contract-digest-signature.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { CardPersonalisation } from './card-applications.ts';
import { CardModel } from './card-model.ts';
import { municipalCard, NO_CARD_ID } from './card-municipal.ts';
import {
  type CardOffice,
  CERTIFICATE_VALIDITY_MS,
  type HeldCard,
  type Holdings,
  MY_NUMBER_CARDS,
  type Period,
  PinCounters,
} from './card-office.ts';

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
  readonly #period: Period;
  readonly #holdings: Holdings;
  readonly #counters = new PinCounters();

  constructor(options: DigestCardOfficeOptions) {
    const { validFromMs, authority = 1, holdings = MY_NUMBER_CARDS } = options;
    this.#period = { fromMs: validFromMs, untilMs: validFromMs + CERTIFICATE_VALIDITY_MS };
    this.#holdings = holdings;
    this.authority = encodeDigestAuthority(authority);
  }

  card(municipality: string, residentNo: number, handedOut = 1): Process<HeldCard> {
    const holding = this.#holdings(municipality, residentNo, handedOut);
    const { kind, generation, validity } = holding;
    if (kind !== 'my-number') {
      return ready(municipalCard(kind, municipality, residentNo, generation));
    }
    const serial = cardSerial(municipality, residentNo, generation);
    const { fromMs: notBeforeMs, untilMs: notAfterMs } = validity ?? this.#period;
    const said = { serial, notBeforeMs, notAfterMs };
    const certificate = encodeDigestCertificate(said, this.authority);
    const pin = cardPin(municipality, residentNo);
    const counters = this.#counters;
    const chip: CardPersonalisation = {
      certificate,
      authority: this.authority,
      pin,
      cardId: NO_CARD_ID,
      get triesLeft() {
        return counters.triesLeft(serial);
      },
      sign: (digestInfo) => digestSignature(certificate, digestInfo),
      remember: (triesLeft) => counters.remember(serial, triesLeft),
    };
    return ready({ card: new CardModel(chip), name: cardName(serial), pin });
  }
}
