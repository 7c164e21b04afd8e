import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { HOLIDAY_YEARS } from '../../server/municipalities/holidays.ts';
import { instantOf } from '../../sim/civil-time.ts';
import type { BadRowReason } from './bad-rows.ts';
import type { LogClock } from './log-clock.ts';
import type { ColumnPlaces } from './log-columns.ts';
import { type FieldText, fieldsOf } from './log-fields.ts';
import type { CertificateNames, PlaceNames } from './log-words.ts';

/** One row of a log, as it was read last: it is written anew for the next one. */
export interface LogRow {
  /** Ms since 1970-01-01T00:00Z. */
  readonly atMs: number;
  readonly type: CertificateType;
  /** As the log calls it. What a log does not tell is undefined, as are blank fields. */
  readonly store: string | undefined;
  readonly municipality: string | undefined;
  readonly place: string | undefined;
  /** In years; of an age group its youngest age. */
  readonly age: number | undefined;
  readonly copies: number | undefined;
}

/** What is needed to read the rows of a log. */
export interface RowRules {
  readonly places: ColumnPlaces;
  readonly delimiter: string;
  readonly clock: LogClock;
  readonly text: FieldText;
  readonly types: CertificateNames;
  readonly placeNames: PlaceNames;
}

/** The first instant whose holidays are known, and the first after them. */
const FIRST_MS = instantOf(HOLIDAY_YEARS.first, 1, 2) as number;
const LAST_MS = instantOf(HOLIDAY_YEARS.last, 12, 1) as number;

const MOST_COPIES = 10;

/** Reads rows one by one; what it answers holds until the next one is read. */
export class RowReader {
  readonly row = {
    atMs: Number.NaN,
    type: CERTIFICATE_TYPES[0] as CertificateType,
    store: undefined as string | undefined,
    municipality: undefined as string | undefined,
    place: undefined as string | undefined,
    age: undefined as number | undefined,
    copies: undefined as number | undefined,
  };
  /** What the certificate was called, where that is unknown. */
  unknownType = '';
  readonly #rules: RowRules;
  readonly #types = new Map<string, CertificateType>();
  readonly #places = new Map<string, string>();

  constructor(rules: RowRules) {
    this.#rules = rules;
  }

  /** Reads a record into `row`; answers why it could not. */
  read(record: string, hasQuote: boolean): BadRowReason | undefined {
    const { places, delimiter, text } = this.#rules;
    const fields = fieldsOf(record, delimiter, hasQuote);
    if (fields.length !== places.count) return 'columns';
    const fault = this.#time(fields) ?? this.#type(fields[places.type] as string);
    if (fault !== undefined) return fault;
    const { row } = this;
    if (places.store !== undefined) row.store = text.of(fields[places.store] as string);
    if (places.municipality !== undefined) {
      row.municipality = text.of(fields[places.municipality] as string);
    }
    return this.#place(fields) ?? this.#age(fields) ?? this.#copies(fields);
  }

  #time(fields: readonly string[]): BadRowReason | undefined {
    const { places, clock, text } = this.#rules;
    const [date, time] = places.time as [number, number | undefined];
    const own = fields[date] as string;
    const written = time === undefined ? own : `${own.trim()} ${(fields[time] as string).trim()}`;
    if (written.trim() === '') return 'no-time';
    const atMs = clock.instantMs(text.of(written));
    if (Number.isNaN(atMs)) return clock.fault;
    if (!(atMs >= FIRST_MS && atMs < LAST_MS)) return 'year';
    this.row.atMs = atMs;
    return undefined;
  }

  #type(field: string): BadRowReason | undefined {
    let type = this.#types.get(field);
    if (type === undefined) {
      const { text, types } = this.#rules;
      const told = text.of(field).trim();
      if (told === '') return 'no-type';
      type = types.of(told);
      if (type === undefined) {
        if (told.includes('\ufffd')) return 'encoding';
        this.unknownType = told;
        return 'type';
      }
      if (this.#types.size < KEPT) this.#types.set(field, type);
    }
    this.row.type = type;
    return undefined;
  }

  #place(fields: readonly string[]): BadRowReason | undefined {
    const { places, text, placeNames } = this.#rules;
    if (places.place === undefined) return undefined;
    const field = fields[places.place] as string;
    let place = this.#places.get(field);
    if (place === undefined) {
      const told = text.of(field).trim();
      place = placeNames.of(told);
      if (place === undefined && told !== '') return 'place';
      if (place !== undefined && this.#places.size < KEPT) this.#places.set(field, place);
    }
    this.row.place = place;
    return undefined;
  }

  #age(fields: readonly string[]): BadRowReason | undefined {
    const { places, text } = this.#rules;
    if (places.age === undefined) return undefined;
    const field = fields[places.age] as string;
    const told = ONLY_DIGITS.test(field) ? field : text.of(field).normalize('NFKC').trim();
    const age = Number(/^\d{1,3}(?!\d)/.exec(told)?.[0] ?? Number.NaN);
    this.row.age = told === '' ? undefined : age;
    return told === '' || age <= 120 ? undefined : 'age';
  }

  #copies(fields: readonly string[]): BadRowReason | undefined {
    const { places } = this.#rules;
    if (places.copies === undefined) return undefined;
    const told = (fields[places.copies] as string).trim();
    const copies = Number(told || Number.NaN);
    this.row.copies = told === '' ? undefined : copies;
    if (told === '') return undefined;
    return Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES ? undefined : 'copies';
  }
}

const KEPT = 10_000;
const ONLY_DIGITS = /^\d+$/;
