import { z } from 'zod';
import { CertificateType } from '../../server/contract.ts';
import { Duration, Stretch, TimeOfDay, timeOfDayMs } from '../../sim/units.ts';
import { Demand } from '../demand/demand.ts';

const PerSecond = z.number().min(0).max(100_000);

const Common = {
  startTime: Duration.default('0s').describe('Begins this long after the run (k6)'),
};

const comesFor = Stretch.describe('How long citizens come');

const ConstantArrivalRate = z
  .strictObject({
    executor: z.literal('constant-arrival-rate'),
    ...Common,
    rate: PerSecond.describe('Citizens per second'),
    duration: comesFor,
  })
  .describe('Open: evenly spaced arrivals');

const PoissonArrivalRate = z
  .strictObject({
    executor: z.literal('poisson-arrival-rate'),
    ...Common,
    rate: PerSecond.describe('Citizens per second on average'),
    duration: comesFor,
  })
  .describe('Open: arrivals of a Poisson process');

const RampingArrivalRate = z
  .strictObject({
    executor: z.literal('ramping-arrival-rate'),
    ...Common,
    startRate: PerSecond.default(0).describe('Citizens per second at the beginning'),
    stages: z
      .array(
        z.strictObject({
          duration: Stretch.describe('How long the ramp takes'),
          target: PerSecond.describe('Citizens per second at its end'),
        }),
      )
      .min(1)
      .describe('Ramps, one after the other (k6)'),
  })
  .describe('Open: evenly spaced along ramps');

const ConstantVus = z
  .strictObject({
    executor: z.literal('constant-vus'),
    ...Common,
    vus: z.int().min(1).max(100_000).describe('Citizens who come back as soon as they are done'),
    duration: Stretch.describe('How long they keep coming back'),
  })
  .describe('Closed: a fixed population');

const SharedIterations = z
  .strictObject({
    executor: z.literal('shared-iterations'),
    ...Common,
    vus: z.int().min(1).max(100_000).describe('Citizens who come back as soon as they are done'),
    iterations: z.int().min(1).describe('Journeys of all of them together'),
  })
  .describe('Closed: a fixed number of journeys shared by a fixed population');

const Band = z
  .strictObject({
    from: TimeOfDay.describe('When it begins'),
    to: TimeOfDay.describe('When it ends'),
    share: z.number().min(0).describe('Share of the day’s citizens, in any unit'),
    hourly: z
      .record(z.string().regex(/^(?:\d|1\d|2[0-3])$/), z.number().min(0))
      .optional()
      .describe(
        'Weight of each whole hour, by hour of the day; of an hour partly in the band, its part. Evenly without',
      ),
  })
  .describe('A part of the day');

const Calendar = z
  .strictObject({
    executor: z.literal('calendar'),
    ...Common,
    demand: Demand.optional().describe(
      'A demand, or the name of its file, seen from the scenario or from those that come with ' +
        'kofu, e.g. cities/toyonaka.yaml: it tells days apart by the calendar, and says who comes ' +
        'and what for (docs/demand.md)',
    ),
    perDay: z
      .number()
      .min(0)
      .optional()
      .describe('Without a demand: citizens on an average day of this kind'),
    factors: z
      .record(z.string(), z.number().min(0))
      .default({})
      .describe('What makes this day differ, under names of your own, multiplied together'),
    bands: z
      .array(Band)
      .min(1)
      .superRefine(checkDay)
      .optional()
      .describe('Without a demand: hours outside of all bands have no citizens'),
  })
  .superRefine(checkCalendar)
  .describe(
    'Open: a Poisson process along a demand, or along the curve of one day again and again',
  );

const Visits = z
  .strictObject({
    executor: z.literal('visits'),
    ...Common,
    citizens: z
      .array(
        z.strictObject({
          at: Duration.describe('When the citizen is due, since the workload began'),
          kiosk: z.string().describe('Name of the kiosk, e.g. in-001'),
          resident: z.int().min(0).describe('Number of the resident in the register'),
          age: z
            .int()
            .min(0)
            .max(129)
            .optional()
            .describe('Age in years that sets the pace; without it, that of the resident'),
          type: CertificateType,
          as: z
            .string()
            .optional()
            .describe(
              'Whose choices and think times: `day/17` are those that citizen 17, from 0, of a ' +
                'workload `day` had; without it, the citizen’s own',
            ),
          journey: z
            .int()
            .min(0)
            .optional()
            .describe(
              'Number of the journey, after which its request is named; without it, the next free ' +
                'one. How long the drawing of a document takes in virtual time follows from it',
            ),
          requestAt: Duration.optional().describe(
            'When the citizen confirms, and the kiosk asks for the certificate, since the workload ' +
              'began; without it, when the citizen has thought long enough',
          ),
        }),
      )
      .min(1)
      .describe('Who comes, each on a line'),
  })
  .describe('Open: citizens one by one, as a run that was shrunk has them');

const GAP_KINDS = ['municipality', 'kiosk-queue', 'surname', 'second'] as const;

const PairGap = z
  .strictObject({
    executor: z.literal('pair-gap'),
    ...Common,
    gap: z
      .strictObject({
        from: Duration.default('0s').describe('The first gap'),
        to: Duration.default('1500ms').describe('The last gap, if the steps meet it'),
        step: Stretch.default('100ms').describe('From one gap to the next'),
      })
      .prefault({})
      .describe('How far apart the two citizens of a pair ask for their certificates'),
    pairs: z.int().min(1).max(10_000).default(20).describe('Pairs of each gap'),
    same: z
      .enum(GAP_KINDS)
      .default('municipality')
      .describe(
        'What the two have in common besides the gap: `municipality`, and nothing else, at two ' +
          'kiosks; `surname`: their family name; `second`: the first asks as a second of the ' +
          'civil time begins, so that a gap below 1s stays within it; `kiosk-queue`: they come to ' +
          'the same kiosk, `gap` apart, and the second waits there for the first',
      ),
    spacing: Stretch.default('1m').describe(
      'From one pair to the next; longer than the longest gap',
    ),
    requestAfter: Stretch.default('4m').describe(
      'From when the first of a pair is due to its request: both linger at the confirmation until ' +
        'the instant agreed on, so that the gap is exact; who comes too late has missed it',
    ),
  })
  .describe('Open: pairs of citizens whose requests are a given gap apart, swept over gaps');

/** What makes citizens come: k6’s executors and the field’s. */
export const Workload = z
  .discriminatedUnion('executor', [
    Calendar,
    PoissonArrivalRate,
    ConstantArrivalRate,
    RampingArrivalRate,
    ConstantVus,
    SharedIterations,
    Visits,
    PairGap,
  ])
  .describe('A workload');
export type Workload = z.infer<typeof Workload>;
export type CalendarWorkload = z.infer<typeof Calendar>;
export type VisitsWorkload = z.infer<typeof Visits>;
export type PairGapWorkload = z.infer<typeof PairGap>;

/** Either the calendar and its people are a demand’s, or each day is the same. */
function checkCalendar(
  workload: { demand?: unknown; perDay?: unknown; bands?: unknown; factors: object },
  context: z.RefinementCtx,
): void {
  const complain = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message, input: undefined });
  for (const key of ['perDay', 'bands'] as const) {
    if (workload.demand === undefined && workload[key] === undefined) {
      complain(key, `this is missing: give \`perDay\` and \`bands\`, or a \`demand\``);
    } else if (workload.demand !== undefined && workload[key] !== undefined) {
      complain(key, 'the demand says this: leave it out, or the demand');
    }
  }
  if (workload.demand !== undefined && Object.keys(workload.factors).length > 0) {
    complain('factors', 'the demand has factors of its own: change them there');
  }
}

/** What no single band can know, and that each has hours to spread its citizens over. */
function checkDay(bands: readonly z.infer<typeof Band>[], context: z.RefinementCtx): void {
  const complain = (path: number[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  bands.forEach(({ from, to, hourly }, index) => {
    if (from >= to) complain([index], 'from must come before to');
    const weighs = ([hour, weight]: [string, number]) =>
      weight > 0 &&
      timeOfDayMs(from) < (Number(hour) + 1) * HOUR_MS &&
      timeOfDayMs(to) > Number(hour) * HOUR_MS;
    if (hourly !== undefined && !Object.entries(hourly).some(weighs)) {
      complain([index], 'hourly must give one of the band’s hours a weight');
    }
    const earlier = bands.slice(0, index).find((other) => other.from < to && from < other.to);
    if (earlier !== undefined) {
      complain([index], `this must not overlap the band from ${earlier.from} to ${earlier.to}`);
    }
  });
  if (!bands.some(({ share }) => share > 0)) complain([], 'the shares add up to 0');
}

const HOUR_MS = 3_600_000;
