import assert from 'node:assert/strict';

/**
 * The digest model of the public key infrastructure, shared by the card office that issues and the
 * verifier that checks. It has the shape of the real thing (an authority certifies serial and
 * validity, a card signs a challenge, either can be wrong) at a hundredth of its price, and no
 * secrecy at all: its only enemy is a mix-up. Whole-second validity, as in X.509.
 */

/** What a certificate of the digest model says. */
export interface DigestCertificate {
  /** 16 decimal digits, see `cardSerial`. */
  readonly serial: string;
  /** Civil time, milliseconds since 1970-01-01T00:00Z. */
  readonly notBeforeMs: number;
  /** Civil time, milliseconds since 1970-01-01T00:00Z; still valid at this instant. */
  readonly notAfterMs: number;
}

/**
 * Layout in bytes: DER header 2, serial 8 (packed decimal), notBefore 4, notAfter 4 (seconds since
 * 1970, big-endian), seal of the authority 8. The header makes a reader of real cards find its end.
 */
const SERIAL_AT = 2;
const NOT_BEFORE_AT = 10;
const NOT_AFTER_AT = 14;
const SEAL_AT = 18;
const CERTIFICATE_BYTES = 26;
const SIGNATURE_BYTES = 8;

const SEQUENCE = 0x30;

/** The certificate of an authority, which is nothing but its number (32 bits). */
export function encodeDigestAuthority(authority: number): Uint8Array {
  const bytes = new Uint8Array(6);
  bytes[0] = SEQUENCE;
  bytes[1] = 4;
  writeWord(bytes, 2, authority);
  return bytes;
}

/** A certificate sealed by the authority with this certificate. */
export function encodeDigestCertificate(
  { serial, notBeforeMs, notAfterMs }: DigestCertificate,
  authority: Uint8Array,
): Uint8Array {
  assert(serial.length === 16, `a serial of ${serial.length} digits`);
  const bytes = new Uint8Array(CERTIFICATE_BYTES);
  bytes[0] = SEQUENCE;
  bytes[1] = CERTIFICATE_BYTES - 2;
  for (let index = 0; index < 8; index++) {
    const high = serial.charCodeAt(2 * index) & 0x0f;
    bytes[SERIAL_AT + index] = (high << 4) | (serial.charCodeAt(2 * index + 1) & 0x0f);
  }
  writeWord(bytes, NOT_BEFORE_AT, notBeforeMs / 1000);
  writeWord(bytes, NOT_AFTER_AT, notAfterMs / 1000);
  seal(bytes, authority, bytes, SEAL_AT);
  return bytes;
}

/** What a certificate says, or undefined if it is malformed or another authority sealed it. */
export function decodeDigestCertificate(
  bytes: Uint8Array,
  authority: Uint8Array,
): DigestCertificate | undefined {
  if (bytes.length !== CERTIFICATE_BYTES || bytes[0] !== SEQUENCE) return undefined;
  seal(bytes, authority, scratch, 0);
  if (!equal(bytes, SEAL_AT, scratch)) return undefined;
  return {
    serial: digits(bytes),
    notBeforeMs: readWord(bytes, NOT_BEFORE_AT) * 1000,
    notAfterMs: readWord(bytes, NOT_AFTER_AT) * 1000,
  };
}

/** The signature of the card with this certificate: 8 bytes that depend on serial and message. */
export function digestSignature(certificate: Uint8Array, message: Uint8Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  sign(certificate, message, signature);
  return signature;
}

/** Whether the card with this certificate made this signature of the message. */
export function isDigestSignature(
  certificate: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  sign(certificate, message, scratch);
  return equal(signature, 0, scratch);
}

/** What a card of the digest model is given to sign: the challenge itself, not a hash of it. */
export function unhashed(challenge: Uint8Array): Uint8Array {
  return challenge;
}

/** For hashes that are compared and forgotten: nothing waits between writing and reading it. */
const scratch = new Uint8Array(8);

function seal(bytes: Uint8Array, authority: Uint8Array, target: Uint8Array, at: number): void {
  keyedHash(readWord(authority, 2), 0, bytes, SEAL_AT, target, at);
}

function sign(certificate: Uint8Array, message: Uint8Array, target: Uint8Array): void {
  const high = readWord(certificate, SERIAL_AT);
  const low = readWord(certificate, SERIAL_AT + 4);
  keyedHash(high, low, message, message.length, target, 0);
}

function equal(bytes: Uint8Array, at: number, other: Uint8Array): boolean {
  for (let index = 0; index < other.length; index++) {
    if (bytes[at + index] !== other[index]) return false;
  }
  return true;
}

/**
 * Writes a 64-bit hash of key and message: two lanes of xor, multiply and shift (each step one to
 * one, so that a change of one byte always shows), joined at the end.
 */
function keyedHash(
  keyHigh: number,
  keyLow: number,
  message: Uint8Array,
  length: number,
  target: Uint8Array,
  at: number,
): void {
  let high = keyHigh ^ 0x243f6a88;
  let low = keyLow ^ 0x85a308d3;
  for (let index = 0; index < length; index++) {
    const byte = message[index] as number;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x85ebca6b);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = (high + Math.imul(low, 0x9e3779b1)) | 0;
  writeWord(target, at, high);
  writeWord(target, at + 4, low);
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function readWord(bytes: Uint8Array, at: number): number {
  const word =
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number);
  return word >>> 0;
}

/** The digits of the serial, a pair from each byte. */
function digits(bytes: Uint8Array): string {
  let text = '';
  for (let index = SERIAL_AT; index < NOT_BEFORE_AT; index++) {
    text += PAIRS[bytes[index] as number] as string;
  }
  return text;
}

/** The two hexadecimal digits of every byte. */
const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);
