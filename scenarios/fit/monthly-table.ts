import type { CertificateType } from '../../server/contract.ts';
import type { Month } from '../demand/demand-units.ts';
import type { FitFlags } from './fit-flags.ts';
import { FitRefused } from './fit-refused.ts';
import { bytesOf, delimiterOf, encodingOf, FieldText, fieldsOf } from './log-fields.ts';
import type { ByteReader } from './log-source-files.ts';
import { CertificateNames, folded } from './log-words.ts';
import { RecordSplitter } from './record-splitter.ts';
import { monthsOf, textOf } from './table-months.ts';

/** A part of the day that a table counts, of weekdays or of days off. */
export interface TableBand {
  readonly kind: 'weekday' | 'dayOff';
  /** `06:30`; a whole day has the opening hours. */
  readonly from: string;
  readonly to: string;
}

/** A row of a monthly table: one month, or several together. */
export interface TableRow {
  readonly line: number;
  /** `2014-03`, or `2014-01..2014-02`. */
  readonly name: string;
  readonly months: readonly { readonly year: number; readonly month: Month }[];
  readonly count: number;
  /** Days of service, where the table tells them. */
  readonly days: number | undefined;
  readonly bands: readonly number[];
  readonly types: ReadonlyMap<CertificateType, number>;
}

/** A table with a row for each month. */
export interface MonthlyTable {
  readonly encoding: string;
  readonly rows: readonly TableRow[];
  readonly bands: readonly TableBand[];
}

type TableColumn =
  | { readonly kind: 'month' | 'count' | 'days' }
  | { readonly kind: 'band'; readonly band: TableBand }
  | { readonly kind: 'type'; readonly type: CertificateType };

const HEADERS = {
  month: ['month', 'months', '月', '年月', '対象月', '期間'],
  count: [
    'count',
    'total',
    'certificates',
    '件数',
    '通数',
    '合計',
    '計',
    '発行件数',
    '交付件数',
    '総数',
  ],
  days: ['days', '日数', '稼働日数', '開庁日数', '利用日数'],
};

const MOST_ROWS = 2400;
const MOST_MISTAKES = 20;

const COUNT = /^(\d+|\d{1,3}(,\d{3})+)$/;
const MOST_COUNT = 1e9;

/** Whether the first line of a file is that of a monthly table. */
export function isMonthlyHead(
  head: string,
  flags: Pick<FitFlags, 'columns' | 'encoding'>,
): boolean {
  if (flags.columns.length > 0) return false;
  const text = new FieldText(flags.encoding ?? encodingOf(bytesOf(head)));
  const [first = ''] = head.replace(/^\xef\xbb\xbf/, '').split(/\r?\n/, 1);
  const names = fieldsOf(first, delimiterOf(first), first.includes('"')).map((field) =>
    folded(text.of(field)),
  );
  return names.some((name) => HEADERS.month.includes(name));
}

/** Reads a monthly table as it comes; all of its mistakes are told at once. */
export class TableReading implements ByteReader {
  readonly file: string;
  readonly #flags: FitFlags;
  readonly #splitter: RecordSplitter;
  readonly #text: FieldText;
  readonly #encoding: string;
  readonly #delimiter: string;
  readonly #types: CertificateNames;
  readonly #mistakes: string[] = [];
  readonly #rows: TableRow[] = [];
  #columns: readonly TableColumn[] | undefined;
  #isBegun = false;

  constructor(file: string, head: string, flags: FitFlags) {
    this.file = file;
    this.#flags = flags;
    const encoding = flags.encoding ?? encodingOf(bytesOf(head));
    this.#encoding = encoding;
    this.#text = new FieldText(encoding);
    this.#delimiter = flags.delimiter ?? delimiterOf(head.split('\n', 1)[0] ?? '');
    this.#types = new CertificateNames(flags.mapType);
    this.#splitter = new RecordSplitter(this.#delimiter, {
      record: (text, line, hasQuote) => this.#record(text, line, hasQuote),
      broken: (_, __, line) =>
        this.#complain(line, 'this is no row of a table: look at its quotes'),
    });
  }

  get line(): number {
    return this.#splitter.line;
  }

  push(bytes: string): void {
    this.#splitter.push(this.#isBegun ? bytes : bytes.replace(/^\xef\xbb\xbf/, ''));
    this.#isBegun = true;
  }

  finish(): void {
    this.#splitter.finish();
  }

  /** Throws FitRefused with all mistakes if there are any. */
  table(): MonthlyTable {
    if (this.#mistakes.length === 0 && this.#rows.length > 0) this.#checkOrder();
    if (this.#mistakes.length === 0 && this.#rows.length === 0) {
      throw new FitRefused(`${this.file} has no rows: name a table with a row for each month`);
    }
    if (this.#mistakes.length > 0) {
      const told = this.#mistakes.slice(0, MOST_MISTAKES).map((mistake) => `  ${mistake}`);
      const count = this.#mistakes.length;
      throw new FitRefused(
        `${this.file}: there ${count === 1 ? 'is a mistake' : `are ${count} mistakes`} in the table\n\n` +
          `${told.join('\n')}\n`,
      );
    }
    const bands = (this.#columns ?? []).flatMap((column) =>
      column.kind === 'band' ? [column.band] : [],
    );
    return { encoding: this.#encoding, rows: this.#rows, bands };
  }

  #complain(line: number, message: string): void {
    this.#mistakes.push(`${this.file}:${line}  ${message}`);
  }

  #record(text: string, line: number, hasQuote: boolean): void {
    if (text.trim() === '') return;
    const fields = fieldsOf(text, this.#delimiter, hasQuote).map((field) =>
      this.#text.of(field).normalize('NFKC').trim(),
    );
    if (this.#columns === undefined) {
      this.#columns = fields.map((field) => this.#columnOf(field, line));
      if (!this.#columns.some(({ kind }) => kind === 'month')) {
        this.#complain(line, 'name one column month: a row is a month, such as 2014-03');
      }
      return;
    }
    if (this.#rows.length >= MOST_ROWS) {
      throw new FitRefused(`${this.file}:${line} a monthly table has ${MOST_ROWS} rows at most`);
    }
    if (fields.length !== this.#columns.length) {
      this.#complain(line, `there are ${fields.length} columns, not ${this.#columns.length}`);
      return;
    }
    const row = this.#row(fields, line);
    if (row !== undefined) this.#rows.push(row);
  }

  #columnOf(name: string, line: number): TableColumn {
    const plain = folded(name);
    for (const kind of ['month', 'count', 'days'] as const) {
      if (HEADERS[kind].includes(plain)) return { kind };
    }
    const band = bandOf(name, this.#flags.opening);
    if (band !== undefined) return { kind: 'band', band };
    const type = this.#types.of(name);
    if (type !== undefined) return { kind: 'type', type };
    this.#complain(
      line,
      `the column ${name} is not known: it can be month, count, days, a certificate, or a band ` +
        'such as weekday 08:30-17:15 or dayOff; rename it or leave it out',
    );
    return { kind: 'days' };
  }

  #row(fields: readonly string[], line: number): TableRow | undefined {
    const before = this.#mistakes.length;
    const { name, bands, types, count, days } = this.#cells(fields, line);
    const months = monthsOf(name);
    if (months === undefined) {
      this.#complain(line, `${name} is no month: write 2014-03, or 2014-01..2014-02 for several`);
    }
    const inBands = bands.reduce((sum, value) => sum + value, 0);
    const inTypes = [...types.values()].reduce((sum, value) => sum + value, 0);
    const total = count ?? (bands.length > 0 ? inBands : inTypes);
    if (bands.length > 0 && inBands !== total) this.#contradicts(line, 'bands', inBands, total);
    if (types.size > 0 && inTypes !== total)
      this.#contradicts(line, 'certificates', inTypes, total);
    if (months === undefined || this.#mistakes.length > before) return undefined;
    return { line, name, months, count: total, days, bands, types };
  }

  #cells(fields: readonly string[], line: number): Cells {
    const told = { name: '', bands: [] as number[], types: new Map<CertificateType, number>() };
    const sums: { count?: number; days?: number } = {};
    for (const [at, column] of (this.#columns ?? []).entries()) {
      const field = fields[at] as string;
      if (column.kind === 'month') {
        told.name = field;
        continue;
      }
      const value = this.#number(field, line);
      if (column.kind === 'band') told.bands.push(value);
      else if (column.kind === 'type') told.types.set(column.type, value);
      else sums[column.kind] = value;
    }
    return { ...told, ...sums };
  }

  #contradicts(line: number, what: string, sum: number, count: number): void {
    this.#complain(line, `the ${what} make ${sum}, but count says ${count}: correct one of them`);
  }

  #number(field: string, line: number): number {
    const value = COUNT.test(field) ? Number(field.replaceAll(',', '')) : Number.NaN;
    if (value <= MOST_COUNT) return value;
    const what = field === '' ? 'a blank' : field;
    this.#complain(line, `${what} is no count: write a whole number, 0 to 1,000,000,000`);
    return 0;
  }

  /** Months come once, and none is missing between two of them. */
  #checkOrder(): void {
    const seen = new Map<number, number>();
    for (const { months, line } of this.#rows) {
      for (const { year, month } of months) {
        const number = year * 12 + Number(month) - 1;
        const before = seen.get(number);
        if (before !== undefined) {
          this.#complain(
            line,
            `${textOf(number)} has a row already, in line ${before}: leave one out`,
          );
        }
        seen.set(number, line);
      }
    }
    const numbers = [...seen.keys()].sort((a, b) => a - b);
    numbers.forEach((number, at) => {
      const before = numbers[at - 1];
      if (before === undefined || number === before + 1) return;
      const line = seen.get(number) as number;
      this.#complain(
        line,
        `${textOf(before + 1)} is missing before ${textOf(number)}: add its row, or fit apart what ` +
          'comes before and after it',
      );
    });
  }
}

interface Cells {
  readonly name: string;
  readonly bands: readonly number[];
  readonly types: ReadonlyMap<CertificateType, number>;
  readonly count?: number;
  readonly days?: number;
}

const BAND =
  /^(weekdays?|平日|dayoff|daysoff|day off|days off|休日|土日祝|土日祝日)[\s_]*(?:(\d\d:\d\d)[-~〜](\d\d:\d\d|24:00))?$/i;

function bandOf(name: string, { opens, closes }: FitFlags['opening']): TableBand | undefined {
  const match = BAND.exec(name.trim());
  if (match === null) return undefined;
  const [, days = '', from = opens, to = closes] = match;
  return { kind: /^(weekday|平日)/i.test(days) ? 'weekday' : 'dayOff', from, to };
}
