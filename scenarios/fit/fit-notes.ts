import { timeOfDayMs } from '../../sim/units.ts';
import { MONTHS } from '../demand/demand-units.ts';
import { classOf, DAY_CLASSES } from './day-model.ts';
import type { FitFlags } from './fit-flags.ts';
import type { LogFit } from './fit-log.ts';
import type { LogCounts } from './log-counts.ts';
import type { LogStanding } from './log-reading.ts';
import type { Outstanding } from './outstanding-days.ts';
import { type StrayRows, strayRows } from './stray-rows.ts';

/** Times that another zone would put into the opening hours. */
export interface WrongZone {
  readonly kind: 'wrong-zone';
  readonly rows: number;
  /** Share of the rows at hours at which the service is closed. */
  readonly share: number;
  /** The same if the times were taken as the flag says. */
  readonly shareThen: number;
  readonly flag: string;
}

/** Something that whoever reads a fit should know of the log. */
export type FitNote =
  | WrongZone
  | { readonly kind: 'mixed-offsets'; readonly without: number; readonly with: number }
  | { readonly kind: 'clock-changes'; readonly offsets: readonly string[] }
  | { readonly kind: 'twice'; readonly rows: number }
  | { readonly kind: 'unsorted'; readonly rows: number }
  | { readonly kind: 'duplicates'; readonly rows: number; readonly dropped: boolean }
  | { readonly kind: 'whole-hours' }
  /** A few rows far from the others stretch the period; the flag leaves them out. */
  | StrayRows
  /** Days of --leave-out of which none is in the period. */
  | { readonly kind: 'left-out-nothing'; readonly days: readonly string[] }
  | { readonly kind: 'edge-day'; readonly day: string; readonly share: number }
  | { readonly kind: 'no-rows-in'; readonly names: readonly string[] }
  | { readonly kind: 'not-told-apart'; readonly names: readonly string[] }
  | { readonly kind: 'municipalities'; readonly count: number; readonly names: readonly string[] }
  | { readonly kind: 'months-missing'; readonly names: readonly string[] }
  | { readonly kind: 'weekdays-missing'; readonly names: readonly string[] }
  | { readonly kind: 'one-year-only' }
  | { readonly kind: 'no-column'; readonly names: readonly string[] }
  | { readonly kind: 'few-days'; readonly days: number };

/** What is to be said of a log besides its numbers. */
export function notesOf(
  standing: LogStanding,
  counts: LogCounts,
  fit: LogFit,
  { surges, gaps }: Outstanding,
  { duplicates, leaveOut }: Pick<FitFlags, 'duplicates' | 'leaveOut'>,
): readonly FitNote[] {
  const notes: FitNote[] = [...timeNotes(standing, counts)];
  if (standing.unsorted > 0) notes.push({ kind: 'unsorted', rows: standing.unsorted });
  if (standing.duplicates > 0) {
    const dropped = duplicates === 'drop';
    notes.push({ kind: 'duplicates', rows: standing.duplicates, dropped });
  }
  const { from, to } = fit.fitted;
  for (const { from: begins, to: ends, factor } of surges) {
    if (factor >= 1 || (begins !== from && ends !== to)) continue;
    notes.push({ kind: 'edge-day', day: begins === from ? begins : ends, share: factor });
  }
  notes.push(...strayRows(fit.days, gaps));
  const missed = leaveOut.filter((range) => range.to < from || range.from > to);
  if (missed.length > 0) {
    const days = missed.map((range) => [...new Set([range.from, range.to])].join('..'));
    notes.push({ kind: 'left-out-nothing', days });
  }
  const empty = [...fit.model.none].map((factor) =>
    'name' in factor ? `${factor.name}` : 'afterHoliday',
  );
  if (empty.length > 0) notes.push({ kind: 'no-rows-in', names: empty });
  if (fit.notToldApart.length > 0) {
    notes.push({ kind: 'not-told-apart', names: fit.notToldApart });
  }
  const towns = [...counts.municipalities.keys()];
  if (towns.length > 1 && counts.rules.municipality === undefined) {
    notes.push({ kind: 'municipalities', count: towns.length, names: towns.slice(0, 3) });
  }
  return [...notes, ...limitsOf(standing, fit)];
}

/** What the period and the columns of the log cannot tell. */
function limitsOf({ places }: LogStanding, { days, fitted }: LogFit): readonly FitNote[] {
  const notes: FitNote[] = [];
  if (days.length < 28) notes.push({ kind: 'few-days', days: days.length });
  const months = MONTHS.filter((month) => days.every(({ day }) => day.month !== month));
  if (months.length > 0) notes.push({ kind: 'months-missing', names: months });
  const classes = DAY_CLASSES.filter((name) => days.every(({ day }) => classOf(day) !== name));
  if (classes.length > 0) notes.push({ kind: 'weekdays-missing', names: classes });
  if (fitted.growth.size === 0) notes.push({ kind: 'one-year-only' });
  const missing = (['store', 'place', 'age', 'copies'] as const).filter(
    (column) => places?.[column] === undefined,
  );
  if (missing.length > 0) notes.push({ kind: 'no-column', names: missing });
  return notes;
}

function timeNotes(standing: LogStanding, counts: LogCounts): readonly FitNote[] {
  const { offsets } = standing;
  const notes: FitNote[] = [];
  const written = [...offsets.byMinutes.values()].reduce((sum, count) => sum + count, 0);
  const wrong = wrongZone(standing, counts);
  if (wrong !== undefined) notes.push(wrong);
  if (written > 0 && offsets.without > 0) {
    notes.push({ kind: 'mixed-offsets', without: offsets.without, with: written });
  }
  if (offsets.byMinutes.size > 1) {
    const names = [...offsets.byMinutes.keys()].sort((a, b) => a - b).map(offsetText);
    notes.push({ kind: 'clock-changes', offsets: names });
  }
  if (offsets.twice > 0) notes.push({ kind: 'twice', rows: offsets.twice });
  const all = counts.allMinutes.reduce((sum, count) => sum + count, 0);
  const whole = counts.allMinutes.reduce((sum, count, at) => sum + (at % 60 === 0 ? count : 0), 0);
  if (all >= 100 && whole / all > 0.95) notes.push({ kind: 'whole-hours' });
  return notes;
}

/** More rows than this while the service is closed are no clocks that are a little wrong. */
const MANY = 0.01;
const LEAST_ROWS = 30;
const JST_HOURS = 9;
const MINUTES = 1440;

/** Whether another zone would put far more of the rows into the opening hours. */
export function wrongZone({ offsets }: LogStanding, counts: LogCounts): WrongZone | undefined {
  const written = [...offsets.byMinutes.values()].reduce((sum, count) => sum + count, 0);
  const areWritten = written > offsets.without;
  const { opens, closes } = counts.rules.opening;
  const [from, to] = [timeOfDayMs(opens) / 60_000, timeOfDayMs(closes) / 60_000];
  const all = counts.allMinutes.reduce((sum, count) => sum + count, 0);
  const outside = (laterHours: number) => {
    let rows = 0;
    counts.allMinutes.forEach((count, at) => {
      const minute = (at + laterHours * 60 + MINUTES) % MINUTES;
      if (minute < from || minute >= to) rows += count;
    });
    return rows;
  };
  const now = outside(0);
  if (now < LEAST_ROWS || now / all < MANY) return undefined;
  // UTC for JST is what happens; it is asked first, as neighbouring hours may fit as well.
  const usual = areWritten ? -JST_HOURS : JST_HOURS;
  const shifts = [usual, ...Array.from({ length: 24 }, (_, at) => at - 12)];
  const best = shifts.reduce((one, other) => (outside(other) < outside(one) / 2 ? other : one));
  const then = outside(best);
  if (best === 0 || then > now / 4) return undefined;
  if (areWritten && best !== usual) return undefined;
  const zone = best === JST_HOURS ? 'UTC' : offsetText((JST_HOURS - best) * 60);
  const flag = areWritten ? '--ignore-offset' : `--time-zone ${zone}`;
  return { kind: 'wrong-zone', rows: now, share: now / all, shareThen: then / all, flag };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
