import { expect, test } from 'vitest';
import { SYSTEM_ENTROPY } from '../../server/entropy-system.ts';

test('names and challenges do not occur twice', () => {
  const drawn = Array.from({ length: 1_000 }, () => [
    SYSTEM_ENTROPY.sessionId(),
    Buffer.from(SYSTEM_ENTROPY.challenge()).toString('hex'),
  ]).flat();
  expect(new Set(drawn).size).toBe(2_000);
});

test('a challenge has 32 bytes, each bit of which is as often set as not', () => {
  const challenges = Array.from({ length: 1_000 }, () => SYSTEM_ENTROPY.challenge());
  expect(challenges.every(({ length }) => length === 32)).toBe(true);
  for (let bit = 0; bit < 256; bit++) {
    const set = challenges.filter((bytes) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
    // 1,000 fair coins: beyond 7 standard deviations once in 10¹¹.
    expect(Math.abs(set - 500)).toBeLessThan(7 * Math.sqrt(250));
  }
});
