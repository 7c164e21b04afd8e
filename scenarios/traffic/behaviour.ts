import { z } from 'zod';
import { MEANS } from '../../devices/citizen/purse.ts';
import { THINK_STAGES } from '../../devices/kiosk/stages.ts';
import { Estimate } from '../../sim/units.ts';
import { AbandonAt, Profiles } from './profiles.ts';

const share = z.number().min(0).max(1);

function think(median: string, p95: string, what: string) {
  return Estimate.default({ median, p95 }).describe(what);
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
        menu: think('12s', '30s', 'Go through the menus to the service and agree to its terms'),
        'card-set': think('6s', '15s', 'Get the card out and set it on the reader'),
        municipality: think('8s', '20s', 'Choose the municipality'),
        pin: think('8s', '20s', 'Enter four digits; again after each wrong entry'),
        select: think('8s', '20s', 'Choose the certificate'),
        options: think('12s', '35s', 'Choose who and what shall be on it'),
        confirm: think('6s', '15s', 'Read it all and confirm'),
        pay: think('15s', '40s', 'Insert the fee'),
        take: think('6s', '30s', 'Take the paper'),
      })
      .prefault({})
      .describe('How long a citizen thinks and acts at each stage'),
    paceByAge: z
      .array(
        z.strictObject({
          under: z.int().min(1).describe('The band ends below this age'),
          factor: z.number().min(0.1).max(10).describe('What think times are multiplied by'),
        }),
      )
      .default([
        { under: 30, factor: 0.85 },
        { under: 50, factor: 0.9 },
        { under: 60, factor: 1 },
        { under: 70, factor: 1.15 },
        { under: 200, factor: 1.4 },
      ])
      .describe('Pace by age: the first band that ends above the age counts; above all of them 1'),
    firstTimers: z
      .strictObject({
        share: z.number().min(0).max(1).describe('Share of the journeys'),
        factor: z.number().min(1).max(10).describe('What think times are multiplied by'),
      })
      .default({ share: 0.15, factor: 1.3 })
      .describe('Those who do this for the first time'),
    wheelchairUsers: z
      .strictObject({
        share: z.number().min(0).max(1).default(0).describe('Share of the journeys'),
        factors: z
          .partialRecord(z.enum(THINK_STAGES), z.number().min(1).max(10))
          .default({ 'card-set': 1.5, pin: 2, pay: 2, take: 1.5 })
          .describe('What think times are multiplied by, stage by stage'),
      })
      .prefault({})
      .describe(
        'Those who reach the screen, the keys and the slots only with difficulty, or with help: one ' +
          'had to tell the PIN to the staff (S4). How much longer it takes is not published',
      ),
    pinErrorShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.02)
      .describe('Probability that one entry of the PIN is wrong; three in a row lock the card'),
    abandonShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.005)
      .describe('Probability to walk away at the confirmation'),
    abandonAt: AbandonAt.default({}).describe(
      'Probability to walk away at other moments, stage by stage: the screen stands there until ' +
        'the kiosk ends the journey. Rates are not published (DEV-8)',
    ),
    hesitation: z
      .strictObject({
        share: share.default(0).describe('Probability to stop and wonder, at each stage'),
        pause: Estimate.default({ median: '10s', p95: '30s' }).describe('How long'),
      })
      .prefault({})
      .describe('Those who stop and wonder on top of their think time; inferred'),
    forgets: z
      .strictObject({
        cardShare: share.default(0).describe('Probability to leave without the card'),
        paperShare: share.default(0).describe('Probability to leave without the certificate'),
        backShare: share
          .default(0.8)
          .describe('Probability that whoever is called after comes back for it'),
        backAfter: Estimate.default({ median: '15s', p95: '60s' }).describe('How long after that'),
      })
      .prefault({})
      .describe('What is left behind (DEV-2: S1, S4, P32); rates are not published, inferred'),
    pays: z
      .partialRecord(z.enum(MEANS), z.number().min(0))
      .default({ 'exact-coins': 1 })
      .refine((shares) => Object.values(shares).some((of) => (of ?? 0) > 0), 'they add up to 0')
      .describe(
        'Share of the citizens who pay with what they hold out, in any unit. Whoever holds out ' +
          'more needs change; shares are not published',
      ),
    comesBack: z
      .strictObject({
        afterFailure: share
          .default(0)
          .describe('Probability to come back after a failure, a time-out or a loss of power'),
        afterRefusal: share.default(0).describe('Probability to come back after a refusal'),
        after: Estimate.default({ median: '15m', p95: '1h' }).describe('How long after that'),
        times: z.int().min(1).max(10).default(1).describe('How often at most'),
      })
      .prefault({})
      .describe(
        'Those who try again at the same kiosk, as another journey, while citizens still come; ' +
          'inferred from backlogs that were seen after outages (OUT-4)',
      ),
    profiles: Profiles.default({}),
    patience: Estimate.default({ median: '5m', p95: '15m' }).describe(
      'How long a citizen waits for a busy kiosk before walking away',
    ),
  })
  .describe('How citizens behave');
export type Behaviour = z.infer<typeof Behaviour>;
