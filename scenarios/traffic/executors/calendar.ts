import { z } from 'zod';
import { poissonArrivals } from '../../../sim/arrivals.ts';
import { DAY_MS, msOfDay } from '../../../sim/civil-time.ts';
import type { Process } from '../../../sim/process.ts';
import { RateCurve, type RateSegment } from '../../../sim/rate-curve.ts';
import { TimeOfDay, timeOfDayMs } from '../../../sim/units.ts';
import { openWorkload } from '../../../sim/workload.ts';
import { Demand } from '../../demand/demand.ts';
import { demandSegments } from '../../demand/demand-curve.ts';
import { DemandVisits } from '../../demand/demand-visits.ts';
import { weighedHours } from '../../demand/weighed-hours.ts';
import type { Executor, ExecutorPorts } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

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
    ...workloadFields,
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

export type CalendarWorkload = z.infer<typeof Calendar>;

export const calendar: Executor<typeof Calendar> = {
  schema: Calendar,
  kind: 'open',
  lastsMs: (_, runMs) => runMs,
  curve: calendarCurve,
  *offer(workload, ports) {
    const { demand } = workload;
    if (demand !== undefined) {
      yield* offerDemand(demand, ports);
      return;
    }
    const { name, runner, streams, beginsAtMs, runMs, coming, visit } = ports;
    const curve = calendarCurve(workload, beginsAtMs, runMs);
    const due = poissonArrivals(curve, streams.stream('arrivals', name));
    yield* openWorkload(runner, coming(due), visit);
  },
};

/** The citizens of a demand, whose names are those of hour and day and not of the run. */
function* offerDemand(demand: Demand, ports: ExecutorPorts): Process {
  const { name, scenario, runner, streams, beginsAtMs, runMs, coming, visitInTurn } = ports;
  const visits = new DemandVisits(name, demand, scenario, streams);
  const due = visits.due(beginsAtMs, beginsAtMs + runMs);
  yield* openWorkload(runner, coming(due), (index, dueMs) =>
    visitInTurn(index, dueMs, visits.journeysOf(index, dueMs)),
  );
}

/**
 * A demand’s rate; or the curve of one day, repeated for as long as the run lasts: each band holds
 * its share of the day’s citizens, spread over its hours by their weights. `beginsAtMs` is the
 * civil instant of the curve’s zero. Hours the bands do not cover have no citizens.
 */
function calendarCurve(workload: CalendarWorkload, beginsAtMs: number, runMs: number): RateCurve {
  if (workload.demand !== undefined) {
    return new RateCurve(demandSegments(workload.demand, beginsAtMs, runMs));
  }
  const day = daySegments(workload);
  const offsetMs = msOfDay(beginsAtMs);
  const segments: RateSegment[] = [];
  for (let midnightMs = -offsetMs; midnightMs < runMs; midnightMs += DAY_MS) {
    for (const { fromMs, toMs, perSecond } of day) {
      const from = Math.max(0, midnightMs + fromMs);
      const to = Math.min(runMs, midnightMs + toMs);
      if (to > from) {
        segments.push({ fromMs: from, toMs: to, fromPerSecond: perSecond, toPerSecond: perSecond });
      }
    }
  }
  return new RateCurve(segments);
}

interface DaySegment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly perSecond: number;
}

function daySegments({ perDay = 0, factors, bands = [] }: CalendarWorkload): readonly DaySegment[] {
  const citizens = Object.values(factors).reduce((product, factor) => product * factor, perDay);
  const total = bands.reduce((sum, { share }) => sum + share, 0);
  const segments = bands.flatMap((band) => {
    const pieces = weighedHours(timeOfDayMs(band.from), timeOfDayMs(band.to), band.hourly);
    const weights = pieces.reduce((sum, { weight }) => sum + weight, 0);
    return pieces.map(({ fromMs, toMs, weight }) => {
      const inPiece = (citizens * band.share * weight) / (total * weights);
      return { fromMs, toMs, perSecond: inPiece / ((toMs - fromMs) / 1000) };
    });
  });
  return segments.sort((a, b) => a.fromMs - b.fromMs);
}

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
