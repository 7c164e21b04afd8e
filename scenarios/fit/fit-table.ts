import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { civilTime } from '../../sim/civil-time.ts';
import { civilDayText, dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import { Demand } from '../demand/demand.ts';
import { DemandCalendar } from '../demand/demand-calendar.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import type { Month } from '../demand/demand-units.ts';
import { type DemandData, demandOf } from './demand-of-fit.ts';
import type { FitFlags } from './fit-flags.ts';
import { CONFIDENCE, nameOf } from './fit-log-report.ts';
import type { Margin } from './fit-margins.ts';
import type { Misfit } from './fit-misfit.ts';
import { FitRefused } from './fit-refused.ts';
import type { FitReport } from './fit-report.ts';
import { type FittedBand, type FittedDemand, numbersOf } from './fitted-demand.ts';
import { type Cell, fitLogLinear, type LogLinearFit } from './log-linear.ts';
import type { MonthlyTable, TableReading, TableRow } from './monthly-table.ts';
import {
  chiSquaredTail,
  countEstimate,
  type Estimate,
  normalReach,
  shareEstimate,
  WHOLE,
} from './statistics.ts';
import type { TableNote } from './table-notes.ts';

type Kind = 'weekday' | 'dayOff';

/** A row with its open days. */
interface OpenRow {
  readonly row: TableRow;
  readonly days: Readonly<Record<Kind, number>>;
  readonly counts: Readonly<Record<Kind, number>> | undefined;
}

/** Fits a demand to a monthly table; throws FitRefused where it contradicts itself. */
export function tableReport(
  reading: TableReading,
  source: { readonly file: string; readonly sha256: string },
  flags: FitFlags,
): FitReport {
  const table = reading.table();
  if (table.rows.every(({ count }) => count === 0)) {
    throw new FitRefused(`${source.file}: all months have 0: there is nothing to fit`);
  }
  const rows = openRows(table, source.file, flags);
  const { fitted, misfits } = fitTable(table, rows);
  const demand = demandOf(fitted, {
    name: flags.name ?? nameOf(source.file),
    origin: `fit: ${source.file}, ${table.rows.length} rows`,
    opening: flags.opening,
    closedDays: [...flags.closed],
  });
  const openDays = rows.reduce((sum, { days }) => sum + days.weekday + days.dayOff, 0);
  return {
    source: {
      ...source,
      kind: 'table',
      encoding: table.encoding,
      rows: table.rows.length,
      counted: table.rows.length,
      duplicatesDropped: 0,
      leftOut: [],
      bad: { rows: 0, byReason: [], unknownTypes: [], file: undefined },
    },
    period: { from: fitted.from, to: fitted.to, openDays, leftOutDays: 0 },
    confidence: CONFIDENCE,
    numbers: numbersOf(fitted),
    margins: { months: marginsOf(demand, rows), weekdays: [], hours: [], types: [], days: [] },
    misfits,
    outstanding: undefined,
    stores: { count: 0, top: [] },
    notes: notesOf(table),
    demand,
    out: flags.out,
  };
}

function notesOf(table: MonthlyTable): readonly TableNote[] {
  const notes: TableNote[] = [{ kind: 'table-no-weekdays' }];
  if (table.bands.length === 0) notes.push({ kind: 'table-no-hours' });
  if (table.bands.every(({ kind }) => kind !== 'dayOff')) notes.push({ kind: 'table-no-days-off' });
  if (table.rows.every(({ types }) => types.size === 0)) notes.push({ kind: 'table-no-types' });
  return notes;
}

/** The open days of each row by the calendar, or as many as the table says. */
function openRows(table: MonthlyTable, file: string, flags: FitFlags): readonly OpenRow[] {
  const calendar = new DemandCalendar({
    closedDays: { value: [...flags.closed], origin: 'given' },
  });
  const hasDaysOff = table.bands.some(({ kind }) => kind === 'dayOff');
  const hasBoth = hasDaysOff && table.bands.some(({ kind }) => kind === 'weekday');
  return table.rows.map((row) => {
    const all = row.months.flatMap(({ year, month }) => daysOf(year, month));
    const open = all.map((day) => calendar.dayOf(day)).filter(({ isClosed }) => !isClosed);
    if (row.days !== undefined && row.days > all.length) {
      throw new FitRefused(
        `${file}:${row.line}  ${row.name} has ${all.length} days, not ${row.days}: correct it`,
      );
    }
    if (row.count > 0 && (open.length === 0 || row.days === 0)) {
      throw new FitRefused(
        `${file}:${row.line}  ${row.name} has no open day, but ${row.count} certificates: correct ` +
          'its days, or look at --closed',
      );
    }
    const of = (kind: Kind) => open.filter((day) => day.kind === kind).length;
    // A table may count closed days among its days; fewer than the open ones were not served.
    const part = Math.min(1, (row.days ?? open.length) / Math.max(1, open.length));
    const sum = (kind: Kind) =>
      row.bands.reduce(
        (total, count, at) => total + (table.bands[at]?.kind === kind ? count : 0),
        0,
      );
    return {
      row,
      days: { weekday: of('weekday') * part, dayOff: of('dayOff') * part },
      counts: hasBoth ? { weekday: sum('weekday'), dayOff: sum('dayOff') } : undefined,
    };
  });
}

function daysOf(year: number, month: Month): readonly number[] {
  const first = dayNumberOf(`${year}-${month.padStart(2, '0')}-01`);
  const days: number[] = [];
  for (let day = first; civilTime(midnightMs(day)).month === Number(month); day++) days.push(day);
  return days;
}

function fitTable(table: MonthlyTable, rows: readonly OpenRow[]) {
  // Months that a row counts together are taken as alike; so are those of different years.
  const keys = [...new Set(rows.map(keyOf))];
  const hasBoth = rows[0]?.counts !== undefined;
  const cells = rows.flatMap((open): readonly Cell[] => {
    const level = 1 + keys.indexOf(keyOf(open));
    const { days, counts, row } = open;
    if (counts === undefined) {
      return [{ count: row.count, exposure: days.weekday + days.dayOff, columns: [0, level] }];
    }
    return [
      { count: counts.weekday, exposure: days.weekday, columns: [0, level] },
      { count: counts.dayOff, exposure: days.dayOff, columns: [0, level, keys.length + 1] },
    ];
  });
  const empty = keys.filter((key) =>
    rows.every((open) => keyOf(open) !== key || open.row.count === 0),
  );
  const used = cells.filter(
    ({ exposure, columns }) => exposure > 0 && !empty.includes(keys[(columns[1] ?? 0) - 1] ?? ''),
  );
  const fit = fitLogLinear(used, keys.length + 1 + (hasBoth ? 1 : 0));
  const pearson = used.reduce((sum, { count, exposure }, at) => {
    const due = exposure * (fit.expected[at] as number);
    return sum + (count - due) ** 2 / due;
  }, 0);
  const degrees = used.length - fit.rank;
  const dispersion = degrees > 0 ? Math.max(1, pearson / degrees) : 1;
  const reach = normalReach(CONFIDENCE);
  const total = rows.reduce((sum, { row }) => sum + row.count, 0);
  const misfits: readonly Misfit[] =
    degrees > 0
      ? [
          {
            question: 'month-day-off',
            chiSquared: pearson,
            degrees,
            dispersion: pearson / degrees,
            probability: chiSquaredTail(pearson, degrees),
            farthest: undefined,
          },
        ]
      : [];
  const covariance = fit.covariance(
    used.map(({ exposure }, at) => exposure * (fit.expected[at] as number) * dispersion),
  );
  const months = monthsOf({ fit, covariance, keys, rows, reach, empty });
  return { fitted: fittedOf(table, rows, { months, dispersion, reach, total }), misfits };
}

function keyOf({ row }: OpenRow): string {
  return row.months.map(({ month }) => month).join('+');
}

/** Each month against the mean of all open days, by the delta method. */
function monthsOf(of: {
  readonly fit: LogLinearFit;
  readonly covariance: readonly (readonly number[])[];
  readonly keys: readonly string[];
  readonly rows: readonly OpenRow[];
  readonly reach: number;
  readonly empty: readonly string[];
}): ReadonlyMap<Month, Estimate> {
  const { fit, covariance, keys, rows, reach, empty } = of;
  const days = keys.map((key) =>
    rows.reduce(
      (sum, open) => sum + (keyOf(open) === key ? open.days.weekday + open.days.dayOff : 0),
      0,
    ),
  );
  const factors = keys.map((key, at) =>
    empty.includes(key) ? 0 : Math.exp(fit.logs[at + 1] as number),
  );
  const weights = factors.map((factor, at) => factor * (days[at] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = total / days.reduce((sum, count) => sum + count, 0);
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
    const half = Math.min(15, reach * Math.sqrt(Math.max(0, variance)));
    const value = (factors[at] as number) / mean;
    const high = value === 0 ? (reach ** 2 + 1) / total : value * Math.exp(half);
    for (const month of key.split('+')) {
      months.set(month as Month, { value, low: value * Math.exp(-half), high });
    }
  });
  return new Map([...months].sort(([one], [other]) => Number(one) - Number(other)));
}

function fittedOf(
  table: MonthlyTable,
  rows: readonly OpenRow[],
  of: {
    readonly months: ReadonlyMap<Month, Estimate>;
    readonly dispersion: number;
    readonly reach: number;
    readonly total: number;
  },
): FittedDemand {
  const { months, dispersion, reach, total } = of;
  const all = rows.flatMap(({ row }) =>
    row.months.flatMap(({ year, month }) => daysOf(year, month)),
  );
  const sumOf = (kind: Kind) => rows.reduce((sum, { counts }) => sum + (counts?.[kind] ?? 0), 0);
  const types = new Map<CertificateType, Estimate>();
  for (const type of CERTIFICATE_TYPES) {
    const count = rows.reduce((sum, { row }) => sum + (row.types.get(type) ?? 0), 0);
    if (count > 0) types.set(type, shareEstimate(count, total, reach, dispersion));
  }
  return {
    from: civilDayText(Math.min(...all)),
    to: civilDayText(Math.max(...all)),
    certificates: countEstimate(total, reach, dispersion),
    months,
    weekdays: new Map(),
    growth: new Map(),
    dayOffShare:
      rows[0]?.counts === undefined
        ? undefined
        : shareEstimate(sumOf('dayOff'), total, reach, dispersion),
    hours: {
      weekday: bandsOf(table, 'weekday', reach, dispersion),
      dayOff: bandsOf(table, 'dayOff', reach, dispersion),
    },
    types,
    ages: [],
    places: new Map(),
    copies: new Map(),
    overdispersion: undefined,
  };
}

function bandsOf(
  table: MonthlyTable,
  kind: Kind,
  reach: number,
  dispersion: number,
): readonly FittedBand[] | undefined {
  const own = table.bands.flatMap((band, at) => (band.kind === kind ? [{ band, at }] : []));
  const countAt = (at: number) => table.rows.reduce((sum, { bands }) => sum + (bands[at] ?? 0), 0);
  const total = own.reduce((sum, { at }) => sum + countAt(at), 0);
  if (total === 0) return undefined;
  return own
    .map(({ band: { from, to }, at }) => {
      const share = own.length === 1 ? WHOLE : shareEstimate(countAt(at), total, reach, dispersion);
      return { from, to, share, curve: new Map<string, Estimate>() };
    })
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

/** What the demand makes of the rows, by the demand model itself. */
function marginsOf(data: DemandData, rows: readonly OpenRow[]): readonly Margin[] {
  const rate = new DemandRate(Demand.parse(data));
  return rows.map(({ row }) => {
    const days = row.months.flatMap(({ year, month }) => daysOf(year, month));
    const [from, to] = [midnightMs(Math.min(...days)), midnightMs(Math.max(...days) + 1)];
    return { name: row.name, observed: row.count, expected: rate.expectedCertificates(from, to) };
  });
}
