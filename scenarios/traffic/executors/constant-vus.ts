import { z } from 'zod';
import { durationMs, Stretch } from '../../../sim/units.ts';
import { closedWorkload } from '../../../sim/workload.ts';
import type { Executor } from './executor.ts';
import { vusField } from './vus.ts';
import { workloadFields } from './workload-fields.ts';

const ConstantVus = z
  .strictObject({
    executor: z.literal('constant-vus'),
    ...workloadFields,
    ...vusField,
    duration: Stretch.describe('How long they keep coming back'),
  })
  .describe('Closed: a fixed population');

export const constantVus: Executor<typeof ConstantVus> = {
  schema: ConstantVus,
  kind: 'closed',
  lastsMs: ({ duration }) => durationMs(duration),
  *offer({ vus, duration }, { runner, runMs, visit }) {
    const lastMs = Math.min(runMs, durationMs(duration));
    yield* closedWorkload(runner, { vus, durationMs: lastMs }, visit);
  },
};
