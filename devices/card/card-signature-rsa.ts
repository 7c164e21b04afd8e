import { constants, createHash, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto';
import type { SignatureScheme } from './card-personalisation.ts';

/** DER of a DigestInfo up to the 32 bytes of the SHA-256 hash itself (RFC 8017 §9.2). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The DigestInfo of a SHA-256, 51 bytes. */
export function digestInfoOf(hash: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([SHA256_PREFIX, hash]));
}

export function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

/** What a card with this RSA-2048 key makes of the data; their length is the card's to check. */
export function cardSignature(
  key: KeyObject,
  scheme: SignatureScheme,
  data: Uint8Array,
): Uint8Array {
  switch (scheme) {
    case 0:
      return pkcs1(key, data);
    case 1:
      return pkcs1(key, sha256(data));
    case 2:
      return pkcs1(key, digestInfoOf(data));
    case 3:
      return pkcs1(key, digestInfoOf(sha256(data)));
    case 4:
      return pss(key, data);
    case 5:
      return pss(key, sha256(data));
  }
}

/** RSASSA-PKCS1-v1_5 over these bytes as they are: the padding is all that is added. */
function pkcs1(key: KeyObject, data: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data);
}

/** RSASSA-PSS of a SHA-256 that is given, which node does not offer (RFC 8017 §9.1.1). */
function pss(key: KeyObject, hash: Uint8Array): Uint8Array {
  const salt = randomBytes(HASH_BYTES);
  const seed = createHash('sha256').update(new Uint8Array(8)).update(hash).update(salt).digest();
  const block = Buffer.alloc(KEY_BYTES - HASH_BYTES - 1);
  block[block.length - HASH_BYTES - 1] = 0x01;
  block.set(salt, block.length - HASH_BYTES);
  const mask = maskOf(seed, block.length);
  for (let index = 0; index < block.length; index++) {
    block[index] = (block[index] as number) ^ (mask[index] as number);
  }
  // The key has one bit less than the block.
  block[0] = (block[0] as number) & 0x7f;
  const encoded = Buffer.concat([block, seed, Buffer.of(0xbc)]);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

const KEY_BYTES = 256;
const HASH_BYTES = 32;

/** MGF1 with SHA-256 (RFC 8017 §B.2.1). */
function maskOf(seed: Uint8Array, length: number): Uint8Array {
  const counter = Buffer.alloc(4);
  const hashes: Buffer[] = [];
  for (let nth = 0; nth * HASH_BYTES < length; nth++) {
    counter.writeUInt32BE(nth);
    hashes.push(createHash('sha256').update(seed).update(counter).digest());
  }
  return Buffer.concat(hashes).subarray(0, length);
}
