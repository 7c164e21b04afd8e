import { describe, expect, it } from 'vitest';
import { AES_256_GCM } from '../../../server/scramble/scramble-cipher-system.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

// D. McGrew, J. Viega, The Galois/Counter Mode of Operation, test case 16.
const CONTEXT = {
  key: hex('feffe9928665731c6d6a8f9467308308'.repeat(2)),
  nonce: hex('cafebabefacedbaddecaf888'),
  associated: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
};
const PLAIN = hex(
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
    '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
);
const SEALED = hex(
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
    '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
    '76fc6ece0f4e1768cddf8853bb2d551b',
);

describe('AES-256-GCM', () => {
  it('seals and opens the published test case', () => {
    expect(Buffer.from(AES_256_GCM.seal(PLAIN, CONTEXT)).equals(SEALED)).toBe(true);
    const opened = AES_256_GCM.open(SEALED, CONTEXT);
    expect(opened !== undefined && Buffer.from(opened).equals(PLAIN)).toBe(true);
  });

  it('opens nothing of which a single bit is another', () => {
    const changed = (bytes: Uint8Array, bit: number) => {
      const copy = bytes.slice();
      copy[bit >> 3]! ^= 1 << (bit & 7);
      return copy;
    };
    for (let bit = 0; bit < 8 * SEALED.length; bit += 3) {
      expect(AES_256_GCM.open(changed(SEALED, bit), CONTEXT)).toBeUndefined();
    }
    for (const part of ['key', 'nonce', 'associated'] as const) {
      const context = { ...CONTEXT, [part]: changed(CONTEXT[part], 5) };
      expect(AES_256_GCM.open(SEALED, context)).toBeUndefined();
    }
  });

  it('opens nothing that is too short to bear a tag', () => {
    for (const length of [0, 15]) {
      expect(AES_256_GCM.open(SEALED.subarray(0, length), CONTEXT)).toBeUndefined();
    }
  });
});
