import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type CardKeyPair, cardKeyPair } from '../../devices/card/card-certificate-rsa.ts';
import { RsaCardOffice } from '../../devices/card/card-office-rsa.ts';
import type { Scenario } from '../scenario.ts';
import { cardsValidFromMs, holdingsOf } from '../traffic/cards.ts';

/** How many pairs of keys the cards share. */
const KEY_PAIRS = 8;

/** A new key of a card authority, PEM (PKCS #8). */
export async function newAuthorityKey(): Promise<string> {
  const { privateKey } = await newPair();
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The certificate of the authority with this key, as it certifies a scenario's cards, PEM. */
export function authorityCertificate(key: string, scenario: Scenario): string {
  return certificatePem(officeOf(key, [], scenario).authority);
}

/** A certificate (DER) as PEM. */
export function certificatePem(certificate: Uint8Array): string {
  const base64 = Buffer.from(certificate).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Opens the office that makes a scenario's cards, certified by the authority with this key. */
export async function openTargetCards(key: string, scenario: Scenario): Promise<RsaCardOffice> {
  const pool = await Promise.all(Array.from({ length: KEY_PAIRS }, newPair));
  return officeOf(key, pool.map(cardKeyPair), scenario);
}

function officeOf(key: string, pool: readonly CardKeyPair[], scenario: Scenario): RsaCardOffice {
  const privateKey = createPrivateKey(key);
  const authority = cardKeyPair({ privateKey, publicKey: createPublicKey(privateKey) });
  return new RsaCardOffice(authority, pool, cardsValidFromMs(scenario), holdingsOf(scenario));
}

function newPair() {
  return promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
}
