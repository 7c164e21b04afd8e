import { z } from 'zod';
import {
  complaint,
  type Expression,
  parseExpression,
  parseSelector,
  type Selector,
  type Threshold,
} from '../../sim/threshold.ts';
import { Duration, durationMs, Stretch } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { metricsOf } from './journey-tags.ts';

/** Thresholds of a scenario at most: each may keep a histogram of its own. */
const MOST = 1000;

const Long = z.strictObject({
  threshold: z.string().describe('The threshold, as in the short form'),
  minSamples: z.int().min(1).default(1).describe('Fewer samples are inconclusive'),
  abortOnFail: z
    .boolean()
    .optional()
    .describe('End the run as soon as it is broken; the report is still written (k6)'),
  delayAbortEval: Duration.optional().describe(
    'With `abortOnFail`: the run goes on at least so long, whatever happens (k6)',
  ),
  window: Stretch.optional().describe(
    'It has to hold in every full window of this length, counted from the beginning of the run, ' +
      'that has enough samples; not over the whole run',
  ),
  compareTo: z
    .literal('baseline')
    .optional()
    .describe(
      'The bound is a multiple of what another run measured, given by `--baseline`: ' +
        '`p(95)<1.1` is at most a tenth more',
    ),
  baseline: z
    .strictObject({
      value: z.number().describe('What that run measured'),
      run: z.string().describe('Which run that was'),
    })
    .optional()
    .describe('With `compareTo`: what it is compared with; `--baseline` writes it'),
});

const Entry = z.union([z.string(), Long.superRefine(checkTogether)], {
  error: 'write a threshold such as p(95)<200000, or a map of threshold and what else is asked',
});
type Entry = z.infer<typeof Entry>;

/** k6’s thresholds: `metric{tag:value}: ['p(95)<200000', …]`. */
export const Thresholds = z
  .record(z.string(), z.array(Entry).min(1))
  .superRefine((thresholds, context) => {
    const entries = Object.entries(thresholds);
    const count = entries.reduce((sum, [, each]) => sum + each.length, 0);
    if (count > MOST) {
      const message = `${count} thresholds: ask for ${MOST} at most, or make several runs`;
      context.addIssue({ code: 'custom', message, input: undefined });
    }
    for (const [selector, each] of entries) {
      for (const message of misspelt(selector, each)) {
        context.addIssue({ code: 'custom', path: [selector], message, input: undefined });
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
      ...(typeof entry === 'string' ? { minSamples: 1 } : conditionsOf(entry)),
    })),
  );
}

/** The same scenario, whose run no threshold ends early. */
export function unending<S extends Pick<Scenario, 'thresholds'>>(scenario: S): S {
  const thresholds = Object.entries(scenario.thresholds).map(([selector, entries]) => [
    selector,
    entries.map((entry) => (typeof entry === 'string' ? entry : { ...entry, abortOnFail: false })),
  ]);
  return { ...scenario, thresholds: Object.fromEntries(thresholds) };
}

interface Complaint {
  readonly path: readonly string[];
  readonly message: string;
}

/** Thresholds on what the scenario does not have: where, and what there is instead. */
export function whyNoThreshold(scenario: Scenario): readonly Complaint[] {
  const { thresholds, duration } = scenario;
  const entries = Object.entries(thresholds);
  if (entries.length === 0) return [];
  const metrics = metricsOf(scenario);
  return entries.flatMap(([text, each]) => {
    const complain = (message: string) => ({ path: ['thresholds', text], message });
    const selector = parseSelector(text);
    // What cannot be read has been complained about.
    if (typeof selector === 'string') return [];
    if (Object.hasOwn(selector.tags, 'scenario')) return [complain(K6_SCENARIO)];
    const unknown = each.flatMap((entry) => {
      const expression = parseExpression(sourceOf(entry));
      if (typeof expression === 'string') return [];
      return complaint(selector, expression, metrics) ?? [];
    });
    const long = each.some(
      (entry) =>
        typeof entry !== 'string' && durationMs(entry.window ?? '0s') > durationMs(duration),
    );
    return [...new Set(unknown), ...(long ? [NO_WINDOW] : [])].map(complain);
  });
}

const K6_SCENARIO = 'what k6 tags as scenario is a workload here: write workload:… instead';
const NO_WINDOW = 'no window is full: it must not be longer than the run';

function conditionsOf(
  entry: z.infer<typeof Long>,
): Pick<Threshold, 'minSamples' | 'windowMs' | 'baseline' | 'abortFromMs'> {
  const { minSamples, window, compareTo, baseline, abortOnFail, delayAbortEval = '0s' } = entry;
  return {
    minSamples,
    ...(window === undefined ? {} : { windowMs: durationMs(window) }),
    ...(compareTo === undefined ? {} : { baseline: baseline ?? ('unknown' as const) }),
    ...(abortOnFail === true ? { abortFromMs: durationMs(delayAbortEval) } : {}),
  };
}

function checkTogether(entry: z.infer<typeof Long>, context: z.RefinementCtx): void {
  const complain = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message, input: undefined });
  if (entry.delayAbortEval !== undefined && entry.abortOnFail !== true) {
    complain('delayAbortEval', 'nothing is aborted: set `abortOnFail` to true, or leave it out');
  }
  if (entry.baseline !== undefined && entry.compareTo === undefined) {
    complain('baseline', 'nothing is compared: write `compareTo: baseline`, or leave it out');
  }
  if (entry.window !== undefined && entry.compareTo !== undefined) {
    complain('window', 'windows are not compared with another run: leave this or `compareTo` out');
  }
}

/** The text of a threshold, however much else is said with it. */
export function sourceOf(entry: Entry): string {
  return typeof entry === 'string' ? entry : entry.threshold;
}

function misspelt(selectorText: string, entries: readonly Entry[]): readonly string[] {
  const selector = parseSelector(selectorText);
  if (typeof selector === 'string') return [selector];
  return entries.flatMap((entry) => {
    const expression = parseExpression(sourceOf(entry));
    return typeof expression === 'string' ? expression : [];
  });
}
