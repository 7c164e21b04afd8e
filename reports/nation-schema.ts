import { z } from 'zod';

const count = z.int().min(0);

const Load = {
  journeys: count,
  requests: count.describe('To authenticate, to issue, results of printing; asked again as well'),
  requestsInBusiestMinute: count,
};

/** How the load of a nation was spread, as summary.json has it. */
export const NationSummary = z
  .object({
    municipalities: count,
    kiosks: count,
    kiosksUsed: count.describe('Those that anybody came to'),
    hourMs: z.number().describe('How long each of `hours` is: an hour, or a day in longer runs'),
    hours: z
      .array(
        z
          .object({
            fromMs: z.number().describe('Since the run began; the first may begin before'),
            ...Load,
            sessionsAtOnce: count.describe('Most sessions open at once at the centre'),
          })
          .readonly(),
      )
      .readonly(),
    towns: z
      .array(
        z
          .object({
            code: z.string(),
            population: count,
            kiosks: count,
            ...Load,
            issuingAtOnce: count.describe('Most certificates being made at once'),
          })
          .readonly(),
      )
      .readonly()
      .describe('The municipalities with most journeys'),
    stores: z
      .array(
        z
          .object({ kiosk: z.string(), journeys: count, waited: count })
          .readonly()
          .describe('waited: citizens who found it occupied'),
      )
      .readonly()
      .describe('The stores with most journeys'),
    busiestHundredth: z.number().describe('Share of the journeys at the busiest 1 % of all stores'),
  })
  .readonly()
  .describe('Load of centre, municipalities and stores; only of a nation; from 1.2.0');
