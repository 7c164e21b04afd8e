import { describe, expect, test } from 'vitest';
import { UNHASHED_PIN } from '../../../server/cards/pin-digest.ts';
import { hmacPinDigest } from '../../../server/cards/pin-digest-system.ts';

const KEY = new Uint8Array(32).fill(7);

describe('the digest of a PIN', () => {
  const digest = hmacPinDigest(KEY);

  test('is the same for the same PIN of the same card under the same key, and only then', () => {
    const made = digest('27203', 'J1', '1234');
    expect(hmacPinDigest(KEY)('27203', 'J1', '1234')).toBe(made);
    const others = [
      digest('27203', 'J1', '1235'),
      digest('27203', 'J2', '1234'),
      digest('12203', 'J1', '1234'),
      hmacPinDigest(new Uint8Array(32).fill(8))('27203', 'J1', '1234'),
    ];
    expect(new Set([made, ...others]).size).toBe(5);
  });

  test('is 256 bits that do not show the PIN', () => {
    expect(digest('27203', 'J1', '1234')).toMatch(/^[0-9a-f]{64}$/);
    expect(digest('27203', 'J1', '1234')).not.toContain('1234');
  });

  test('takes no key that can be guessed', () => {
    expect(() => hmacPinDigest(new Uint8Array(31))).toThrow('a key of 31 bytes');
  });
});

test('a registry of a run in virtual time keeps PINs as they are', () => {
  expect(UNHASHED_PIN('27203', 'J1', '1234')).toBe('1234');
});
