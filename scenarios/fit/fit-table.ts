import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { civilTime } from '../../sim/civil-time.ts';
import { civilDayText, dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import { Demand } from '../demand/demand.ts';
import { DemandCalendar } from '../demand/demand-calendar.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import type { Month } from '../demand/demand-units.ts';
import { type DemandData, demandOf, demandText } from './demand-of-fit.ts';
import type { FitFlags } from './fit-flags.ts';
import { CONFIDENCE, nameOf } from './fit-log-report.ts';
import type { Margin } from './fit-margins.ts';
import type { Misfit } from './fit-misfit.ts';
import { FitRefused } from './fit-refused.ts';
import type { FitReport } from './fit-report.ts';
import { type FittedBand, type FittedDemand, numbersOf } from './fitted-demand.ts';
import type { MonthlyTable, TableReading } from './monthly-table.ts';
import {
  chiSquaredTail,
  countEstimate,
  type Estimate,
  normalReach,
  shareEstimate,
  WHOLE,
} from './statistics.ts';
import {
  areMonthsRepeated,
  fitTable,
  type Kind,
  type OpenRow,
  type TableModel,
} from './table-model.ts';
import { tableNotes } from './table-notes.ts';

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
  const reach = normalReach(CONFIDENCE);
  const model = fitTable(rows, reach);
  const fitted = fittedOf(table, rows, { model, reach });
  const demand = demandOf(fitted, {
    name: flags.name ?? nameOf(source.file),
    origin: `fit: ${source.file}, ${table.rows.length} rows`,
    opening: flags.opening,
    closedDays: [...flags.closed],
  });
  // Refused before anything is told of it.
  demandText(demand, []);
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
    misfits: misfitsOf(rows, model),
    outstanding: undefined,
    stores: { count: 0, top: [] },
    notes: tableNotes(table, model),
    demand,
    out: flags.out,
  };
}

/** Whether the table is what the factors make of it, where it says more than they. */
function misfitsOf(rows: readonly OpenRow[], model: TableModel): readonly Misfit[] {
  const { pearson, degrees, farthest } = model;
  if (degrees <= 0) return [];
  const hasBoth = rows[0]?.counts !== undefined;
  const ofYears = hasBoth ? 'month-year-day-off' : 'month-year';
  return [
    {
      question: areMonthsRepeated(rows) ? ofYears : 'month-day-off',
      chiSquared: pearson,
      degrees,
      dispersion: pearson / degrees,
      probability: chiSquaredTail(pearson, degrees),
      farthest,
    },
  ];
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

function fittedOf(
  table: MonthlyTable,
  rows: readonly OpenRow[],
  { model, reach }: { readonly model: TableModel; readonly reach: number },
): FittedDemand {
  const { months, growth, dispersion } = model;
  const total = rows.reduce((sum, { row }) => sum + row.count, 0);
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
    growth,
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
