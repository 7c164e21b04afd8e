import { z } from 'zod';
import { durationMs } from '../../../sim/units.ts';
import { closedWorkload } from '../../../sim/workload.ts';
import type { Executor } from './executor.ts';
import { maxDurationField, vusField } from './vus.ts';
import { workloadFields } from './workload-fields.ts';

const SharedIterations = z
  .strictObject({
    executor: z.literal('shared-iterations'),
    ...workloadFields,
    ...vusField,
    iterations: z.int().min(1).default(1).describe('Journeys of all of them together'),
    ...maxDurationField,
  })
  .superRefine(({ vus, iterations }, context) => {
    if (iterations >= vus || iterations < 1) return;
    const message = 'there must be a journey for each citizen: raise it, or lower `vus`';
    context.addIssue({ code: 'custom', path: ['iterations'], message, input: iterations });
  })
  .describe('Closed: a fixed number of journeys shared by a fixed population');

export const sharedIterations: Executor<typeof SharedIterations> = {
  schema: SharedIterations,
  kind: 'closed',
  lastsMs: ({ maxDuration }, runMs) =>
    maxDuration === undefined ? runMs : durationMs(maxDuration),
  *offer({ vus, iterations, maxDuration }, { runner, runMs, visit }) {
    const lastMs = maxDuration === undefined ? runMs : Math.min(runMs, durationMs(maxDuration));
    yield* closedWorkload(runner, { vus, iterations, durationMs: lastMs }, visit);
  },
};
