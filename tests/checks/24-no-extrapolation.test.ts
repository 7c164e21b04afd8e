import { expect, test } from 'vitest';
import { search } from '../../scenarios/find-max/search.ts';
import { SHARES } from '../../scenarios/find-max/sequential-test.ts';
import { erlangWait, loadOfWait, simulatedWait } from '../scenarios/find-max/queue-model.ts';

const SERVERS = 4;
const WAIT = 2;
const truth = loadOfWait(SERVERS, WAIT);

/** Searches up to a part of the true limit, where every rate is met. */
async function searchedUpTo(upTo: number) {
  return search(
    { test: { ...SHARES, error: 0.05 }, seeds: 20, firstSeed: 1, precision: 0.05, upTo },
    {
      run: async (load, seeds) =>
        seeds.map((seed) => {
          const verdict = simulatedWait(SERVERS, load, seed) <= WAIT ? 'pass' : 'fail';
          return { seed, verdict, reason: '', p95Ms: undefined, offered: 20_000 };
        }),
      onTried: () => {},
      signal: new AbortController().signal,
      atOnce: 1,
    },
  );
}

test('nothing is said of rates that were not tried', async () => {
  const { ended, refuted, confirmed, tried } = await searchedUpTo(0.6 * truth);
  expect([ended, refuted]).toEqual(['up-to', undefined]);
  expect(confirmed?.factor).toBe(0.6 * truth);
  expect(Math.max(...tried.map(({ factor }) => factor))).toBe(0.6 * truth);
});

test('a straight line through what was measured promises rates that are not met', () => {
  const [near, far] = [0.4 * truth, 0.6 * truth];
  const [waitNear, waitFar] = [erlangWait(SERVERS, near), erlangWait(SERVERS, far)];
  const promised = far + ((WAIT - waitFar) * (far - near)) / (waitFar - waitNear);
  expect(promised).toBeGreaterThan(2 * truth);
});
