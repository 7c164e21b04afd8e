import { z } from 'zod';
import { evenArrivals } from '../../../sim/arrivals.ts';
import { type RateCurve, rampingRate } from '../../../sim/rate-curve.ts';
import { Duration, durationMs } from '../../../sim/units.ts';
import { openWorkload } from '../../../sim/workload.ts';
import { checkRates, perSecond, Rate, rateFields, whyNobodyIsDue } from './arrival-rate.ts';
import type { Executor } from './executor.ts';
import { whyNoTime } from './stages.ts';
import { workloadFields } from './workload-fields.ts';

const Stages = z
  .array(
    z.strictObject({
      duration: Duration.describe('How long the ramp takes; 0s changes the rate at once'),
      target: Rate.describe('Citizens per `timeUnit` at its end'),
    }),
  )
  .min(1);

const RampingArrivalRate = z
  .strictObject({
    executor: z.literal('ramping-arrival-rate'),
    ...workloadFields,
    startRate: Rate.default(0).describe('Citizens per `timeUnit` at the beginning'),
    ...rateFields,
    stages: Stages.describe('Ramps, one after the other (k6)'),
  })
  .superRefine(({ startRate, timeUnit, stages }, context) => {
    const targets = stages.map(({ target }, at) => ({
      path: ['stages', at, 'target'],
      rate: target,
    }));
    checkRates([{ path: ['startRate'], rate: startRate }, ...targets], timeUnit, context);
    whyNoTime(stages, context);
  })
  .describe('Open: evenly spaced along ramps');

export const rampingArrivalRate: Executor<typeof RampingArrivalRate> = {
  schema: RampingArrivalRate,
  kind: 'open',
  lastsMs: ({ stages }) => stages.reduce((sum, { duration }) => sum + durationMs(duration), 0),
  curve: ramps,
  *offer(workload, { runner, coming, visit }) {
    yield* openWorkload(runner, coming(evenArrivals(ramps(workload))), visit);
  },
  complaints: (workload, scenario) =>
    whyNobodyIsDue(() => ramps(workload), workload, scenario, 'stages'),
};

function ramps({ startRate, timeUnit, stages }: z.infer<typeof RampingArrivalRate>): RateCurve {
  return rampingRate(
    perSecond(startRate, timeUnit),
    stages.map(({ duration, target }) => ({
      durationMs: durationMs(duration),
      targetPerSecond: perSecond(target, timeUnit),
    })),
  );
}
