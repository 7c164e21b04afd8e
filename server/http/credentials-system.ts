import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credentials, Holder } from './credentials.ts';

/**
 * Credentials derived from one key: HMAC-SHA256 of it over the kind of holder, a colon and the
 * holder's name (RFC 2104), in base64url. So a fleet is provisioned with no list to keep, and what
 * is taken from one holder is worth nothing for another.
 */
export class DerivedCredentials implements Credentials {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  of(holder: Holder, name: string): string {
    return createHmac('sha256', this.#key).update(`${holder}:${name}`).digest('base64url');
  }

  accepts(holder: Holder, name: string, credential: string): boolean {
    // As texts: base64 can be read from many that are not the one.
    const shown = Buffer.from(credential);
    const right = Buffer.from(this.of(holder, name));
    return shown.length === right.length && timingSafeEqual(shown, right);
  }
}

/** A key of 256 bits that nobody has had, as text. */
export function newFleetKey(): string {
  return randomBytes(32).toString('base64url');
}
