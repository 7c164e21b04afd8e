import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { PinDigest } from './pin-digest.ts';

/** As many bytes as the hash has: RFC 2104 §3 discourages shorter keys. */
const KEY_BYTES_MIN = 32;

/**
 * HMAC-SHA256 (RFC 2104) of the PIN with what it belongs to, in hexadecimal digits. Who has the
 * database and not the key cannot try PINs; who loses the key has to have every PIN reset.
 */
export function hmacPinDigest(key: Uint8Array): PinDigest {
  assert(key.length >= KEY_BYTES_MIN, `a key of ${key.length} bytes`);
  return (municipality, cardId, pin) =>
    createHmac('sha256', key).update(`${municipality}/${cardId}/${pin}`).digest('hex');
}
