import { digestInfoOf, sha256 } from './card-signature-rsa.ts';

/** What a real card signs of a challenge: the DigestInfo of its SHA-256, 51 bytes. */
export function sha256DigestInfo(challenge: Uint8Array): Uint8Array {
  return digestInfoOf(sha256(challenge));
}
