import { z } from 'zod';
import { Duration, TimeOfDay } from './units.ts';

const PerSecond = z.number().min(0).max(100_000);

const Common = {
  startTime: Duration.default('0s').describe('Begins this long after the run (k6)'),
};

const ConstantArrivalRate = z
  .strictObject({
    executor: z.literal('constant-arrival-rate'),
    ...Common,
    rate: PerSecond.describe('Citizens per second, evenly spaced'),
    duration: Duration,
  })
  .describe('Open: evenly spaced arrivals');

const PoissonArrivalRate = z
  .strictObject({
    executor: z.literal('poisson-arrival-rate'),
    ...Common,
    rate: PerSecond.describe('Citizens per second on average'),
    duration: Duration,
  })
  .describe('Open: arrivals of a Poisson process');

const RampingArrivalRate = z
  .strictObject({
    executor: z.literal('ramping-arrival-rate'),
    ...Common,
    startRate: PerSecond.default(0),
    stages: z.array(z.strictObject({ duration: Duration, target: PerSecond })).min(1),
  })
  .describe('Open: evenly spaced along ramps');

const ConstantVus = z
  .strictObject({
    executor: z.literal('constant-vus'),
    ...Common,
    vus: z.int().min(1).max(100_000).describe('Citizens who come back as soon as they are done'),
    duration: Duration,
  })
  .describe('Closed: a fixed population');

const SharedIterations = z
  .strictObject({
    executor: z.literal('shared-iterations'),
    ...Common,
    vus: z.int().min(1).max(100_000),
    iterations: z.int().min(1),
  })
  .describe('Closed: a fixed number of journeys shared by a fixed population');

const Band = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    share: z.number().min(0).describe('Share of the day, in any unit'),
    hourly: z
      .record(z.string().regex(/^(?:\d|1\d|2[0-3])$/), z.number().min(0))
      .optional()
      .describe('Weights of the hours within the band, by hour of the day; evenly without'),
  })
  .describe('A part of the day');

const Calendar = z
  .strictObject({
    executor: z.literal('calendar'),
    ...Common,
    perDay: z.number().min(0).describe('Citizens on an average day of this kind'),
    factors: z
      .record(z.string(), z.number().min(0))
      .default({})
      .describe('What makes this day differ, multiplied together'),
    bands: z.array(Band).min(1),
  })
  .describe('Open: a Poisson process along the curve of a day');

/** What makes citizens come: k6’s executors and the field’s. */
export const Workload = z
  .discriminatedUnion('executor', [
    Calendar,
    PoissonArrivalRate,
    ConstantArrivalRate,
    RampingArrivalRate,
    ConstantVus,
    SharedIterations,
  ])
  .describe('A workload');
export type Workload = z.infer<typeof Workload>;
export type CalendarWorkload = z.infer<typeof Calendar>;
