import assert from 'node:assert/strict';
import { constants, generateKeyPair, type KeyObject, privateEncrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { cardSerial } from '../../server/contract-card-serial.ts';
import type { Process } from '../../sim/process.ts';
import type { CardPersonalisation } from './card-applications.ts';
import { type CardKeyPair, CertificateAuthority, cardKeyPair } from './card-certificate-rsa.ts';
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

export interface RsaCardOfficeOptions {
  /** Civil time from which the certificates are valid, whole seconds in milliseconds since 1970. */
  readonly validFromMs: number;
  /** How many pairs of card keys are made at the start (8). */
  readonly keyPairs?: number;
  /** Who carries which card (everybody a My Number card). */
  readonly holdings?: Holdings;
}

/**
 * Opens an office that makes real cards: a new authority and a pool of RSA-2048 key pairs, made
 * side by side in node's thread pool. Serials and PINs are the same in every run; keys, and with
 * them the bytes of certificates and signatures, are not.
 */
export async function openRsaCardOffice({
  validFromMs,
  keyPairs = 8,
  holdings = MY_NUMBER_CARDS,
}: RsaCardOfficeOptions): Promise<RsaCardOffice> {
  assert(keyPairs >= 1, `a pool of ${keyPairs} key pairs`);
  const [authority, ...pool] = await Promise.all(Array.from({ length: keyPairs + 1 }, newKeyPair));
  return new RsaCardOffice(authority as CardKeyPair, pool, validFromMs, holdings);
}

/**
 * Issues a real X.509 certificate for each card, on demand. Cards share the keys of the pool, so
 * two residents whose numbers are congruent modulo its size could sign for one another: enough to
 * load a server truly, not to prove that nobody can pass for his neighbour.
 */
export class RsaCardOffice implements CardOffice {
  readonly authority: Uint8Array;
  readonly #authority: CertificateAuthority;
  readonly #pool: readonly CardKeyPair[];
  readonly #period: Period;
  readonly #holdings: Holdings;
  readonly #counters = new PinCounters();

  constructor(
    authority: CardKeyPair,
    pool: readonly CardKeyPair[],
    validFromMs: number,
    holdings: Holdings,
  ) {
    this.#period = { fromMs: validFromMs, untilMs: validFromMs + CERTIFICATE_VALIDITY_MS };
    this.#pool = pool;
    this.#holdings = holdings;
    // The authority outlives every certificate it signs.
    const untilMs = validFromMs + 2 * CERTIFICATE_VALIDITY_MS;
    this.#authority = new CertificateAuthority(authority, { fromMs: validFromMs, untilMs });
    this.authority = this.#authority.certificate;
  }

  *card(municipality: string, residentNo: number, handedOut = 1): Process<HeldCard> {
    const holding = this.#holdings(municipality, residentNo, handedOut);
    const { kind, generation, validity } = holding;
    if (kind !== 'my-number') {
      return municipalCard(kind, municipality, residentNo, generation);
    }
    const serial = cardSerial(municipality, residentNo, generation);
    const pin = cardPin(municipality, residentNo);
    const pair = this.#pool[residentNo % this.#pool.length] as CardKeyPair;
    const counters = this.#counters;
    const chip: CardPersonalisation = {
      certificate: this.#authority.issue(serial, pair.publicKey, validity ?? this.#period),
      authority: this.authority,
      pin,
      cardId: NO_CARD_ID,
      get triesLeft() {
        return counters.triesLeft(serial);
      },
      sign: (digestInfo) => signAsIs(pair.privateKey, digestInfo),
      remember: (triesLeft) => counters.remember(serial, triesLeft),
    };
    return { card: new CardModel(chip), name: cardName(serial), pin };
  }
}

async function newKeyPair(): Promise<CardKeyPair> {
  return cardKeyPair(await promisify(generateKeyPair)('rsa', { modulusLength: 2048 }));
}

/** RSASSA-PKCS1-v1_5 without hashing: the card is handed the DigestInfo ready made. */
function signAsIs(key: KeyObject, digestInfo: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo);
}
