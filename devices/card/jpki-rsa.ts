import { createHash } from 'node:crypto';

/** DER of a DigestInfo up to the 32 bytes of the SHA-256 hash itself (RFC 8017 §9.2). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** What a real card signs of a challenge: the DigestInfo of its SHA-256, 51 bytes. */
export function sha256DigestInfo(challenge: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(challenge).digest();
  return new Uint8Array(Buffer.concat([SHA256_PREFIX, hash]));
}
