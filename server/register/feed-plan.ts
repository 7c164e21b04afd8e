import { z } from 'zod';
import { constant, lognormal } from '../../sim/distribution.ts';
import { Duration, durationMs, Estimate, TimeOfDay, timeOfDayMs } from '../../sim/units.ts';
import type { FeedSettings } from './update-feed.ts';

const Share = z.number().min(0).max(1).default(0);

/** How changes of the registers reach the issuing server, as files and scenarios write it. */
export const FeedPlan = z
  .strictObject({
    lag: Estimate.default({ median: '2s', p95: '6s' }).describe(
      'From a change until the issuing server begins to take it (随時連携); inference',
    ),
    write: Duration.default('0s').describe('How long it then is at it; it serves meanwhile'),
    loss: Share.describe('Share of the updates that are lost on the way'),
    repetition: Share.describe('Share of the updates that come a second time'),
    nightly: z
      .union([TimeOfDay, z.literal('never')])
      .default('02:00')
      .describe('When everything that has changed comes again, lost or not; or never'),
    freshWithin: Duration.optional().describe(
      'What is promised: a certificate misses nothing that was entered longer before the request. ' +
        'Without it, the lag and writing that one update in a billion exceeds, at least one minute',
    ),
  })
  .describe('How changes of the registers reach the issuing server');
export type FeedPlan = z.infer<typeof FeedPlan>;

/** Standard deviations that a normal variate exceeds once in a billion, over those of a p95. */
const RARELY = 5.998 / 1.645;

/** How old a certificate may be against what the office has entered, as the plan promises, ms. */
export function freshWithinMs({ lag, write, freshWithin }: FeedPlan): number {
  if (freshWithin !== undefined) return durationMs(freshWithin);
  const [medianMs, p95Ms] = [durationMs(lag.median), durationMs(lag.p95)];
  const longestMs = medianMs === 0 ? p95Ms : medianMs * (p95Ms / medianMs) ** RARELY;
  return Math.max(60_000, longestMs + durationMs(write));
}

/** A feed as the server runs it. */
export function feedSettings({ lag, write, loss, repetition, nightly }: FeedPlan): FeedSettings {
  return {
    lagMs: lognormal(durationMs(lag.median), durationMs(lag.p95)),
    writeMs: constant(durationMs(write)),
    loss,
    repetition,
    nightlyMs: nightly === 'never' ? undefined : timeOfDayMs(nightly),
  };
}
