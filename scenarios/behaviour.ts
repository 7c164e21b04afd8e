import { z } from 'zod';
import { Duration } from './units.ts';

const Estimate = z.strictObject({ median: Duration, p95: Duration });

function think(median: string, p95: string) {
  return Estimate.default({ median, p95 });
}

/**
 * How citizens behave. Defaults are our inference from the published frame of about three minutes
 * (S1) and the order of the screens (S4); no step-level timings are published. The factors by age
 * and of first-timers average 1 over the users of Toyonaka, so that the medians hold for the crowd.
 */
export const Behaviour = z
  .strictObject({
    think: z
      .strictObject({
        menu: think('12s', '30s'),
        'card-set': think('6s', '15s'),
        municipality: think('8s', '20s'),
        pin: think('8s', '20s'),
        select: think('8s', '20s'),
        options: think('12s', '35s'),
        confirm: think('6s', '15s'),
        pay: think('15s', '40s'),
        take: think('6s', '30s'),
      })
      .prefault({})
      .describe('Think time per stage'),
    paceByAge: z
      .array(z.strictObject({ under: z.int().min(1), factor: z.number().min(0.1).max(10) }))
      .default([
        { under: 30, factor: 0.85 },
        { under: 50, factor: 0.9 },
        { under: 60, factor: 1 },
        { under: 70, factor: 1.15 },
        { under: 200, factor: 1.4 },
      ])
      .describe('Think times are multiplied by the factor of the first band above the age'),
    firstTimers: z
      .strictObject({ share: z.number().min(0).max(1), factor: z.number().min(1).max(10) })
      .default({ share: 0.15, factor: 1.3 })
      .describe('Who does this for the first time, and how much longer they think'),
    pinErrorShare: z.number().min(0).max(1).default(0.02).describe('Wrong entries of the PIN'),
    abandonShare: z.number().min(0).max(1).default(0.005).describe('Walk away at the confirmation'),
    patience: Estimate.default({ median: '5m', p95: '15m' }).describe('Wait for a busy kiosk'),
  })
  .describe('How citizens behave');
export type Behaviour = z.infer<typeof Behaviour>;
