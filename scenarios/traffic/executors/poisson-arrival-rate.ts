import { z } from 'zod';
import { poissonArrivals } from '../../../sim/arrivals.ts';
import { durationMs } from '../../../sim/units.ts';
import { openWorkload } from '../../../sim/workload.ts';
import { checkRates, comesFor, constantCurve, Rate, rateFields } from './arrival-rate.ts';
import type { Executor } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

const PoissonArrivalRate = z
  .strictObject({
    executor: z.literal('poisson-arrival-rate'),
    ...workloadFields,
    rate: Rate.describe('Citizens per `timeUnit` on average'),
    ...rateFields,
    duration: comesFor,
  })
  .superRefine(({ rate, timeUnit }, context) => {
    checkRates([{ path: ['rate'], rate }], timeUnit, context);
  })
  .describe('Open: arrivals of a Poisson process');

export const poissonArrivalRate: Executor<typeof PoissonArrivalRate> = {
  schema: PoissonArrivalRate,
  kind: 'open',
  lastsMs: ({ duration }) => durationMs(duration),
  curve: constantCurve,
  *offer(workload, { name, runner, streams, coming, visit }) {
    const chance = streams.stream('arrivals', name);
    yield* openWorkload(runner, coming(poissonArrivals(constantCurve(workload), chance)), visit);
  },
  // Few are a matter of chance; of none at all nobody can come.
  complaints: ({ rate }) =>
    rate !== 0 ? [] : [{ path: ['rate'], message: 'nobody would come: raise it above 0' }],
};
