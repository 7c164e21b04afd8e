import type { CertificateType } from '../../server/contract.ts';
import { type BadRowReason, BadRows } from './bad-rows.ts';
import { FitRefused } from './fit-refused.ts';
import { LogClock, type OffsetCounts } from './log-clock.ts';
import { type AskedColumn, type ColumnPlaces, placesOf } from './log-columns.ts';
import {
  bytesOf,
  delimiterOf,
  type Encoding,
  encodingOf,
  FieldText,
  fieldsOf,
} from './log-fields.ts';
import { type LogRow, RowReader } from './log-row.ts';
import { CertificateNames, type Mapping, PlaceNames } from './log-words.ts';
import type { Zone } from './log-zone.ts';
import { RecordSplitter, type SplitFault } from './record-splitter.ts';
import { RepeatedRows } from './repeated-rows.ts';

/** How a log is to be read. */
export interface LogFormat {
  readonly columns: readonly AskedColumn[];
  readonly hasHeader: boolean;
  /** Found in the first line without. */
  readonly delimiter?: string | undefined;
  /** Found in the first bytes without. */
  readonly encoding?: Encoding | undefined;
  /** Of times that say no offset. */
  readonly zone: Zone;
  readonly ignoresOffsets: boolean;
  readonly types: ReadonlyMap<string, CertificateType>;
  readonly places: Mapping;
  /** What becomes of rows that are alike in every column. */
  readonly duplicates: 'keep' | 'drop';
}

/** What a log is made of, as far as it was read. */
export interface LogStanding {
  /** Lines that have ended, the header included. */
  readonly lines: number;
  /** Rows: read, dropped as duplicates, and bad; blank lines are none. */
  readonly rows: number;
  readonly blank: number;
  readonly duplicates: number;
  /** Rows that were earlier than the one before. */
  readonly unsorted: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly offsets: OffsetCounts;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly places: ColumnPlaces | undefined;
}

/** Who hears of the rows of a log. */
export interface LogListener {
  /** A row; it is written anew for the next one. `line` is where it begins in the file. */
  row(row: LogRow, line: number): void;
  /** Bytes, one a character, of rows that could not be read, and of the header before them. */
  reject?(bytes: string): void;
}

/** Reads a log as it comes, keeping no rows. */
export class LogReading {
  readonly bad = new BadRows();
  readonly #file: string;
  readonly #format: LogFormat;
  readonly #listener: LogListener;
  readonly #splitter: RecordSplitter;
  readonly #clock: LogClock;
  readonly #text: FieldText;
  readonly #encoding: Encoding;
  readonly #delimiter: string;
  readonly #repeated = new RepeatedRows();
  #reader: RowReader | undefined;
  #places: ColumnPlaces | undefined;
  #rows = 0;
  #blank = 0;
  #duplicates = 0;
  #unsorted = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #beforeMs = Number.NEGATIVE_INFINITY;
  #isBroken = false;
  #isBegun = false;

  /** `head` are the first bytes of the log, one a character: a whole line at least, if it has one. */
  constructor(file: string, head: string, format: LogFormat, listener: LogListener) {
    this.#file = file;
    this.#format = format;
    this.#listener = listener;
    this.#encoding = format.encoding ?? encodingOf(bytesOf(head));
    const [first = ''] = head.split('\n', 1);
    this.#delimiter = format.delimiter ?? delimiterOf(first);
    if (this.#delimiter === '|' && this.#encoding === 'shift_jis') {
      throw new FitRefused(
        `${file}: in Shift_JIS a | can be half of a character: save the log with commas or tabs`,
      );
    }
    if (first.startsWith('\xff\xfe') || first.startsWith('\xfe\xff')) {
      throw new FitRefused(`${file} is UTF-16: save it as UTF-8 or Shift_JIS, e.g. "CSV UTF-8"`);
    }
    this.#clock = new LogClock(format.zone, format.ignoresOffsets);
    this.#text = new FieldText(this.#encoding);
    this.#splitter = new RecordSplitter(this.#delimiter, {
      record: (text, line, hasQuote) => this.#record(text, line, hasQuote),
      broken: (fault, piece, line, isLast) => this.#broken(fault, piece, line, isLast),
    });
  }

  get standing(): LogStanding {
    return {
      lines: this.#splitter.line,
      rows: this.#rows,
      blank: this.#blank,
      duplicates: this.#duplicates,
      unsorted: this.#unsorted,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      offsets: this.#clock.offsets,
      encoding: this.#encoding,
      delimiter: this.#delimiter,
      places: this.#places,
    };
  }

  /** Lines that have ended. */
  get line(): number {
    return this.#splitter.line;
  }

  /** Bytes of the log, one a character. */
  push(bytes: string): void {
    const isMarked = !this.#isBegun && bytes.startsWith(BYTE_ORDER_MARK);
    this.#isBegun = true;
    this.#splitter.push(isMarked ? bytes.slice(BYTE_ORDER_MARK.length) : bytes);
  }

  /** The end of the log; throws FitRefused if it held nothing to read. */
  finish(): void {
    this.#splitter.finish();
    if (this.#rows > 0) return;
    const what =
      this.#places === undefined ? 'is empty' : 'has a header and no rows: is it the right file?';
    throw new FitRefused(
      `${this.#file} ${what}${this.#places === undefined ? ': name a log with rows' : ''}`,
    );
  }

  #record(text: string, line: number, hasQuote: boolean): void {
    if (text.trim() === '') {
      this.#blank += 1;
      return;
    }
    if (this.#reader === undefined) {
      this.#begin(text, hasQuote);
      if (this.#format.hasHeader) return;
    }
    this.#row(this.#reader as unknown as RowReader, text, line, hasQuote);
  }

  #begin(text: string, hasQuote: boolean): void {
    refuseLonelyReturns(this.#file, text);
    const { columns, hasHeader, types, places } = this.#format;
    const header = fieldsOf(text, this.#delimiter, hasQuote).map((field) => this.#text.of(field));
    this.#places = placesOf(header, columns, { file: this.#file, hasHeader });
    this.#reader = new RowReader({
      places: this.#places,
      delimiter: this.#delimiter,
      clock: this.#clock,
      text: this.#text,
      types: new CertificateNames(types),
      placeNames: new PlaceNames(places),
    });
    if (hasHeader) this.#listener.reject?.(`${text}\n`);
  }

  #row(reader: RowReader, text: string, line: number, hasQuote: boolean): void {
    this.#rows += 1;
    const fault = text.includes('\0') ? 'nul' : reader.read(text, hasQuote);
    if (fault !== undefined) {
      if (fault === 'type') this.bad.addUnknownType(reader.unknownType);
      this.#refuse(fault, line, text);
      this.#listener.reject?.(`${text}\n`);
      return;
    }
    if (this.#repeated.seen(text)) {
      this.#duplicates += 1;
      if (this.#format.duplicates === 'drop') return;
    }
    const { atMs } = reader.row;
    if (atMs < this.#beforeMs) this.#unsorted += 1;
    this.#beforeMs = atMs;
    if (atMs < this.#firstMs) this.#firstMs = atMs;
    if (atMs > this.#lastMs) this.#lastMs = atMs;
    this.#listener.row(reader.row, line);
  }

  #refuse(reason: BadRowReason, line: number, text: string): void {
    this.bad.add(reason, line, () => this.#text.of(text.slice(0, SHOWN_BYTES)));
  }

  /** A row that has no end in sight comes in pieces; it is one all the same. */
  #broken(fault: SplitFault, piece: string, line: number, isLast: boolean): void {
    if (this.#reader === undefined) {
      refuseLonelyReturns(this.#file, piece);
      const what = fault === 'long-line' ? 'has more than 64 KiB' : 'has a quote that never closes';
      throw new FitRefused(`${this.#file}:${line} ${what} and is no header: is this a log?`);
    }
    if (!this.#isBroken) {
      this.#rows += 1;
      this.#refuse(fault, line, piece);
    }
    this.#isBroken = !isLast;
    this.#listener.reject?.(isLast ? `${piece}\n` : piece);
  }
}

const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const SHOWN_BYTES = 400;

/** CR alone ended lines once, and makes one line of a whole file. */
function refuseLonelyReturns(file: string, text: string): void {
  if (!text.slice(0, -1).includes('\r')) return;
  throw new FitRefused(`${file}: its lines end in CR alone: save it with LF or CR LF`);
}
