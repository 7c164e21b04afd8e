import { z } from 'zod';
import { durationMs } from '../../../sim/units.ts';
import { closedWorkload } from '../../../sim/workload.ts';
import type { Executor } from './executor.ts';
import { maxDurationField, vusField } from './vus.ts';
import { workloadFields } from './workload-fields.ts';

const PerVuIterations = z
  .strictObject({
    executor: z.literal('per-vu-iterations'),
    ...workloadFields,
    ...vusField,
    iterations: z.int().min(1).default(1).describe('Journeys of each of them'),
    ...maxDurationField,
  })
  .describe('Closed: a fixed number of journeys for each of a fixed population');

export const perVuIterations: Executor<typeof PerVuIterations> = {
  schema: PerVuIterations,
  kind: 'closed',
  lastsMs: ({ maxDuration }, runMs) =>
    maxDuration === undefined ? runMs : durationMs(maxDuration),
  *offer({ vus, iterations, maxDuration }, { runner, runMs, visit }) {
    const lastMs = maxDuration === undefined ? runMs : Math.min(runMs, durationMs(maxDuration));
    const settings = { vus, iterationsEach: iterations, durationMs: lastMs };
    yield* closedWorkload(runner, settings, visit);
  },
};
