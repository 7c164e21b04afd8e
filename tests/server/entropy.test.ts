import { describe, expect, test } from 'vitest';
import { type Entropy, StreamEntropy } from '../../server/entropy.ts';
import { SYSTEM_ENTROPY } from '../../server/entropy-system.ts';
import { streams } from '../../sim/rng.ts';
import { chiSquared, chiSquaredCritical } from '../sim/statistics.ts';

const seeded = (seed = 1) => new StreamEntropy(streams(seed).stream('centre', 'entropy'));

describe.each([
  ['a stream', () => seeded()],
  ['the system', () => SYSTEM_ENTROPY],
] as [string, () => Entropy][])('the entropy of %s', (_, of) => {
  test('names no two sessions alike', () => {
    const entropy = of();
    const names = Array.from({ length: 1000 }, () => entropy.sessionId());
    expect(new Set(names).size).toBe(1000);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,64}$/);
  });

  test('makes challenges of 32 bytes, no two alike, all bytes alike often', () => {
    const entropy = of();
    const challenges = Array.from({ length: 1000 }, () => entropy.challenge());
    expect(new Set(challenges.map((bytes) => bytes.join())).size).toBe(1000);
    expect(challenges.every((bytes) => bytes.length === 32)).toBe(true);
    const counts = new Array<number>(256).fill(0);
    for (const bytes of challenges)
      for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
    const due = counts.map(() => 32_000 / 256);
    expect(chiSquared(counts, due)).toBeLessThan(chiSquaredCritical(255, 1e-6));
  });
});

test('the entropy of a stream is that of its seed', () => {
  const said = (seed: number) => {
    const entropy = seeded(seed);
    return [entropy.sessionId(), entropy.challenge(), entropy.sessionId(), entropy.challenge()];
  };
  expect(said(1)).toEqual(said(1));
  expect(said(2)).not.toEqual(said(1));
});
