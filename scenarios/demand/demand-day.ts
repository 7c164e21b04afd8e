import { instantMs, timeOfDayMs } from '../../sim/units.ts';
import { midnightMs } from './civil-day.ts';
import type { Demand, DemandBand } from './demand.ts';
import { DemandCalendar, type DemandDay } from './demand-calendar.ts';
import { monthFactor } from './demand-mix.ts';
import { WEEKDAYS } from './demand-units.ts';
import type { Surge } from './surge.ts';
import { dayFactor, onRamp, type Ramp, rampsOf } from './surge-factors.ts';
import { weighedHours } from './weighed-hours.ts';

/** A stretch of civil time with what falls into it, linear from one end to the other, per ms. */
export type Density = Ramp;

/** A stretch of the day over which demand is even, ms since midnight. */
interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  /** Share of the day for each ms. */
  readonly perMs: number;
}

/** The form of demand over days and within them, where an ordinary day weighs 1. */
export class DemandForm {
  readonly calendar: DemandCalendar;
  readonly #demand: Demand;
  readonly #pieces: Readonly<Record<DemandDay['kind'], readonly Piece[]>>;
  readonly #opensMs: number;
  readonly #closesMs: number;
  readonly #maintenance: readonly Ramp[];

  constructor(demand: Demand) {
    const { hours, opening, maintenance } = demand;
    this.#demand = demand;
    this.calendar = new DemandCalendar(demand);
    this.#pieces = {
      weekday: piecesOf(hours.weekday),
      dayOff: piecesOf(hours.dayOff ?? hours.weekday),
    };
    this.#opensMs = timeOfDayMs(opening.value.opens);
    this.#closesMs = timeOfDayMs(opening.value.closes);
    this.#maintenance = maintenance.map(({ value: { from, to } }) => ({
      fromMs: instantMs(from),
      toMs: instantMs(to),
      from: 0,
      to: 0,
    }));
  }

  /** When the kiosks are open on a day, less announced maintenance; civil instants. */
  open(day: DemandDay): readonly Ramp[] {
    return this.#laidOut(day, () => 1, []);
  }

  /** The demand of a day under these surges; `extra` comes on top. */
  densities(day: DemandDay, surges: readonly Surge[], extra: readonly Density[] = []): Density[] {
    const whole = surges.reduce(
      (product, surge) => product * dayFactor(surge, day, this.calendar),
      this.#weightOf(day),
    );
    const pieces = this.#pieces[day.kind];
    const perMs = (sinceMidnightMs: number) =>
      whole *
      (pieces.find(({ fromMs, toMs }) => fromMs <= sinceMidnightMs && sinceMidnightMs < toMs)
        ?.perMs ?? 0);
    return this.#laidOut(day, perMs, surges.flatMap(rampsOf), extra);
  }

  #weightOf(day: DemandDay): number {
    const { weekdays, growth } = this.#demand;
    return (
      monthFactor(this.#demand, day.month) *
      weekdayFactor(weekdays?.value ?? {}, day) *
      growthIn(growth?.value ?? {}, day.fiscalYear)
    );
  }

  /** The open hours of a day, cut wherever anything changes its slope. */
  #laidOut(
    day: DemandDay,
    perMs: (sinceMidnightMs: number) => number,
    ramps: readonly Ramp[],
    extra: readonly Density[] = [],
  ): Density[] {
    if (day.isClosed) return [];
    const startMs = midnightMs(day.number);
    const [opensMs, closesMs] = [startMs + this.#opensMs, startMs + this.#closesMs];
    const factors = [...ramps, ...this.#maintenance];
    const concerned = [...factors, ...extra].filter(
      ({ fromMs, toMs }) => fromMs < closesMs && toMs > opensMs,
    );
    const edges = [
      ...this.#pieces[day.kind].flatMap(({ fromMs, toMs }) => [startMs + fromMs, startMs + toMs]),
      ...hoursBetween(opensMs, closesMs),
      ...concerned.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ].filter((atMs) => opensMs < atMs && atMs < closesMs);
    const cuts = [...new Set([opensMs, ...edges, closesMs])].sort((a, b) => a - b);
    return cuts.slice(0, -1).flatMap((fromMs, index) => {
      const toMs = cuts[index + 1] as number;
      const middleMs = (fromMs + toMs) / 2;
      const over = ({ fromMs: begins, toMs: ends }: Ramp) => begins <= middleMs && middleMs < ends;
      const base = perMs(middleMs - startMs);
      const on = factors.filter(over);
      const added = extra.filter(over);
      const shut = this.#maintenance.some(over);
      const at = (atMs: number) =>
        on.reduce((product, ramp) => product * onRamp(ramp, atMs), base) +
        (shut ? 0 : added.reduce((sum, ramp) => sum + onRamp(ramp, atMs), 0));
      const density = { fromMs, toMs, from: at(fromMs), to: at(toMs) };
      return density.from > 0 || density.to > 0 ? [density] : [];
    });
  }
}

/** What falls into densities in all, or between two instants. */
export function totalOf(
  densities: readonly Density[],
  fromMs = Number.NEGATIVE_INFINITY,
  untilMs = Number.POSITIVE_INFINITY,
): number {
  return densities.reduce((sum, density) => {
    const begins = Math.max(density.fromMs, fromMs);
    const ends = Math.min(density.toMs, untilMs);
    if (ends <= begins) return sum;
    return sum + ((onRamp(density, begins) + onRamp(density, ends)) / 2) * (ends - begins);
  }, 0);
}

function piecesOf(bands: readonly DemandBand[]): readonly Piece[] {
  return bands.flatMap(({ when, share, curve }) => {
    const { from, to } = when.value;
    const hours = weighedHours(timeOfDayMs(from), timeOfDayMs(to), curve?.value);
    const total = hours.reduce((sum, { weight }) => sum + weight, 0);
    return hours.map(({ fromMs, toMs, weight }) => {
      return { fromMs, toMs, perMs: (share.value * weight) / (total * (toMs - fromMs)) };
    });
  });
}

function weekdayFactor(
  factors: NonNullable<Demand['weekdays']>['value'],
  { weekday, kind, isHoliday, followsHoliday }: DemandDay,
): number {
  const name = WEEKDAYS[weekday] as (typeof WEEKDAYS)[number];
  const own = isHoliday ? (factors.holiday ?? factors.sunday ?? 1) : (factors[name] ?? 1);
  return kind === 'weekday' && followsHoliday ? own * (factors.afterHoliday ?? 1) : own;
}

function growthIn(growth: Readonly<Record<string, number>>, fiscalYear: number): number {
  const years = Object.keys(growth)
    .map(Number)
    .sort((a, b) => a - b);
  const year = years.findLast((each) => each <= fiscalYear) ?? years[0];
  return year === undefined ? 1 : (growth[String(year)] as number);
}

function hoursBetween(fromMs: number, toMs: number): readonly number[] {
  const first = Math.ceil(fromMs / HOUR_MS);
  const last = Math.floor(toMs / HOUR_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * HOUR_MS);
}

const HOUR_MS = 3_600_000;
