import { type Arrivals, evenArrivals, poissonArrivals } from '../../sim/arrivals.ts';
import { DAY_MS, msOfDay } from '../../sim/civil-time.ts';
import { constantRate, RateCurve, type RateSegment, rampingRate } from '../../sim/rate-curve.ts';
import type { Rng } from '../../sim/rng.ts';
import { durationMs, timeOfDayMs } from '../../sim/units.ts';
import { demandSegments } from '../demand/demand-curve.ts';
import { weighedHours } from '../demand/weighed-hours.ts';
import type { CalendarWorkload, PairGapWorkload, VisitsWorkload, Workload } from './workloads.ts';

/** The rate at which an open workload's citizens come, from the workload's own beginning. */
export function rateCurve(workload: OpenWorkload, beginsAtMs: number, runMs: number): RateCurve {
  switch (workload.executor) {
    case 'calendar':
      return calendarCurve(workload, beginsAtMs, runMs);
    case 'ramping-arrival-rate':
      return rampingRate(
        workload.startRate,
        workload.stages.map(({ duration, target }) => ({
          durationMs: durationMs(duration),
          targetPerSecond: target,
        })),
      );
    case 'constant-arrival-rate':
    case 'poisson-arrival-rate':
      return constantRate(workload.rate, durationMs(workload.duration));
  }
}

/** Workloads that say citizen by citizen who comes when. */
export type ListedWorkload = VisitsWorkload | PairGapWorkload;

/** Whether a workload says citizen by citizen who comes when. */
export function isListed(workload: Workload): workload is ListedWorkload {
  return workload.executor === 'visits' || workload.executor === 'pair-gap';
}

export type OpenWorkload = Exclude<
  Workload,
  ListedWorkload | { executor: 'constant-vus' } | { executor: 'shared-iterations' }
>;

/** Whether citizens come on their own along a curve, rather than come back when they are done. */
export function isOpen(workload: Workload): workload is OpenWorkload {
  const isClosed =
    workload.executor === 'constant-vus' || workload.executor === 'shared-iterations';
  return !isClosed && !isListed(workload);
}

/** When the citizens of an open workload are due, ms since the workload began. */
export function arrivalsOf(workload: OpenWorkload, curve: RateCurve, rng: Rng): Arrivals {
  const random = workload.executor === 'calendar' || workload.executor === 'poisson-arrival-rate';
  return random ? poissonArrivals(curve, rng) : evenArrivals(curve);
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
