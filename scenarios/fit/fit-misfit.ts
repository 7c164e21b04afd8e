import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import { MONTHS } from '../demand/demand-units.ts';
import { classOf, DAY_CLASSES, type DayModel, type FittedDay } from './day-model.ts';
import type { LogFit } from './fit-log.ts';
import type { LogCounts } from './log-counts.ts';
import { chiSquaredTail } from './statistics.ts';

/** What a demand takes for one, and whether the counts do. */
export const MISFIT_QUESTIONS = [
  'days',
  'month-weekday',
  'weekday-hour',
  'day-off-hour',
  'month-type',
  'hour-type',
  'month-day-off',
  'month-year',
  'month-year-day-off',
] as const;
export type MisfitQuestion = (typeof MISFIT_QUESTIONS)[number];

/** A χ² of the counts against the demand in one respect. */
export interface Misfit {
  readonly question: MisfitQuestion;
  readonly chiSquared: number;
  readonly degrees: number;
  /** Twice the logarithm by which the likelihood misses that of the counts themselves. */
  readonly deviance?: number;
  /** χ² over its degrees: 1 where the counts vary by chance alone. */
  readonly dispersion: number;
  /** With what probability chance alone makes χ² as large. */
  readonly probability: number;
  /** Where the counts are farthest from what is expected. */
  readonly farthest: Farthest | undefined;
}

export interface Farthest {
  readonly names: readonly string[];
  readonly observed: number;
  readonly expected: number;
}

/** Tests what the demand cannot say otherwise: that its factors do not depend on each other. */
export function misfitsOf(counts: LogCounts, { model, days, dispersions }: LogFit) {
  const dayOf = new Map(days.map(({ day }) => [day.number, day]));
  const classIndex = (number: number) => {
    const day = dayOf.get(number);
    return day === undefined ? -1 : DAY_CLASSES.indexOf(classOf(day));
  };
  const monthIndex = (number: number) => Number(dayOf.get(number)?.month ?? 0) - 1;
  const classes = counts.hours.grouped(DAY_CLASSES.length, classIndex);
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
  const isWeekday = (name: string) => DAY_CLASSES.indexOf(name as 'monday') < 5;
  const byHour = (question: MisfitQuestion, wanted: (name: string) => boolean) => {
    const names = DAY_CLASSES.filter(wanted);
    const table = classes.filter((_, at) => wanted(DAY_CLASSES[at] as string));
    return contingency(question, table, [names, hours], dispersions.hours);
  };
  const months = counts.types.grouped(MONTHS.length, monthIndex);
  const typesByHour = counts.typesByHour.map((each) => [...each]);
  return [
    dayMisfit(model),
    monthWeekday(model, days),
    byHour('weekday-hour', isWeekday),
    byHour('day-off-hour', (name) => !isWeekday(name)),
    contingency('month-type', months, [MONTHS, CERTIFICATE_TYPES], dispersions.types),
    contingency('hour-type', typesByHour, [hours, CERTIFICATE_TYPES], dispersions.types),
  ].filter(({ degrees }) => degrees > 0) as readonly Misfit[];
}

function dayMisfit({ pearson, deviance, degrees }: DayModel): Misfit {
  return { ...misfit('days', pearson, degrees, undefined), deviance };
}

/** Whether weekdays weigh the same in every month, beyond what single days vary. */
function monthWeekday(model: DayModel, days: readonly FittedDay[]): Misfit {
  const cells = new Map<string, Cell>();
  for (const { day, visits } of days) {
    const names = [day.month, classOf(day)];
    const cell = cells.get(names.join()) ?? { names, observed: 0, expected: 0, variance: 0 };
    const due = model.expected(day);
    cell.observed += visits;
    cell.expected += due;
    cell.variance += due + model.overdispersion.value * due * due;
    cells.set(names.join(), cell);
  }
  const used = [...cells.values()].filter(({ expected }) => expected >= LEAST);
  return misfit('month-weekday', sumOf(used), used.length - model.fit.rank, farthestOf(used));
}

interface Cell {
  readonly names: readonly string[];
  observed: number;
  expected: number;
  /** What the count is expected to vary by. */
  variance: number;
}

/** Cells from which less is expected say nothing of χ². */
const LEAST = 1;

/** Whether the shares of columns are the same in every row. */
function contingency(
  question: MisfitQuestion,
  table: readonly (readonly number[])[],
  [rowNames, columnNames]: readonly [readonly string[], readonly string[]],
  dispersion: number,
): Misfit {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = columnNames.map((_, at) => table.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const total = rows.reduce((sum, count) => sum + count, 0);
  const cells = table.flatMap((row, at) =>
    row.map((observed, column): Cell => {
      const expected = ((rows[at] as number) * (columns[column] as number)) / total;
      const names = [rowNames[at] as string, columnNames[column] as string];
      return { names, observed, expected, variance: expected * dispersion };
    }),
  );
  const used = cells.filter(({ expected }) => expected >= LEAST);
  const seen = (sums: readonly number[]) => sums.filter((sum) => sum > 0).length;
  const left = cells.filter(({ expected }) => expected > 0 && expected < LEAST).length;
  const degrees = (seen(rows) - 1) * (seen(columns) - 1) - left;
  return misfit(question, sumOf(used), degrees, farthestOf(used));
}

function sumOf(cells: readonly Cell[]): number {
  return cells.reduce(
    (sum, { observed, expected, variance }) => sum + (observed - expected) ** 2 / variance,
    0,
  );
}

function farthestOf(cells: readonly Cell[]): Farthest | undefined {
  const distance = ({ observed, expected, variance }: Cell) =>
    Math.abs(observed - expected) / Math.sqrt(variance);
  return cells.reduce<Cell | undefined>(
    (best, cell) => (best === undefined || distance(cell) > distance(best) ? cell : best),
    undefined,
  );
}

function misfit(
  question: MisfitQuestion,
  chiSquared: number,
  degrees: number,
  farthest: Farthest | undefined,
): Misfit {
  const probability = chiSquaredTail(chiSquared, degrees);
  const told =
    farthest === undefined
      ? undefined
      : { names: farthest.names, observed: farthest.observed, expected: farthest.expected };
  return {
    question,
    chiSquared,
    degrees,
    dispersion: chiSquared / degrees,
    probability,
    farthest: told,
  };
}
