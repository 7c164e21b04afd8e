import type { Month } from '../demand/demand-units.ts';
import type { Farthest } from './fit-misfit.ts';
import { type Cell, fitLogLinear, type LogLinearFit } from './log-linear.ts';
import type { TableRow } from './monthly-table.ts';
import type { Estimate } from './statistics.ts';

export type Kind = 'weekday' | 'dayOff';

/** A row with its open days. */
export interface OpenRow {
  readonly row: TableRow;
  readonly days: Readonly<Record<Kind, number>>;
  readonly counts: Readonly<Record<Kind, number>> | undefined;
}

/** The factors of a table: its months, and its fiscal years where months are there twice. */
export interface TableModel {
  readonly months: ReadonlyMap<Month, Estimate>;
  readonly growth: ReadonlyMap<string, Estimate>;
  /** Pearson’s χ² of the cells, and their number less factors. */
  readonly pearson: number;
  readonly degrees: number;
  readonly dispersion: number;
  /** Months are there twice, but rows do not tell fiscal years from them. */
  readonly areYearsAlike: boolean;
  readonly farthest: Farthest | undefined;
}

/** Fits months, days off and fiscal years to the rows; `reach` is how far intervals reach. */
export function fitTable(rows: readonly OpenRow[], reach: number): TableModel {
  // Months that a row counts together are taken as alike.
  const keys = [...new Set(rows.map(keyOf))];
  const years = [...new Set(rows.map(yearOf))].sort();
  const hasGrowth = years.length > 1 && !years.includes(MIXED) && areJoined(rows);
  const isEmpty = (wanted: (open: OpenRow) => boolean) =>
    rows.filter(wanted).every(({ row }) => row.count === 0);
  const none = new Set([
    ...keys.filter((key) => isEmpty((open) => keyOf(open) === key)),
    ...(hasGrowth ? years.filter((year) => isEmpty((open) => yearOf(open) === year)) : []),
  ]);
  const dayOffAt = keys.length + 1;
  const yearAt = (year: string) => dayOffAt + 1 + years.indexOf(year);
  const used = rows
    .filter((open) => !none.has(keyOf(open)) && !none.has(yearOf(open)))
    .flatMap((open): readonly NamedCell[] => {
      const { days, counts, row } = open;
      const growth = hasGrowth ? [yearAt(yearOf(open))] : [];
      const { name } = row;
      const columns = [0, 1 + keys.indexOf(keyOf(open)), ...growth];
      if (counts === undefined) {
        return [{ count: row.count, exposure: days.weekday + days.dayOff, columns, names: [name] }];
      }
      return [
        { count: counts.weekday, exposure: days.weekday, columns, names: [name, 'weekday'] },
        {
          count: counts.dayOff,
          exposure: days.dayOff,
          columns: [...columns, dayOffAt],
          names: [name, 'dayOff'],
        },
      ];
    })
    .filter(({ exposure }) => exposure > 0);
  const fit = fitLogLinear(used, dayOffAt + 1 + years.length);
  const due = used.map(({ exposure }, at) => exposure * (fit.expected[at] as number));
  const pearson = used.reduce((sum, { count }, at) => {
    const own = due[at] as number;
    return sum + (count - own) ** 2 / own;
  }, 0);
  const degrees = used.length - fit.rank;
  const dispersion = degrees > 0 ? Math.max(1, pearson / degrees) : 1;
  const covariance = fit.covariance(due.map((own) => own * dispersion));
  return {
    months: monthsOf({ fit, covariance, keys, rows, reach, none }),
    growth: hasGrowth ? growthOf({ fit, covariance, years, yearAt, rows, reach, none }) : new Map(),
    pearson,
    degrees,
    dispersion,
    areYearsAlike: !hasGrowth && areMonthsRepeated(rows),
    farthest: farthestOf(used, due),
  };
}

interface NamedCell extends Cell {
  readonly names: readonly string[];
}

/** The cell that is farthest from what is expected, measured by what chance alone varies. */
function farthestOf(cells: readonly NamedCell[], due: readonly number[]): Farthest | undefined {
  const distances = cells.map(({ count }, at) => {
    const expected = due[at] as number;
    return Math.abs(count - expected) / Math.sqrt(expected);
  });
  const at = distances.indexOf(Math.max(...distances));
  const cell = cells[at];
  if (cell === undefined) return undefined;
  return { names: cell.names, observed: cell.count, expected: due[at] as number };
}

/** Whether a month is there in several years. */
export function areMonthsRepeated(rows: readonly OpenRow[]): boolean {
  const all = rows.flatMap(({ row }) => row.months.map(({ month }) => month));
  return new Set(all).size < all.length;
}

function keyOf({ row }: OpenRow): string {
  return row.months.map(({ month }) => month).join('+');
}

const MIXED = 'mixed';

/** Fiscal years of a row, which begin in April. */
function yearsOf({ row }: OpenRow): readonly string[] {
  const years = row.months.map(({ year, month }) => String(Number(month) < 4 ? year - 1 : year));
  return [...new Set(years)];
}

function yearOf(open: OpenRow): string {
  const [year = MIXED, ...others] = yearsOf(open);
  return others.length === 0 ? year : MIXED;
}

/** Whether rows lead from each fiscal year to each other by months that both have. */
function areJoined(rows: readonly OpenRow[]): boolean {
  const reached = new Set([rows[0]].flatMap((open) => (open ? [yearOf(open), keyOf(open)] : [])));
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const open of rows) {
      const ends = [yearOf(open), keyOf(open)];
      if (ends.some((end) => reached.has(end))) for (const end of ends) reached.add(end);
    }
  }
  return rows.every((open) => reached.has(yearOf(open)));
}

interface Fitted {
  readonly fit: LogLinearFit;
  readonly covariance: readonly (readonly number[])[];
  readonly reach: number;
  readonly none: ReadonlySet<string>;
}

/** Fiscal years against the first with a count. */
function growthOf(
  of: Fitted & {
    readonly years: readonly string[];
    readonly yearAt: (year: string) => number;
    readonly rows: readonly OpenRow[];
  },
): ReadonlyMap<string, Estimate> {
  const { fit, covariance, reach, none, years, yearAt, rows } = of;
  const counted = rows.reduce((sum, { row }) => sum + row.count, 0);
  const base = yearAt(years.find((year) => !none.has(year)) as string);
  return new Map(
    years.map((year) => {
      const at = yearAt(year);
      if (none.has(year)) {
        const due = (counted * rows.filter((open) => yearOf(open) === year).length) / rows.length;
        return [year, { value: 0, low: 0, high: Math.min(1, (reach ** 2 + 1) / due) }];
      }
      if (at === base) return [year, { value: 1, low: 1, high: 1 }];
      const value = Math.exp((fit.logs[at] as number) - (fit.logs[base] as number));
      const of = (row: number, column: number) => covariance[row]?.[column] ?? 0;
      const variance = of(at, at) + of(base, base) - 2 * of(at, base);
      const half = Math.min(MOST_LOG, reach * Math.sqrt(Math.max(0, variance)));
      return [year, { value, low: value * Math.exp(-half), high: value * Math.exp(half) }];
    }),
  );
}

/** An interval that reaches farther says that nothing is known. */
const MOST_LOG = 15;

/** Each month against the mean of all open days, by the delta method. */
function monthsOf(
  of: Fitted & { readonly keys: readonly string[]; readonly rows: readonly OpenRow[] },
): ReadonlyMap<Month, Estimate> {
  const { fit, covariance, keys, rows, reach, none } = of;
  const days = keys.map((key) =>
    rows.reduce(
      (sum, open) => sum + (keyOf(open) === key ? open.days.weekday + open.days.dayOff : 0),
      0,
    ),
  );
  const factors = keys.map((key, at) => (none.has(key) ? 0 : Math.exp(fit.logs[at + 1] as number)));
  const weights = factors.map((factor, at) => factor * (days[at] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = total / days.reduce((sum, count) => sum + count, 0);
  const counted = rows.reduce((sum, { row }) => sum + row.count, 0);
  const months = new Map<Month, Estimate>();
  keys.forEach((key, at) => {
    const gradient = weights.map((weight, other) => (other === at ? 1 : 0) - weight / total);
    const variance = gradient.reduce(
      (sum, one, row) =>
        sum +
        gradient.reduce(
          (inner, other, column) => inner + one * other * (covariance[row + 1]?.[column + 1] ?? 0),
          0,
        ),
      0,
    );
    const half = Math.min(MOST_LOG, reach * Math.sqrt(Math.max(0, variance)));
    const value = (factors[at] as number) / mean;
    const high = value === 0 ? (reach ** 2 + 1) / counted : value * Math.exp(half);
    for (const month of key.split('+')) {
      months.set(month as Month, { value, low: value * Math.exp(-half), high });
    }
  });
  return new Map([...months].sort(([one], [other]) => Number(one) - Number(other)));
}
