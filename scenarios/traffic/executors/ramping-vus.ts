import { z } from 'zod';
import { Duration, durationMs } from '../../../sim/units.ts';
import { rampingWorkload } from '../../../sim/workload-ramping.ts';
import type { Executor, WorkloadComplaint } from './executor.ts';
import { whyNoTime } from './stages.ts';
import { workloadFields } from './workload-fields.ts';

const Population = z.int().min(0).max(100_000);

const RampingVus = z
  .strictObject({
    executor: z.literal('ramping-vus'),
    ...workloadFields,
    startVUs: Population.default(1).describe('Citizens who come back, at the beginning'),
    stages: z
      .array(
        z.strictObject({
          duration: Duration.describe('How long the ramp takes; 0s changes their number at once'),
          target: Population.describe('How many they are at its end'),
        }),
      )
      .min(1)
      .superRefine((stages, context) => whyNoTime(stages, context))
      .describe('Ramps, one after the other (k6)'),
    gracefulRampDown: Duration.optional().describe(
      'How long whoever is one too many on the way down may still take for the journey in hand; ' +
        'who has not paid by then walks away and has abandoned (k6, 30s there). Without: they finish',
    ),
  })
  .describe('Closed: a population that grows and shrinks along ramps');

export const rampingVus: Executor<typeof RampingVus> = {
  schema: RampingVus,
  kind: 'closed',
  lastsMs,
  *offer({ startVUs, stages, gracefulRampDown }, { runner, runMs, visit }) {
    const settings = {
      startVus: startVUs,
      stages: stages.map(({ duration, target }) => ({ durationMs: durationMs(duration), target })),
      durationMs: runMs,
      ...(gracefulRampDown === undefined ? {} : { gracefulMs: durationMs(gracefulRampDown) }),
    };
    yield* rampingWorkload(runner, settings, (index, dueMs, leaving) =>
      visit(index, dueMs, undefined, leaving),
    );
  },
  complaints: ({ startVUs, stages }) => whyNobodyComes(startVUs, stages),
};

type Ramps = z.infer<typeof RampingVus>;

function lastsMs({ stages }: Pick<Ramps, 'stages'>): number {
  return stages.reduce((sum, { duration }) => sum + durationMs(duration), 0);
}

function whyNobodyComes(startVUs: number, stages: Ramps['stages']): readonly WorkloadComplaint[] {
  const isEmpty = stages.length > 0 && startVUs === 0 && stages.every(({ target }) => target === 0);
  return isEmpty ? [{ path: ['stages'], message: 'nobody would come: raise a target' }] : [];
}
