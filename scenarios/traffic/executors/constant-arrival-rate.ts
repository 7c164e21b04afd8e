import { z } from 'zod';
import { evenArrivals } from '../../../sim/arrivals.ts';
import { durationMs } from '../../../sim/units.ts';
import { openWorkload } from '../../../sim/workload.ts';
import {
  checkRates,
  comesFor,
  constantCurve,
  Rate,
  rateFields,
  whyNobodyIsDue,
} from './arrival-rate.ts';
import type { Executor } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

const ConstantArrivalRate = z
  .strictObject({
    executor: z.literal('constant-arrival-rate'),
    ...workloadFields,
    rate: Rate.describe('Citizens per `timeUnit`'),
    ...rateFields,
    duration: comesFor,
  })
  .superRefine(({ rate, timeUnit }, context) => {
    checkRates([{ path: ['rate'], rate }], timeUnit, context);
  })
  .describe('Open: evenly spaced arrivals');

export const constantArrivalRate: Executor<typeof ConstantArrivalRate> = {
  schema: ConstantArrivalRate,
  kind: 'open',
  lastsMs: ({ duration }) => durationMs(duration),
  curve: constantCurve,
  *offer(workload, { runner, coming, visit }) {
    yield* openWorkload(runner, coming(evenArrivals(constantCurve(workload))), visit);
  },
  complaints: (workload, scenario) =>
    whyNobodyIsDue(() => constantCurve(workload), workload, scenario, 'rate'),
};
