import { MONTHS } from '../demand/demand-units.ts';
import type { MonthlyTable } from './monthly-table.ts';
import type { TableModel } from './table-model.ts';

/** Something that whoever reads a fit to a table should know of it. */
export type TableNote =
  | { readonly kind: 'table-no-hours' }
  | { readonly kind: 'table-no-days-off' }
  | { readonly kind: 'table-no-types' }
  | { readonly kind: 'table-no-weekdays' }
  /** Rows that count several months: `2014-04..2014-12`. */
  | { readonly kind: 'table-months-together'; readonly names: readonly string[] }
  | { readonly kind: 'table-months-missing'; readonly names: readonly string[] }
  /** Growth from year to year could not be told. */
  | { readonly kind: 'table-years-alike' };

/** What is to be said of a table besides its numbers. */
export function tableNotes(
  { bands, rows }: MonthlyTable,
  { areYearsAlike }: Pick<TableModel, 'areYearsAlike'>,
): readonly TableNote[] {
  const notes: TableNote[] = [{ kind: 'table-no-weekdays' }];
  if (bands.length === 0) notes.push({ kind: 'table-no-hours' });
  if (bands.every(({ kind }) => kind !== 'dayOff')) notes.push({ kind: 'table-no-days-off' });
  if (rows.every(({ types }) => types.size === 0)) notes.push({ kind: 'table-no-types' });
  const together = rows.filter(({ months }) => months.length > 1).map(({ name }) => name);
  if (together.length > 0) notes.push({ kind: 'table-months-together', names: together });
  const counted = new Set(rows.flatMap(({ months }) => months.map(({ month }) => month)));
  const missing = MONTHS.filter((month) => !counted.has(month));
  if (missing.length > 0) notes.push({ kind: 'table-months-missing', names: missing });
  if (areYearsAlike) notes.push({ kind: 'table-years-alike' });
  return notes;
}
