import { filled, joined, textBytes } from './card-tlv.ts';

/** Which make of JPKI a card has: the first word of its token information (facts: hil.md §1.3). */
export type TokenLabel = 'JPKIAPICCTOKEN2' | 'JPKIAPICCTOKEN';

/** CKF_RNG, CKF_LOGIN_REQUIRED, CKF_USER_PIN_INITIALIZED and CKF_TOKEN_INITIALIZED. */
const FLAGS = 0x0000_040d;

/** CK_UNAVAILABLE_INFORMATION of 32 bits. */
const UNAVAILABLE = 0xffff_ffff;

/**
 * JPKI EF 0006, token information: the 160 bytes of a PKCS #11 CK_TOKEN_INFO, its integers of four
 * bytes with the highest first. The two versions are ASCII digits, as on real cards
 * (soltia48/myna-card); 16 and 4 are the longest and the shortest PIN.
 */
export function tokenInformation(label: TokenLabel): Uint8Array {
  const sessions = [0, 0, 0, 0];
  const memory = [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE];
  const numbers = [FLAGS, ...sessions, 16, 4, ...memory];
  return joined(
    padded(label, 32),
    padded('kofu, a virtual card', 32),
    padded('', 16),
    padded('', 16),
    ...numbers.map(word),
    textBytes('03'),
    textBytes('01'),
    padded('', 16),
  );
}

function padded(text: string, length: number): Uint8Array {
  const field = filled(length, 0x20);
  field.set(textBytes(text));
  return field;
}

function word(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
