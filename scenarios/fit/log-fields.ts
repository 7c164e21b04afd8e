/** How the characters of a log stand in its bytes. */
export const ENCODINGS = ['utf-8', 'shift_jis', 'euc-jp'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Texts that are kept in their decoded form: names of stores and certificates come again. */
const KEPT = 100_000;

/** Makes text of fields whose characters are bytes; what is no text of the encoding has U+FFFD. */
export class FieldText {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #known = new Map<string, string>();

  constructor(encoding: Encoding) {
    this.#decoder = new TextDecoder(encoding);
  }

  of(bytes: string): string {
    if (!NOT_ASCII.test(bytes)) return bytes;
    const known = this.#known.get(bytes);
    if (known !== undefined) return known;
    const text = this.#decoder.decode(bytesOf(bytes));
    if (this.#known.size >= KEPT) this.#known.clear();
    this.#known.set(bytes, text);
    return text;
  }
}

const NOT_ASCII = /[\x80-\xff]/;

/** The bytes of a text of which each character is one. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (each) => each.charCodeAt(0));
}

/** The fields of a record, quotes taken off (RFC 4180). */
export function fieldsOf(record: string, delimiter: string, hasQuote: boolean): string[] {
  if (!hasQuote) return record.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const isQuoted = record[at] === '"';
    const end = isQuoted ? closingQuote(record, at + 1) : plainEnd(record, delimiter, at);
    fields.push(isQuoted ? record.slice(at + 1, end).replaceAll('""', '"') : record.slice(at, end));
    at = isQuoted ? end + 1 : end;
    if (at >= record.length) return fields;
    at += delimiter.length;
    if (at === record.length) return [...fields, ''];
  }
}

/** Where a field ends in a quote; one that never closes is for whoever cuts records to tell of. */
function closingQuote(record: string, from: number): number {
  let end = record.indexOf('"', from);
  while (end >= 0 && record[end + 1] === '"') end = record.indexOf('"', end + 2);
  return end < 0 ? record.length : end;
}

function plainEnd(record: string, delimiter: string, from: number): number {
  const next = record.indexOf(delimiter, from);
  return next < 0 ? record.length : next;
}

/** What a log is written in, by its first bytes: UTF-8 where they are, else Shift_JIS. */
export function encodingOf(head: Uint8Array): Encoding {
  // The last character may be cut in two: streaming, the decoder waits for the rest of it.
  for (const encoding of ['utf-8', 'shift_jis'] as const) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
      return encoding;
    } catch {
      // Not this one.
    }
  }
  return 'utf-8';
}

const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The delimiter of a first line: the one it has most of. */
export function delimiterOf(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}
