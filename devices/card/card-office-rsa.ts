import assert from 'node:assert/strict';
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Process, ready } from '../../sim/process.ts';
import { type CardKeyPair, CertificateAuthority, cardKeyPair } from './card-certificate-rsa.ts';
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
import { cardSignature } from './card-signature-rsa.ts';

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
  const [authority, ...pool] = await newKeyPairs(keyPairs);
  return new RsaCardOffice(authority as CardKeyPair, pool, validFromMs, holdings);
}

/** A new authority, and so many key pairs for cards. */
export async function openRsaCardKeys(validFromMs: number, keyPairs: number): Promise<RsaCardKeys> {
  const [authority, ...pool] = await newKeyPairs(keyPairs);
  return new RsaCardKeys(authority as CardKeyPair, pool, validFromMs);
}

/** Issues a real X.509 certificate for each pair of each card, on demand. */
export class RsaCardOffice implements CardOffice {
  readonly authority: Uint8Array;
  readonly #holdings: Holdings;
  readonly #workshop: Workshop;

  constructor(
    authority: CardKeyPair,
    pool: readonly CardKeyPair[],
    validFromMs: number,
    holdings: Holdings,
  ) {
    const keys = new RsaCardKeys(authority, pool, validFromMs);
    this.#holdings = holdings;
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

/**
 * RSA-2048 and X.509. Cards share the keys of the pool, so two residents whose numbers are
 * congruent modulo its size could sign for one another: enough to load a server truly, not to prove
 * that nobody can pass for his neighbour. The two pairs of a card differ if there are two in it.
 */
export class RsaCardKeys implements CardKeys {
  readonly #authorities: Readonly<Record<KeyPair, CertificateAuthority>>;
  readonly #pool: readonly CardKeyPair[];

  /** Both authorities have one key; names and uses of their certificates tell them apart. */
  constructor(authority: CardKeyPair, pool: readonly CardKeyPair[], validFromMs: number) {
    // An authority outlives every certificate it signs.
    const period = { fromMs: validFromMs, untilMs: validFromMs + 2 * CERTIFICATE_VALIDITY_MS };
    this.#authorities = {
      user: new CertificateAuthority(authority, period),
      signature: new CertificateAuthority(authority, period, 'signature'),
    };
    this.#pool = pool;
  }

  authority(pair: KeyPair): Uint8Array {
    return this.#authorities[pair].certificate;
  }

  certificate(pair: KeyPair, serial: string, bearer: Bearer): Uint8Array {
    const { publicKey } = this.#keysOf(pair, bearer);
    return this.#authorities[pair].issue(serial, publicKey, bearer.validity);
  }

  sign(
    pair: KeyPair,
    bearer: Bearer,
    _certificate: Uint8Array,
    scheme: SignatureScheme,
    data: Uint8Array,
  ): Uint8Array {
    return cardSignature(this.#keysOf(pair, bearer).privateKey, scheme, data);
  }

  challenge(length: number): Uint8Array {
    return new Uint8Array(randomBytes(length));
  }

  #keysOf(pair: KeyPair, { residentNo }: Bearer): CardKeyPair {
    const nth = pair === 'user' ? residentNo : residentNo + 1;
    return this.#pool[nth % this.#pool.length] as CardKeyPair;
  }
}

/** Key pairs for an authority and so many cards. */
function newKeyPairs(forCards: number): Promise<readonly CardKeyPair[]> {
  assert(forCards >= 1, `a pool of ${forCards} key pairs`);
  return Promise.all(Array.from({ length: forCards + 1 }, newKeyPair));
}

async function newKeyPair(): Promise<CardKeyPair> {
  return cardKeyPair(await promisify(generateKeyPair)('rsa', { modulusLength: 2048 }));
}
