import { type DayModel, type FittedDay, fitDays } from './day-model.ts';
import { studentReach } from './statistics.ts';

/** Days in a row that have far more or far fewer visits than their factors say. */
export interface OutstandingDays {
  /** `2014-03-31`. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly observed: number;
  /** By what the other days say. */
  readonly expected: number;
  readonly factor: number;
}

/** What stands out of a log day by day. */
export interface Outstanding {
  readonly surges: readonly OutstandingDays[];
  /** Open days without any row, where some were expected, or a month or more of them. */
  readonly gaps: readonly OutstandingDays[];
  /** Variance of the factor of days, those left aside. */
  readonly calmOverdispersion: number;
}

const ROUNDS = 8;

/** Of all days together, with what probability one stands out by chance. */
const CHANCE = 0.01;

/** So many open days in a row without rows are a gap, whatever is expected of them. */
export const LONG_GAP_DAYS = 28;

/** Finds days that chance does not explain, by a fit to the others. */
export function outstandingDays(days: readonly FittedDay[], confidence: number): Outstanding {
  const empty = days.filter(({ visits }) => visits === 0);
  const long = new Set(
    inRuns(days, new Set(empty)).flatMap((run) => (run.length >= LONG_GAP_DAYS ? run : [])),
  );
  const rest = days.filter((day) => !long.has(day));
  const { aside, model, variance } = setAside(rest, confidence);
  const own = rest.filter((day) => aside.has(day) && model.expected(day.day) > 0);
  const runs = (wanted: (day: FittedDay) => boolean) =>
    inRuns(days, new Set([...own, ...long].filter(wanted)));
  return {
    surges: runs(({ visits }) => visits > 0).flatMap((run) => told(run, model)),
    gaps: runs(({ visits }) => visits === 0).flatMap((run) => told(run, model)),
    calmOverdispersion: variance,
  };
}

/** Days that a fit to the others does not explain, and that fit. */
function setAside(days: readonly FittedDay[], confidence: number) {
  let aside: ReadonlySet<FittedDay> = new Set(days.filter(({ visits }) => visits === 0));
  if (aside.size > days.length / 3) aside = new Set();
  let [model, variance] = [fitDays(days, confidence), 0];
  for (let round = 0; round < ROUNDS; round++) {
    const calm = days.filter((day) => !aside.has(day));
    model = fitDays(calm, confidence);
    variance = calmVariance(calm, model);
    const reach = studentReach(1 - CHANCE / days.length, Math.max(5, model.degrees));
    const found = new Set(days.filter((day) => Math.abs(residual(day, model, variance)) > reach));
    const isSame = found.size === aside.size && [...found].every((day) => aside.has(day));
    // A model that fits few days only says nothing of the others.
    if (isSame || found.size > days.length / 5) break;
    aside = found;
  }
  return { aside, model, variance };
}

/** By the median of the residuals, which a few days do not move. */
function calmVariance(days: readonly FittedDay[], model: DayModel): number {
  if (model.degrees < 5) return model.overdispersion.value;
  const shrunk = Math.sqrt(days.length / model.degrees);
  const median = (variance: number) => {
    const sizes = days.map(({ day, visits }) => {
      const due = model.expected(day);
      return due === 0 ? 0 : Math.abs(visits - due) / Math.sqrt(due + variance * due * due);
    });
    return shrunk * (sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] as number);
  };
  if (median(0) <= NORMAL_MEDIAN) return 0;
  let [low, high] = [0, 4];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (median(middle) > NORMAL_MEDIAN) low = middle;
    else high = middle;
  }
  return high;
}

/** Half of normal residuals are smaller. */
const NORMAL_MEDIAN = 0.6745;

/** The root of the deviance with its sign: nearly normal even where few are expected. */
function residual({ day, visits }: FittedDay, model: DayModel, variance: number): number {
  const due = model.expected(day);
  if (due === 0) return 0;
  const own = visits === 0 ? 0 : visits * Math.log(visits / due);
  const deviance =
    variance === 0
      ? own - (visits - due)
      : own - (visits + 1 / variance) * Math.log((1 + variance * visits) / (1 + variance * due));
  return Math.sign(visits - due) * Math.sqrt(Math.max(0, 2 * deviance));
}

/** Days that follow each other among the open ones, and stand out to the same side. */
function inRuns(
  days: readonly FittedDay[],
  wanted: ReadonlySet<FittedDay>,
): readonly (readonly FittedDay[])[] {
  const runs: FittedDay[][] = [];
  let open: FittedDay[] | undefined;
  for (const day of days) {
    if (!wanted.has(day)) open = undefined;
    else if (open === undefined) {
      open = [day];
      runs.push(open);
    } else open.push(day);
  }
  return runs;
}

/** Runs that rise and fall are told apart where they change their side. */
function told(run: readonly FittedDay[], model: DayModel): readonly OutstandingDays[] {
  const parts: FittedDay[][] = [];
  for (const day of run) {
    const isMore = (each: FittedDay) => each.visits > model.expected(each.day);
    const last = parts.at(-1);
    if (last !== undefined && isMore(last[0] as FittedDay) === isMore(day)) last.push(day);
    else parts.push([day]);
  }
  return parts.map((part) => {
    const observed = part.reduce((sum, { visits }) => sum + visits, 0);
    const expected = part.reduce((sum, { day }) => sum + model.expected(day), 0);
    return {
      from: part[0]?.day.date ?? '',
      to: part.at(-1)?.day.date ?? '',
      days: part.length,
      observed,
      expected,
      factor: expected === 0 ? 0 : observed / expected,
    };
  });
}
