import { poissonArrivals } from '../../sim/arrivals.ts';
import { dayNumber } from '../../sim/civil-time.ts';
import { RateCurve, type RateSegment } from '../../sim/rate-curve.ts';
import type { Streams } from '../../sim/rng.ts';
import { civilDayText, midnightMs } from './civil-day.ts';
import type { DemandRate } from './demand-rate.ts';
import { gammaFactor } from './gamma.ts';

const HOUR_MS = 3_600_000;

/** One hour of one day: its arrivals follow from the seed, who asks, and the cell alone. */
export interface DemandCell {
  readonly day: number;
  /** 0–23. */
  readonly hour: number;
}

/** How a demand is spread over its days. */
export type ArrivalRate = Pick<DemandRate, 'demand' | 'daySegments'>;

/** A citizen who is due. */
export interface DemandArrival {
  /** Civil instant, ms since 1970-01-01T00:00Z. */
  readonly atMs: number;
  /** Names the citizen whatever else comes: `2014-03-31/10/17` is the 18th from ten o’clock on. */
  readonly key: string;
}

/** What part of a demand is asked for. */
export interface DemandWindow {
  /** Civil instants; the first is included, the last is not. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only these cells, where several share the work; all without. */
  readonly keep?: (cell: DemandCell) => boolean;
}

/**
 * The citizens of a demand in the order in which they are due: a Poisson process along its rate,
 * exact in every hour by time change, each hour with a stream of its own. A Poisson process forgets
 * its past, so the hours put together are the process of the whole; and so an hour is the same in
 * a run of a day and in one of a year, and with the work shared among several.
 */
export function* demandArrivals(
  rate: ArrivalRate,
  chance: Streams,
  who: string,
  window: DemandWindow,
): Iterable<DemandArrival> {
  const { fromMs, toMs } = window;
  for (let day = dayNumber(fromMs); midnightMs(day) < toMs; day++) {
    for (const arrival of arrivalsOfDay(rate, chance, who, { day, window })) {
      if (arrival.atMs >= toMs) return;
      if (fromMs <= arrival.atMs) yield arrival;
    }
  }
}

/** The citizens of a day’s cells that have to do with the window. */
function* arrivalsOfDay(
  rate: ArrivalRate,
  chance: Streams,
  who: string,
  { day, window }: { readonly day: number; readonly window: DemandWindow },
): Iterable<DemandArrival> {
  const { fromMs, toMs, keep = () => true } = window;
  const date = civilDayText(day);
  const startMs = midnightMs(day);
  const { value } = rate.demand.overdispersion;
  const factor = gammaFactor(value, chance.stream('demand-day', `${who}/${date}`));
  for (const [hour, segments] of byHour(rate.daySegments(day))) {
    const beginsMs = startMs + hour * HOUR_MS;
    if (beginsMs + HOUR_MS <= fromMs || beginsMs >= toMs || !keep({ day, hour })) continue;
    const cell = `${date}/${hour < 10 ? '0' : ''}${hour}`;
    const rng = chance.stream('demand-arrivals', `${who}/${cell}`);
    let index = 0;
    for (const sinceMs of poissonArrivals(new RateCurve(segments.map(times(factor))), rng)) {
      yield { atMs: startMs + sinceMs, key: `${cell}/${index}` };
      index += 1;
    }
  }
}

function byHour(segments: readonly RateSegment[]): ReadonlyMap<number, RateSegment[]> {
  const hours = new Map<number, RateSegment[]>();
  for (const segment of segments) {
    const hour = Math.floor(segment.fromMs / HOUR_MS);
    const own = hours.get(hour);
    if (own === undefined) hours.set(hour, [segment]);
    else own.push(segment);
  }
  return hours;
}

function times(factor: number): (segment: RateSegment) => RateSegment {
  return ({ fromMs, toMs, fromPerSecond, toPerSecond }) => ({
    fromMs,
    toMs,
    fromPerSecond: fromPerSecond * factor,
    toPerSecond: toPerSecond * factor,
  });
}
