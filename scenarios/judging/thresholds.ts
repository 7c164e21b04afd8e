import { z } from 'zod';
import {
  complaint,
  type Expression,
  parseExpression,
  parseSelector,
  type Selector,
  type Threshold,
} from '../../sim/threshold.ts';
import { METRICS } from './metrics.ts';

const Entry = z.union(
  [
    z.string(),
    z.strictObject({
      threshold: z.string().describe('The threshold, as in the short form'),
      minSamples: z.int().min(1).default(1).describe('Fewer samples are inconclusive'),
    }),
  ],
  { error: 'write a threshold such as p(95)<200000, or a map of threshold and minSamples' },
);

/** k6’s thresholds: `metric{tag:value}: ['p(95)<200000', …]`. Unknown names are refused. */
export const Thresholds = z
  .record(z.string(), z.array(Entry).min(1))
  .superRefine((thresholds, context) => {
    for (const [selector, entries] of Object.entries(thresholds)) {
      for (const entry of entries) {
        const message = complaintAbout(selector, sourceOf(entry));
        if (message !== undefined) {
          context.addIssue({ code: 'custom', path: [selector], message, input: undefined });
        }
      }
    }
  })
  .describe('Promises about metrics, in k6’s grammar');
export type Thresholds = z.infer<typeof Thresholds>;

/** The thresholds of a scenario, parsed. */
export function thresholdsOf(thresholds: Thresholds): readonly Threshold[] {
  return Object.entries(thresholds).flatMap(([selector, entries]) =>
    entries.map((entry) => ({
      selector: parseSelector(selector) as Selector,
      source: sourceOf(entry),
      expression: parseExpression(sourceOf(entry)) as Expression,
      minSamples: typeof entry === 'string' ? 1 : entry.minSamples,
    })),
  );
}

function sourceOf(entry: z.infer<typeof Entry>): string {
  return typeof entry === 'string' ? entry : entry.threshold;
}

function complaintAbout(selectorText: string, source: string): string | undefined {
  const selector = parseSelector(selectorText);
  if (typeof selector === 'string') return selector;
  const expression = parseExpression(source);
  if (typeof expression === 'string') return expression;
  return complaint(selector, expression, METRICS);
}
