import { z } from 'zod';
import { Duration } from '../../../sim/units.ts';

/** Names of tags that metrics have of themselves. */
const OWN_TAGS = [
  'kiosk',
  'municipality',
  'oracle',
  'outcome',
  'scenario',
  'stage',
  'type',
  'workload',
] as const;

const TagValue = z
  .string()
  .regex(/^[^\s,{}:][^,{}:]{0,62}[^\s,{}:]$|^[^\s,{}:]$/, 'write a value without , : { or }');

/** Fields of every workload. */
export const workloadFields = {
  startTime: Duration.default('0s').describe('Begins this long after the run (k6)'),
  gracefulStop: Duration.optional().describe(
    'How long its journeys in hand may go on once nobody comes any more; whoever has not paid by ' +
      'then walks away and has abandoned (k6 interrupts, after 30s). Without: nobody is sent away',
  ),
  tags: z
    .record(z.string(), TagValue)
    .superRefine(checkTags)
    .optional()
    .describe('Tags of its journeys, for thresholds to ask for (k6)'),
};

function checkTags(tags: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const complain = (path: string[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const names = Object.keys(tags);
  if (names.length > 8) complain([], 'give 8 tags at most');
  for (const name of names) {
    if (!/^[a-z][a-z0-9_]{0,31}$/.test(name)) {
      complain([name], 'write a tag name in small letters, such as area');
    } else if (OWN_TAGS.some((own) => own === name)) {
      complain([name], 'metrics have this tag of themselves: choose another name');
    }
  }
}
