import { describe, expect, test } from 'vitest';
import { FeedPlan, feedSettings, freshWithinMs } from '../../../server/register/feed-plan.ts';
import { streams } from '../../../sim/rng.ts';

const HOUR_MS = 3_600_000;

describe('FeedPlan', () => {
  test('is a feed that loses nothing if nothing is said', () => {
    const settings = feedSettings(FeedPlan.parse({}));
    expect(settings).toMatchObject({ loss: 0, repetition: 0, nightlyMs: 2 * HOUR_MS });
  });

  test('says what the server does', () => {
    const plan = FeedPlan.parse({
      lag: { median: '10s', p95: '10s' },
      write: '500ms',
      loss: 0.1,
      repetition: 0.2,
      nightly: 'never',
    });
    const { lagMs, writeMs, ...rest } = feedSettings(plan);
    const rng = streams(1).stream('feed', 'test');
    expect([lagMs(rng), writeMs(rng)]).toEqual([10_000, 500]);
    expect(rest).toEqual({ loss: 0.1, repetition: 0.2, nightlyMs: undefined });
  });

  test.each([{ loss: 1.1 }, { loss: -0.1 }, { nightly: '25:00' }, { lag: '2s' }, { losses: 1 }])(
    'is not %o',
    (plan) => expect(FeedPlan.safeParse(plan).success).toBe(false),
  );
});

describe('what a feed promises', () => {
  const promised = (plan: unknown) => freshWithinMs(FeedPlan.parse(plan));

  test('is what the plan says', () => {
    expect(promised({ freshWithin: '90m' })).toBe(1.5 * HOUR_MS);
  });

  test('is otherwise the lag that hardly any update exceeds, and the writing', () => {
    expect(promised({ lag: { median: '5m', p95: '5m' }, write: '30s' })).toBeCloseTo(330_000, 6);
    const lag = { median: '30m', p95: '45m' } as const;
    const { lagMs } = feedSettings(FeedPlan.parse({ lag }));
    const rng = streams(1).stream('feed', 'promise');
    const longest = Math.max(...Array.from({ length: 100_000 }, () => lagMs(rng)));
    expect(promised({ lag })).toBeGreaterThan(longest);
    expect(promised({ lag })).toBeLessThan(3 * HOUR_MS);
  });

  test('is never less than a minute', () => {
    expect(promised({ lag: { median: '100ms', p95: '200ms' } })).toBe(60_000);
  });
});
