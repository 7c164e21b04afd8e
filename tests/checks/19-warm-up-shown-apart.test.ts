import { describe, expect, test } from 'vitest';
import type { WarmUp } from '../../scenarios/judging/result.ts';
import { mserCut, WarmUpWatch } from '../../scenarios/trust/warm-up.ts';
import { lognormal } from '../../sim/distribution.ts';
import { streams } from '../../sim/rng.ts';

/** Journeys of which the first are so many times as slow, ever less so. */
function watched({ journeys = 2_000, slow = 0, factor = 4, growth = 0 }): WarmUp | undefined {
  const rng = streams(19).stream('warm-up', 0);
  const steady = lognormal(150_000, 180_000);
  const watch = new WarmUpWatch();
  for (let index = 0; index < journeys; index++) {
    const warming = index < slow ? 1 + factor * (1 - index / slow) : 1;
    const ms = steady(rng) * warming * (1 + (growth * index) / journeys);
    const by = { t: index * 1_000, journey: index, kiosk: 'in-001', reason: '' } as const;
    watch.watch.ended?.({ kind: 'ended', ...by, outcome: 'completed', stage: 'take', ms });
  }
  return watch.record();
}

const TRUE_MEAN_MS = 151_000;

function settled(warmUp: WarmUp | undefined) {
  if (warmUp?.settled !== true) throw new Error('it has not settled');
  return warmUp;
}

describe('the warm-up', () => {
  test('is cut off where it ends, and what is left is the steady state', () => {
    const { journeys, untilMs, whole, without } = settled(watched({ slow: 200 }));
    expect(journeys).toBeGreaterThan(150);
    expect(journeys).toBeLessThan(280);
    expect(untilMs).toBeGreaterThan(150_000);
    expect(Math.abs(without.meanMs / TRUE_MEAN_MS - 1)).toBeLessThan(0.01);
    expect(without.count).toBe(whole.count - journeys);
    expect(without.p95Ms).toBeLessThan(185_000);
  });

  test('is in the figures of whoever does not cut it off', () => {
    const { whole } = settled(watched({ slow: 200 }));
    expect(whole.meanMs / TRUE_MEAN_MS - 1).toBeGreaterThan(0.15);
    expect(whole.p95Ms).toBeGreaterThan(400_000);
  });

  test('is not invented where there is none', () => {
    const { journeys, whole, without } = settled(watched({}));
    expect(journeys).toBeLessThan(0.25 * whole.count);
    expect(Math.abs(without.meanMs / whole.meanMs - 1)).toBeLessThan(0.005);
  });

  test('has no end in a run that never settles', () => {
    expect(watched({ growth: 8 })).toMatchObject({ settled: false });
  });

  test('is not looked for in a handful of journeys', () => {
    expect(watched({ journeys: 99 })).toBeUndefined();
  });
});

test('the cut is the one whose rest has the smallest standard error, by definition', () => {
  const values = [9, 8, 4, 5, 4, 6, 5, 4, 5, 5, 4, 6];
  const statistic = (cut: number) => {
    const rest = values.slice(cut);
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
    return rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
  };
  const cuts = values.slice(4).map((_, cut) => statistic(cut));
  expect(mserCut(values)).toBe(cuts.indexOf(Math.min(...cuts)));
  expect(mserCut(values)).toBe(2);
});
