import { civilDayText } from './civil-day.ts';
import type { Demand } from './demand.ts';
import type { ArrivalRate } from './demand-arrivals.ts';
import { countedDays, DemandRate, volumeOf } from './demand-rate.ts';

/** Rates of demands that are portions of another one. */
const known = new WeakMap<Demand, ArrivalRate>();

/** Demands as they were divided: their days are worked out once for all portions. */
const wholes = new WeakMap<Demand, DemandRate>();

/**
 * The same demand with only a share of its volume, for one of several who divide it. What is known
 * of its days is shared: a thousand portions cost little more than the whole.
 */
export function portionOf(whole: Demand, share: number): Demand {
  const rate = wholes.get(whole) ?? new DemandRate(whole);
  wholes.set(whole, rate);
  const portion: Demand = { ...whole, volume: volumeIn(whole, share) };
  known.set(portion, { demand: portion, daySegments: (day) => segmentsOf(rate, share, day) });
  return portion;
}

/** The rate of a demand, whether it is a portion or a whole. */
export function arrivalRateOf(demand: Demand): ArrivalRate {
  return known.get(demand) ?? new DemandRate(demand);
}

function segmentsOf(rate: DemandRate, share: number, day: number) {
  return rate.daySegments(day).map(({ fromMs, toMs, fromPerSecond, toPerSecond }) => ({
    fromMs,
    toMs,
    fromPerSecond: fromPerSecond * share,
    toPerSecond: toPerSecond * share,
  }));
}

/** The volume of a portion, counted over the same days. */
function volumeIn(whole: Demand, share: number): Demand['volume'] {
  const [from, to] = countedDays(whole).map(civilDayText) as [string, string];
  const value = volumeOf(whole) * share;
  const origin = `D: ${share} of ${volumeOf(whole)} certificates`;
  return { by: 'count', from, to, certificates: { value, origin } };
}
