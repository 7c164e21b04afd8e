import type { BadRowReason } from '../scenarios/fit/bad-rows.ts';
import type { MisfitQuestion } from '../scenarios/fit/fit-misfit.ts';
import type { FitNote } from '../scenarios/fit/fit-notes.ts';
import type { LeftOut } from '../scenarios/fit/log-counts.ts';
import type { TableNote } from '../scenarios/fit/table-notes.ts';
import { FIT_ENGLISH } from './fit-words-en.ts';
import { FIT_JAPANESE } from './fit-words-ja.ts';
import type { Language } from './words.ts';

/** Words of a fit in one language. */
export interface FitWords {
  readonly product: string;
  readonly title: string;
  readonly sections: {
    readonly file: string;
    readonly numbers: string;
    readonly fit: string;
    readonly misfit: string;
    readonly outstanding: string;
    readonly notes: string;
    readonly limits: string;
    readonly bad: string;
  };
  readonly charts: {
    readonly days: string;
    readonly months: string;
    readonly weekdays: string;
    readonly weekdayHours: string;
    readonly dayOffHours: string;
    readonly types: string;
    readonly counted: string;
    readonly expected: string;
    readonly asTable: string;
  };
  readonly columns: {
    readonly number: string;
    readonly value: string;
    readonly interval: (percent: number) => string;
    readonly name: string;
    readonly counted: string;
    readonly expected: string;
    readonly ratio: string;
    readonly perDay: string;
    readonly question: string;
    readonly degrees: string;
    readonly dispersion: string;
    readonly chance: string;
    readonly farthest: string;
    readonly days: string;
    readonly what: string;
    readonly reason: string;
    readonly rows: string;
    readonly example: string;
  };
  readonly rows: (counted: string, all: string, kind: 'log' | 'table') => string;
  readonly period: (from: string, to: string, open: string, leftOut: number) => string;
  readonly leftOut: Readonly<Record<LeftOut | 'duplicate' | 'bad', string>>;
  readonly stores: (count: string, top: string) => string;
  readonly reasons: Readonly<Record<BadRowReason, string>>;
  readonly questions: Readonly<Record<MisfitQuestion, string>>;
  readonly surge: string;
  readonly drop: string;
  readonly gap: string;
  readonly nothingStandsOut: string;
  readonly asSurge: string;
  readonly asLeftOut: string;
  readonly note: (note: FitNote | TableNote) => string;
  readonly weekdays: Readonly<Record<string, string>>;
  readonly written: (file: string, line: string) => string;
  readonly unwritten: string;
  /** Of margins of a log or a table; of several years each month may be so in all of them only. */
  readonly asCounted: (kind: 'log' | 'table', inAllYearsOnly: boolean) => string;
  readonly notAsCounted: string;
  readonly limits: readonly string[];
}

export function fitWordsOf(language: Language): FitWords {
  return language === 'ja' ? FIT_JAPANESE : FIT_ENGLISH;
}
