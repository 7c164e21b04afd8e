import { STATUS } from './card.ts';
import type { SignatureScheme } from './card-personalisation.ts';

/** What RSA-2048 signs with the padding of PKCS #1 v1.5 at most: 256 − 11 bytes. */
const VERBATIM_BYTES_MAX = 245;

/** What the card hashes itself comes in one short command. */
const HASHED_BYTES_MAX = 255;

const SHA256_BYTES = 32;

/** How to sign so many bytes for this P1, or the status that says why they are not signed. */
export type Signing =
  | { readonly kind: 'scheme'; readonly scheme: SignatureScheme }
  | { readonly kind: 'refused'; readonly status: number };

export function signingOf(p1: number, dataLength: number): Signing {
  const limits = LIMITS[p1];
  if (limits === undefined) return WRONG_PARAMETERS;
  if (dataLength < limits.least || dataLength > limits.most) return WRONG_LENGTH;
  return { kind: 'scheme', scheme: p1 as SignatureScheme };
}

const VERBATIM = { least: 1, most: VERBATIM_BYTES_MAX };
const HASHED_BY_CARD = { least: 1, most: HASHED_BYTES_MAX };
const HASH_GIVEN = { least: SHA256_BYTES, most: SHA256_BYTES };

/** By scheme (P1). */
const LIMITS: readonly { readonly least: number; readonly most: number }[] = [
  ...[VERBATIM, HASHED_BY_CARD, HASH_GIVEN, HASHED_BY_CARD, HASH_GIVEN, HASHED_BY_CARD],
];

const WRONG_PARAMETERS: Signing = { kind: 'refused', status: STATUS.wrongParameters };
const WRONG_LENGTH: Signing = { kind: 'refused', status: STATUS.wrongLength };
