import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { clockTime } from '../../sim/civil-time.ts';
import { timeOfDayMs } from '../../sim/units.ts';
import { civilDayText } from '../demand/civil-day.ts';
import { type DayEstimates, estimateDays } from './day-estimates.ts';
import { type DayModel, type FittedDay, fitDays } from './day-model.ts';
import { FitRefused } from './fit-refused.ts';
import type { FittedBand, FittedDemand } from './fitted-demand.ts';
import type { LogCounts } from './log-counts.ts';
import type { ShareCounts } from './share-counts.ts';
import { type Estimate, normalReach, shareEstimate, studentReach, WHOLE } from './statistics.ts';

/** How a log is fitted. */
export interface FitRules {
  /** Of each interval, e.g. 0.95. */
  readonly confidence: number;
  /** Where bands of the day meet, within the opening hours, e.g. 08:30 and 17:15. */
  readonly bandEdges: readonly string[];
}

/** What was learned from the counts of a log. */
export interface LogFit {
  readonly fitted: FittedDemand;
  readonly model: DayModel;
  /** Days learned from, those without rows included. */
  readonly days: readonly FittedDay[];
  /** Open days of the period, left out ones included. */
  readonly openDays: number;
  readonly notToldApart: readonly string[];
  /** How many times shares vary more from day to day than by chance: hours, certificates. */
  readonly dispersions: { readonly hours: number; readonly types: number };
}

/** Fits a demand to the counts of a log; throws FitRefused if they hold nothing to learn from. */
export function fitLog(counts: LogCounts, file: string, rules: FitRules): LogFit {
  const [first, last] = periodOf(counts, file);
  const days = daysOf(counts, first, last);
  const learned = days.filter(({ day }) => counts.rules.leftOutDays?.has(day.number) !== true);
  const visits = learned.reduce((sum, day) => sum + day.visits, 0);
  if (visits === 0) {
    throw new FitRefused(
      `${file}: no row lies within the opening hours of an open day that is not left out`,
    );
  }
  const model = fitDays(learned, rules.confidence);
  const isVarying = model.overdispersion.value > 0;
  const reach = normalReach(rules.confidence);
  const dayReach = isVarying ? studentReach(rules.confidence, model.degrees) : reach;
  const own = estimateDays(model, learned, dayReach);
  const shares = sharesOf(counts, rules, reach);
  const fitted: FittedDemand = {
    from: civilDayText(first),
    to: civilDayText(last),
    certificates: certificatesOf(own, model, { days, learned, copies: shares.copiesMean }),
    months: own.months,
    weekdays: own.weekdays,
    growth: own.growth,
    dayOffShare: own.dayOffShare,
    hours: shares.hours,
    types: shares.types,
    ages: shares.ages,
    places: shares.places,
    copies: shares.copies,
    overdispersion: model.degrees < 1 ? undefined : model.overdispersion,
  };
  const { notToldApart } = own;
  const { dispersions } = shares;
  return { fitted, model, days: learned, openDays: days.length, notToldApart, dispersions };
}

function periodOf(counts: LogCounts, file: string): readonly [number, number] {
  const { days, rules } = counts;
  const first = rules.firstDay ?? days[0]?.day.number;
  const last = rules.lastDay ?? days.at(-1)?.day.number;
  if (first === undefined || last === undefined || days.length === 0) {
    throw new FitRefused(
      `${file}: no row lies within the opening hours of an open day: look at --time-zone, ` +
        '--opening, --closed, --from and --to',
    );
  }
  return [first, last];
}

/** All open days of the period, with or without rows. */
function daysOf(counts: LogCounts, first: number, last: number): readonly FittedDay[] {
  const visits = new Map(counts.days.map(({ day, visits: own }) => [day.number, own]));
  const days: FittedDay[] = [];
  for (let number = first; number <= last; number++) {
    const day = counts.calendar.dayOf(number);
    if (!day.isClosed) days.push({ day, visits: visits.get(number) ?? 0 });
  }
  return days;
}

/** What was counted; days that were left out have what the others make expect. */
function certificatesOf(
  own: DayEstimates,
  model: DayModel,
  of: {
    readonly days: readonly FittedDay[];
    readonly learned: readonly FittedDay[];
    readonly copies: number;
  },
): Estimate {
  const due = (days: readonly FittedDay[]) =>
    days.reduce((sum, { day }) => sum + model.expected(day), 0);
  const by =
    of.copies * (of.days.length === of.learned.length ? 1 : due(of.days) / due(of.learned));
  const { value, low, high } = own.visits;
  return { value: value * by, low: low * by, high: high * by };
}

function sharesOf(counts: LogCounts, { bandEdges }: FitRules, reach: number) {
  const kindOf = new Map(counts.days.map(({ day }) => [day.number, day.kind]));
  const hoursOf = (kind: 'weekday' | 'dayOff') =>
    counts.hours.of((day) => kindOf.get(day) === kind);
  const dispersions = {
    hours: Math.max(hoursOf('weekday').dispersion, hoursOf('dayOff').dispersion),
    types: counts.types.dispersion,
  };
  const bands = (kind: 'weekday' | 'dayOff') =>
    bandsOf(counts, kind, bandEdges, { reach, dispersion: hoursOf(kind).dispersion });
  const copies = named(counts.copies, (kind) => String(kind + 1), reach);
  const mean =
    copies.size === 0
      ? 1
      : [...copies].reduce((sum, [count, { value }]) => sum + Number(count) * value, 0);
  const ages = named(counts.ages, (kind) => String(kind * 10), reach);
  return {
    dispersions,
    hours: { weekday: bands('weekday'), dayOff: bands('dayOff') },
    types: named<CertificateType>(
      counts.types,
      (kind) => CERTIFICATE_TYPES[kind] as CertificateType,
      reach,
    ),
    places: sorted(named(counts.places, (kind) => counts.placeNames[kind] as string, reach)),
    ages: [...ages].map(([from, share]) => ({
      from: Number(from),
      to: Math.min(120, Number(from) + 9),
      share,
    })),
    copies,
    copiesMean: mean,
  };
}

/** Places in an order of their own: the city first, then by name. */
function sorted(places: ReadonlyMap<string, Estimate>): ReadonlyMap<string, Estimate> {
  const rank = (place: string) => (place === 'city' ? '' : place);
  return new Map([...places].sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1)));
}

/** Shares of what was seen at all, by name. */
function named<Name extends string>(
  shares: ShareCounts,
  nameOf: (kind: number) => string,
  reach: number,
): ReadonlyMap<Name, Estimate> {
  const { total, dispersion } = shares;
  const seen = [...shares.totals.entries()].filter(([, count]) => count > 0);
  return new Map(
    seen.map(([kind, count]) => [
      nameOf(kind) as Name,
      shareEstimate(count, total, reach, dispersion),
    ]),
  );
}

const HOUR_MINUTES = 60;

/** The bands of a kind of day; undefined if it has no rows. */
function bandsOf(
  counts: LogCounts,
  kind: 'weekday' | 'dayOff',
  inner: readonly string[],
  { reach, dispersion }: { readonly reach: number; readonly dispersion: number },
): readonly FittedBand[] | undefined {
  const minutes = counts.minutes[kind];
  const total = minutes.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const { opens, closes } = counts.rules.opening;
  const edges = [opens, ...inner, closes].map((edge) => timeOfDayMs(edge) / 60_000);
  const countIn = (from: number, to: number) =>
    minutes.subarray(from, to).reduce((sum, count) => sum + count, 0);
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] as number;
    const curve = new Map<string, Estimate>();
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / HOUR_MINUTES);
      const next = Math.min(to, (hour + 1) * HOUR_MINUTES);
      const share = shareEstimate(countIn(at, next), total, reach, dispersion);
      const percent = (value: number) => (100 * value * HOUR_MINUTES) / (next - at);
      const { value, low, high } = share;
      curve.set(String(hour), { value: percent(value), low: percent(low), high: percent(high) });
      at = next;
    }
    return {
      from: clockTime(from * 60_000),
      to: clockTime(to * 60_000),
      share:
        edges.length === 2 ? WHOLE : shareEstimate(countIn(from, to), total, reach, dispersion),
      curve,
    };
  });
}
