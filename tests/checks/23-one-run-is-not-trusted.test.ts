import { expect, test } from 'vitest';
import { decided, SHARES, shareInterval } from '../../scenarios/find-max/sequential-test.ts';
import { streams } from '../../sim/rng.ts';
import { loadOfWait, simulatedWait } from '../scenarios/find-max/queue-model.ts';

const SERVERS = 4;
const WAIT = 1;
const TRIALS = 1_000;

/** Just above the load at which the mean wait is allowed: it is met by luck alone. */
const load = 1.02 * loadOfWait(SERVERS, WAIT);
const atFive = { ...SHARES, error: 0.05 };

test('an interval of 95 % holds the true share in 95 % of all cases, whatever it is', () => {
  for (const share of [0.3, 0.5, 0.8, 0.95]) {
    const rng = streams(23).stream('share', Math.round(share * 100));
    let covered = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      let passes = 0;
      for (let seed = 0; seed < 20; seed++) if (rng.uniform() < share) passes += 1;
      const [low, high] = shareInterval(passes, 20, 0.95);
      if (low <= share && share <= high) covered += 1;
    }
    // Clopper and Pearson keep the promise at the price of some width.
    expect(covered / TRIALS).toBeGreaterThan(0.935);
  }
});

test('a load that most seeds do not meet passes one run often, and a sequence of them hardly', () => {
  const waits = Array.from(
    { length: 300 },
    (_, seed) => simulatedWait(SERVERS, load, seed + 1, 4_000) <= WAIT,
  );
  const share = waits.filter(Boolean).length / waits.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.6);
  let believed = 0;
  for (let first = 0; first + 20 <= waits.length; first += 20) {
    let [passes, failures] = [0, 0];
    let verdict: 'met' | 'unmet' | undefined;
    for (const met of waits.slice(first, first + 20)) {
      if (verdict !== undefined) break;
      if (met) passes += 1;
      else failures += 1;
      verdict = decided(atFive, passes, failures);
    }
    if (verdict === 'met') believed += 1;
  }
  // One seed alone would have believed it in `share` of all cases.
  expect(believed).toBeLessThanOrEqual(1);
});
