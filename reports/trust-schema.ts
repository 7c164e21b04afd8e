import { z } from 'zod';

const ms = z.number();

const Figures = z
  .object({
    count: z.int(),
    meanMs: ms,
    medMs: ms.describe('To half a per cent, as the percentiles'),
    p95Ms: ms,
    p99Ms: ms,
  })
  .readonly();

const common = {
  batchOf: z.int().describe('Journeys of one batch, in the order in which they ended'),
  whole: Figures.describe('All journeys, completed or timed out'),
};

/** Where a run settles, as summary.json has it. */
export const WarmUpRecord = z
  .discriminatedUnion('settled', [
    z.object({ ...common, settled: z.literal(false) }).readonly(),
    z
      .object({
        ...common,
        settled: z.literal(true),
        journeys: z.int().describe('Journeys that are cut off'),
        untilMs: ms.describe('When the last of them ended, since the run began'),
        without: Figures.describe('The same figures without them'),
      })
      .readonly(),
  ])
  .describe('Where the durations of journeys settle (MSER-5); thresholds are on the whole run');
