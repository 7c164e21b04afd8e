import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type ScrambleCipher, TAG_BYTES } from './scramble.ts';

const ALGORITHM = 'aes-256-gcm';

/** AES-256-GCM (NIST SP 800-38D) as the system's OpenSSL does it. */
export const AES_256_GCM: ScrambleCipher = {
  seal(plain, { key, nonce, associated }) {
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },

  open(sealed, { key, nonce, associated }) {
    if (sealed.length < TAG_BYTES) return undefined;
    const end = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated);
    decipher.setAuthTag(sealed.subarray(end));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
    } catch {
      // OpenSSL says no more than this either: the tag does not match.
      return undefined;
    }
  },
};
