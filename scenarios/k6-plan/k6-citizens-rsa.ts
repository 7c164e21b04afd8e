import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { cardKeyPair } from '../../devices/card/card-certificate-rsa.ts';
import { CERTIFICATE_VALIDITY_MS } from '../../devices/card/card-office.ts';
import { RsaCardKeys } from '../../devices/card/card-office-rsa.ts';
import { cardId } from '../../server/contract-card-id.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { cardSerial } from '../../server/contract-card-serial.ts';
import { instantMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { holdingsOf, revocationsOf } from '../traffic/cards.ts';
import type { Errand } from '../traffic/crowd.ts';
import type { PlannedCitizen } from './plan.ts';

/** Cards of a scenario’s residents as k6 can use them, which signs for them. */
export interface K6Cards {
  /** Certificate of the authority, DER. */
  readonly authority: Uint8Array;
  /** Private keys that the cards share, PKCS #8 in DER, base64. */
  readonly keys: readonly string[];
  /** A citizen with card; undefined where it is one that no server takes. */
  citizen(errand: Pick<Errand, 'residentNo' | 'type'>): PlannedCitizen | undefined;
}

/**
 * Certifies cards with the key of an authority (PEM), valid from `validFromMs` on, civil time: k6
 * asks a server that goes by the true time of day.
 */
export async function openK6Cards(
  authorityKey: string,
  scenario: Scenario,
  { validFromMs, keyPairs }: { readonly validFromMs: number; readonly keyPairs: number },
): Promise<K6Cards> {
  const pool = await Promise.all(Array.from({ length: keyPairs }, newPair));
  const privateKey = createPrivateKey(authorityKey);
  const authority = cardKeyPair({ privateKey, publicKey: createPublicKey(privateKey) });
  const issuing = new RsaCardKeys(authority, pool.map(cardKeyPair), validFromMs);
  const validity = { fromMs: validFromMs, untilMs: validFromMs + CERTIFICATE_VALIDITY_MS };
  const { code } = scenario.municipality;
  const holding = holdingsOf(scenario);
  const revocations = revocationsOf(scenario);
  return {
    authority: issuing.authority('user'),
    keys: pool.map((pair) => exported(pair.privateKey)),
    citizen: ({ residentNo, type }) => {
      const held = holding(code, residentNo);
      const { kind, generation, damaged = false } = held;
      if (kind === 'other' || damaged || held.validity !== undefined) return undefined;
      const pin = cardPin(code, residentNo);
      if (kind !== 'my-number') {
        const id = cardId(kind, code, residentNo, generation);
        return { type, card: { method: 'card-ap', cardId: id, pin } };
      }
      const serial = cardSerial(code, residentNo, generation);
      if (revocations.isRevoked(serial, instantMs(scenario.start))) return undefined;
      const who = { municipality: code, residentNo, generation };
      const bearer = { ...who, pin, validity, signaturePair: false };
      const certificate = Buffer.from(issuing.certificate('user', serial, bearer));
      // As the card office has it: cards share the pool by number.
      const card = { certificate: certificate.toString('base64'), key: residentNo % pool.length };
      return { type, card: { method: 'jpki', ...card } };
    },
  };
}

function exported(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function newPair() {
  return promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
}
