import type { FittedDay } from './day-model.ts';
import { LONG_GAP_DAYS, type OutstandingDays } from './outstanding-days.ts';

/** Rows far from all others: so few that the days between speak of a wrong date, not of demand. */
export interface StrayRows {
  readonly kind: 'stray-rows';
  readonly rows: number;
  /** What leaves them out. */
  readonly flag: string;
}

const FEW_SHARE = 0.01;
const FEW_ROWS = 3;
/** Of a log of few rows, a few are no strays. */
const MOST_SHARE = 0.1;

/** Few rows before or after a long gap stretch the period: a wrong year, mostly. */
export function strayRows(
  days: readonly FittedDay[],
  gaps: readonly OutstandingDays[],
): readonly StrayRows[] {
  const long = gaps.filter((gap) => gap.days >= LONG_GAP_DAYS);
  const of = (wanted: (date: string) => boolean) => days.filter(({ day }) => wanted(day.date));
  const sum = (own: readonly FittedDay[]) => own.reduce((all, { visits }) => all + visits, 0);
  const all = sum(days);
  const areFew = (rows: number) =>
    rows > 0 && rows <= Math.max(FEW_ROWS, all * FEW_SHARE) && rows <= all * MOST_SHARE;
  const after = long.find(({ to }) => areFew(sum(of((date) => date > to))));
  const before = long.findLast(({ from }) => areFew(sum(of((date) => date < from))));
  const strays: StrayRows[] = [];
  if (before !== undefined) {
    const rows = sum(of((date) => date < before.from));
    const first = of((date) => date > before.to)[0]?.day.date;
    strays.push({ kind: 'stray-rows', rows, flag: `--from ${first}` });
  }
  if (after !== undefined) {
    const rows = sum(of((date) => date > after.to));
    const last = of((date) => date < after.from).at(-1)?.day.date;
    strays.push({ kind: 'stray-rows', rows, flag: `--to ${last}` });
  }
  return strays;
}
