import { z } from 'zod';
import { NationSummary } from './nation-schema.ts';
import { WarmUpRecord } from './trust-schema.ts';

const VerdictName = z.enum(['pass', 'fail', 'inconclusive']);
const Tags = z.record(z.string(), z.string()).readonly();
const count = z.int().min(0);
const ms = z.number().min(0);

/** A histogram without loss: what `Histogram.fromRecord` takes, so that runs can be merged. */
const HistogramFields = z
  .object({
    count,
    sumMs: z.number(),
    minMs: z.number(),
    maxMs: z.number(),
    hdr: z.base64().describe('HDR V2 compressed, base64, values in µs'),
  })
  .readonly();

const Common = { name: z.string(), tags: Tags };

const Trend = z
  .object({
    ...Common,
    type: z.literal('trend'),
    contains: z.literal('time'),
    values: z
      .object({
        count,
        avg: z.number(),
        min: z.number(),
        med: z.number(),
        max: z.number(),
        'p(90)': z.number(),
        'p(95)': z.number(),
        'p(99)': z.number(),
      })
      .readonly()
      .optional()
      .describe('ms; left out where nothing was measured'),
    histogram: HistogramFields,
  })
  .readonly();

const Counter = z
  .object({
    ...Common,
    type: z.literal('counter'),
    contains: z.literal('default'),
    values: z.object({ count }).readonly(),
  })
  .readonly();

const Rate = z
  .object({
    ...Common,
    type: z.literal('rate'),
    contains: z.literal('default'),
    values: z
      .object({ rate: z.number().optional(), passes: count, fails: count })
      .readonly()
      .describe('rate is left out where nothing was counted'),
  })
  .readonly();

const Gauge = z
  .object({
    ...Common,
    type: z.literal('gauge'),
    contains: z.literal('default'),
    values: z.object({ value: z.number().optional() }).readonly(),
  })
  .readonly();

const Threshold = z
  .object({
    selector: z.string(),
    source: z.string(),
    measured: z.number().optional(),
    samples: count,
    verdict: VerdictName,
    windows: z
      .object({
        lengthMs: ms,
        judged: count.describe('Windows in which it was judged'),
        thin: count.describe('Windows with too few samples'),
        broken: count.describe('Windows in which it was broken'),
        worstFromMs: ms.optional().describe('When the one of `measured` began'),
      })
      .readonly()
      .optional()
      .describe('Of one that has to hold in each window; from 1.2.0'),
    baseline: z
      .object({
        value: z.number(),
        run: z.string(),
        ratio: z.number().optional().describe('`measured` by `value`, what the bound is on'),
      })
      .readonly()
      .optional()
      .describe('What it was compared with; from 1.2.0'),
    abortedAtMs: ms.optional().describe('When the run was ended because it was broken; from 1.2.0'),
  })
  .readonly();

const Violation = z
  .object({
    oracle: z.string(),
    t: z.number().describe('Scenario time in ms'),
    journey: z.int(),
    kiosk: z.string(),
    message: z.string(),
    asked: z.string().optional(),
    delivered: z.string().optional(),
  })
  .readonly();

const Oracle = z
  .object({
    name: z.string(),
    asserts: z.string(),
    assertsJa: z.string(),
    verdict: VerdictName,
    judged: count,
    unjudged: count,
    violationCount: count,
    violations: z.array(Violation).readonly().describe('The first of them'),
    excused: count
      .default(0)
      .describe('What would be violations, had the scenario not asked for the fault; from 1.1.0'),
    noticeCount: count
      .default(0)
      .describe('What is no violation and must be told all the same; from 1.1.0'),
    notices: z.array(Violation).readonly().default([]).describe('The first of them'),
  })
  .readonly();

const Bucket = z
  .object({
    fromMs: ms,
    offered: count,
    ended: z.record(z.string(), count).readonly(),
    over180s: count,
    violations: count,
  })
  .readonly();

const Results = z
  .object({
    counts: z
      .object({
        offered: count,
        completed: count,
        refused: count,
        failed: count,
        timedOut: count,
        abandoned: count,
        inFlight: count,
      })
      .readonly(),
    metrics: z.array(z.discriminatedUnion('type', [Trend, Counter, Rate, Gauge])).readonly(),
    timeline: z.object({ bucketMs: ms, buckets: z.array(Bucket).readonly() }).readonly(),
    durations: z.object({ widthMs: ms, counts: z.array(count).readonly() }).readonly(),
    warmUp: WarmUpRecord.optional(),
    endReasons: z
      .array(
        z.object({ outcome: z.string(), stage: z.string(), reason: z.string(), count }).readonly(),
      )
      .readonly(),
    faults: z
      .array(
        z
          .object({
            fault: z.string(),
            means: z.string(),
            en: z.string(),
            ja: z.string(),
            beganMs: ms,
            endedMs: ms.optional(),
            struck: count.optional().describe('How often it had an effect'),
            calmMs: ms.optional().describe('When no fault was on any more'),
            troubleMs: ms.optional().describe('From calmMs to the last sign of trouble'),
            recovered: z.boolean().describe('Whether enough has followed without such a sign'),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('Every time that a fault was on, where the scenario plans some'),
    expectations: z
      .array(
        z
          .object({
            kind: z.enum([
              'violations',
              'notices',
              'excused',
              'journeys',
              'events',
              'struck',
              'recovered',
            ]),
            name: z.string(),
            expected: z.string(),
            measured: z.number().optional().describe('A count; of recoveries ms'),
            verdict: VerdictName,
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('What the scenario expects, and what came out'),
    blindSpots: z
      .array(z.object({ oracle: z.string(), en: z.string(), ja: z.string() }).readonly())
      .readonly()
      .optional()
      .describe('What no oracle could judge, where the server is somebody else’s'),
    nation: NationSummary.optional(),
    pairGap: z
      .array(
        z
          .object({
            workload: z.string(),
            gapMs: ms,
            pairs: count,
            missed: count.describe('Pairs whose requests were not this far apart'),
            wrong: count.describe('Pairs with a violation of an oracle'),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe('Wrong documents by the gap between two requests, where a workload has pairs'),
  })
  .readonly();

const Config = z
  .object({
    scenario: z.string(),
    scenarioFile: z.string(),
    start: z.string(),
    duration: z.string(),
    execution: z.literal('local'),
    clock: z.enum(['virtual', 'real']),
    speed: z.number(),
    render: z.enum(['full', 'digest']),
    mutant: z.string().optional(),
    target: z.string(),
    originMs: z.number(),
    command: z.string(),
  })
  .readonly();

/**
 * summary.json: the shape of k6’s machine-readable summary (config, metadata, results), and beside
 * it what k6 leaves out. Its version is semantic: a reader of 1.0.0 can read every 1.x.
 */
export const Summary = z
  .object({
    schema: z.literal('kofu-summary'),
    version: z.string().regex(/^1\.\d+\.\d+$/, 'a summary of another major version'),
    config: Config,
    demand: z
      .array(z.object({ path: z.string(), value: z.string(), origin: z.string() }).readonly())
      .readonly()
      .optional()
      .describe('Numbers of the demand with their origins, where a workload has one'),
    metadata: z
      .object({
        generatedAt: z.string(),
        wallMs: ms,
        scenarioMs: ms,
        events: count,
        interrupted: z.boolean(),
      })
      .readonly(),
    seed: z.number(),
    commit: z.string(),
    versions: z.record(z.string(), z.string()).readonly(),
    verdicts: z.object({ valid: VerdictName, correct: VerdictName, fast: VerdictName }).readonly(),
    exit: z.object({ code: z.int(), reason: z.string() }).readonly(),
    thresholds: z.array(Threshold).readonly(),
    oracles: z.array(Oracle).readonly(),
    validity: z
      .array(z.object({ name: z.string(), verdict: VerdictName, message: z.string() }).readonly())
      .readonly(),
    results: Results,
    pages: z.array(z.object({ file: z.string(), caption: z.string() }).readonly()).readonly(),
  })
  .readonly();
export type Summary = z.infer<typeof Summary>;
