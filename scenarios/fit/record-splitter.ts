/** Why something of a log is not a record. */
export type SplitFault = 'long-line' | 'open-quote';

/** What is told of the records of a log. Each character stands for one byte of the file. */
export interface RecordSink {
  /** A record without the end of its line; `line` is the number of its first line, from 1. */
  record(text: string, line: number, hasQuote: boolean): void;
  /** A piece of what is not a record; the last one of it ends at the end of a line. */
  broken(fault: SplitFault, piece: string, line: number, isLast: boolean): void;
}

/** So many characters a record may have: a line longer than this is no line of a log. */
export const LONGEST_RECORD = 64 * 1024;

/** The record goes on behind the end of the text, or is none. */
const GOES_ON = -1;
const MALFORMED = -2;

/**
 * Cuts a stream of text into records of RFC 4180: a field in quotes may hold delimiters and ends of
 * lines. Never keeps more than one record of at most LONGEST_RECORD characters. What is no record
 * costs its first line alone: a stray quote does not swallow the lines behind it.
 */
export class RecordSplitter {
  readonly #delimiter: string;
  readonly #sink: RecordSink;
  #rest = '';
  #line = 1;
  #isSkipping = false;
  /** Fields of a record, once the first one has told. */
  #fields: number | undefined;

  constructor(delimiter: string, sink: RecordSink) {
    this.#delimiter = delimiter;
    this.#sink = sink;
  }

  /** How many lines have come to their ends. */
  get line(): number {
    return this.#line - 1;
  }

  push(chunk: string): void {
    const from = this.#isSkipping ? this.#skip(chunk) : 0;
    if (from < 0) return;
    const text = this.#rest === '' ? chunk : this.#rest + chunk;
    const at = this.#split(text, from, false);
    this.#rest = text.slice(at);
  }

  /** The end of the file: a last line needs no end of its own. */
  finish(): void {
    if (this.#isSkipping) this.#sink.broken('long-line', '', this.#line, true);
    const text = this.#rest;
    this.#rest = '';
    if (text !== '') this.#split(text.endsWith('\n') ? text : `${text}\n`, 0, true);
  }

  /** Passes over a line that is too long; answers where the next one begins, or −1. */
  #skip(chunk: string): number {
    const end = chunk.indexOf('\n');
    this.#sink.broken('long-line', end < 0 ? chunk : chunk.slice(0, end), this.#line, end >= 0);
    if (end < 0) return -1;
    this.#isSkipping = false;
    this.#line += 1;
    return end + 1;
  }

  /** Answers where that begins which is not a whole record yet. */
  #split(text: string, from: number, isAll: boolean): number {
    let at = from;
    let quote = text.indexOf('"', at);
    for (;;) {
      const end = text.indexOf('\n', at);
      if (end < 0) return this.#overflow(text, at);
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote > end) {
        this.#emit(text, at, end, false);
        at = end + 1;
      } else {
        const next = this.#quoted(text, at, end, isAll);
        if (next === GOES_ON) return at;
        at = next;
      }
    }
  }

  /** A record with quotes, whose first line ends at `end`; answers where the next one begins. */
  #quoted(text: string, at: number, end: number, isAll: boolean): number {
    const last = this.#endOf(text, at);
    if (last === GOES_ON && !isAll && text.length - at <= LONGEST_RECORD) return GOES_ON;
    if (last >= 0 && last - at <= LONGEST_RECORD) {
      this.#emit(text, at, last, true);
      return last + 1;
    }
    this.#sink.broken('open-quote', text.slice(at, end), this.#line, true);
    this.#line += 1;
    return end + 1;
  }

  /** No end of a line is in sight: the line is waited for, or passed over if it is too long. */
  #overflow(text: string, at: number): number {
    if (text.length - at <= LONGEST_RECORD) return at;
    this.#sink.broken('long-line', text.slice(at), this.#line, false);
    this.#isSkipping = true;
    return text.length;
  }

  #emit(text: string, at: number, end: number, hasQuote: boolean): void {
    const stop = end > at && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
    const record = text.slice(at, stop);
    if (stop - at > LONGEST_RECORD) this.#sink.broken('long-line', record, this.#line, true);
    else this.#sink.record(record, this.#line, hasQuote);
    this.#line += hasQuote ? linesIn(text, at, end) : 1;
  }

  /** Where a record with quotes ends: the index of the end of its line. */
  #endOf(text: string, from: number): number {
    let at = from;
    for (let fields = 1; ; fields++) {
      at = this.#fieldEnd(text, at);
      if (at < 0) return at;
      const delimiter = text.indexOf(this.#delimiter, at);
      const end = text.indexOf('\n', at);
      if (end < 0) return GOES_ON;
      if (delimiter < 0 || delimiter > end) return this.#wholeAt(text, from, end, fields);
      at = delimiter + 1;
    }
  }

  /** Behind the quotes of a field, or where it began if it has none. */
  #fieldEnd(text: string, at: number): number {
    if (text.charCodeAt(at) !== QUOTE) return at;
    const end = closingQuote(text, at + 1) + 1;
    if (end === 0 || end === text.length) return GOES_ON;
    return this.#endsField(text, end) ? end : MALFORMED;
  }

  /** A record over several lines has as many fields as the others, or its quote was a stray one. */
  #wholeAt(text: string, from: number, end: number, fields: number): number {
    const isSpread = text.lastIndexOf('\n', end - 1) >= from;
    if (isSpread && this.#fields !== undefined && fields !== this.#fields) return MALFORMED;
    this.#fields ??= fields;
    return end;
  }

  #endsField(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    return code === NEWLINE || code === RETURN || text.startsWith(this.#delimiter, at);
  }
}

const QUOTE = 0x22;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** The index of the quote that closes a field, doubled ones passed over; −1 if there is none. */
function closingQuote(text: string, from: number): number {
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || text.charCodeAt(quote + 1) !== QUOTE) return quote;
    at = quote + 2;
  }
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}
