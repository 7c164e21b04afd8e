import type { FitNote } from '../scenarios/fit/fit-notes.ts';
import type { TableNote } from '../scenarios/fit/table-notes.ts';
import type { FitWords } from './fit-words.ts';
import { countText } from './quantities.ts';

export const FIT_ENGLISH: FitWords = {
  product: 'kofu',
  title: 'A demand from a log',
  sections: {
    file: 'What was read',
    numbers: 'The demand',
    fit: 'Counted, and as the demand has it',
    misfit: 'What the demand takes for one',
    outstanding: 'Days that stand out',
    notes: 'To be looked at',
    limits: 'What it cannot say',
    bad: 'Rows that could not be read',
  },
  charts: {
    days: 'Visits a day',
    months: 'By month',
    weekdays: 'By day of the week',
    weekdayHours: 'By hour, on weekdays',
    dayOffHours: 'By hour, on days off',
    types: 'By certificate',
    counted: 'counted',
    expected: 'as the demand has it',
    asTable: 'as a table',
  },
  columns: {
    number: 'number',
    value: 'value',
    interval: (percent) => `${percent} % interval`,
    name: '',
    counted: 'counted',
    expected: 'demand',
    ratio: 'ratio',
    perDay: 'χ²/days',
    question: 'is it so that …',
    degrees: 'degrees',
    dispersion: 'χ²/degrees',
    chance: 'by chance',
    farthest: 'farthest',
    days: 'days',
    what: 'what',
    reason: 'reason',
    rows: 'rows',
    example: 'first',
  },
  rows: (counted, all, kind) =>
    kind === 'log' ? `${counted} of ${all} rows are counted` : `${all} rows of a monthly table`,
  period: (from, to, open, leftOut) =>
    `${from} to ${to}, ${open} open days${leftOut > 0 ? `, ${leftOut} of them left out` : ''}`,
  leftOut: {
    'outside-hours': 'while the service is closed',
    'closed-day': 'on closed days',
    'outside-period': 'outside of --from and --to',
    'left-out-day': 'on days left out',
    'other-municipality': 'of other municipalities',
    duplicate: 'duplicates, dropped',
    bad: 'not read',
  },
  stores: (count, top) => `${count} stores; the most used: ${top}`,
  reasons: {
    'long-line': 'more than 64 KiB',
    'open-quote': 'a quote does not close',
    nul: 'NUL bytes',
    columns: 'other columns than the header',
    'no-time': 'no time',
    time: 'no time that can be read',
    'no-clock': 'a date without a time of day',
    'no-such-time': 'no such time',
    year: 'a year whose holidays are not known',
    'no-type': 'no certificate',
    type: 'a certificate nobody knows',
    encoding: 'no text of the encoding',
    place: 'a place nobody knows',
    age: 'no age',
    copies: 'no number of copies',
  },
  questions: {
    days: 'days vary by chance alone',
    'month-weekday': 'weekdays weigh the same in every month',
    'weekday-hour': 'Monday to Friday have the same hours',
    'day-off-hour': 'days off have the same hours',
    'month-type': 'certificates are the same in every month',
    'hour-type': 'certificates are the same at every hour',
    'month-day-off': 'days off have the same share in every month',
    'month-year': 'months weigh the same in every year',
    'month-year-day-off': 'months weigh the same in every year, days off in every month',
  },
  surge: 'surge',
  drop: 'drop',
  gap: 'gap',
  nothingStandsOut: 'No day stands out, and no open day is without rows.',
  asSurge: 'as surges of the demand',
  asLeftOut: 'to learn nothing from them',
  note: englishNote,
  weekdays: {},
  written: (file, line) => `${file} is written; in a scenario: ${line}`,
  unwritten: 'The demand is not written: name a file with --out.',
  asCounted: (kind, inAllYearsOnly) => {
    const what = kind === 'log' ? 'month, weekday, hour and certificate' : 'month';
    const limit = inAllYearsOnly ? ', a month over all years together' : '';
    const rest =
      kind === 'log'
        ? '; whether they may be multiplied is what χ² of what is taken for one says'
        : '';
    return `Each ${what} comes out as counted, by construction${limit}${rest}.`;
  },
  notAsCounted:
    'Not everything comes out as counted: see where the ratio of counted and demand is not 1.',
  limits: [
    'Intervals are of each number by itself; they hold for a process that stays as it was.',
    'Growth within a year cannot be told from its months.',
    'Who wanted a certificate and got none is in no log of issued ones.',
  ],
};

function englishNote(note: FitNote | TableNote): string {
  switch (note.kind) {
    case 'wrong-zone':
      return (
        `${countText(note.rows)} rows (${percent(note.share)}) lie in hours at which the service is ` +
        `closed; with ${note.flag} it would be ${percent(note.shareThen)}: fit again with ${note.flag}`
      );
    case 'mixed-offsets':
      return `${countText(note.with)} times say their offset and ${countText(note.without)} do not: the latter are read by --time-zone`;
    case 'clock-changes':
      return `times are written with the offsets ${note.offsets.join(', ')}: each is taken as it says`;
    case 'twice':
      return `${countText(note.rows)} times came twice, as clocks were put back: the earlier is taken`;
    case 'unsorted':
      return `${countText(note.rows)} rows are earlier than the one before; a fit does not mind`;
    case 'duplicates':
      return note.dropped
        ? `${countText(note.rows)} rows are alike in every column to one before: dropped`
        : `${countText(note.rows)} rows are alike in every column to one before, and kept: --duplicates drop leaves them out`;
    case 'whole-hours':
      return 'nearly all times are whole hours: let bands meet there, e.g. --bands 08:00,17:00 --opening 06:00-23:00';
    case 'stray-rows':
      return `${countText(note.rows)} rows lie far from all others and stretch the period, as a wrong year does: correct them, or fit again with ${note.flag}`;
    case 'left-out-nothing':
      return `--leave-out ${note.days.join(', ')} is outside the period: nothing is left out by it`;
    case 'edge-day':
      return `${note.day} has ${percent(note.share)} of what is expected: if the log begins or ends within it, leave it out with --from or --to`;
    case 'no-rows-in':
      return `there is no row on any day of ${note.names.join(', ')}: its factor is 0`;
    case 'not-told-apart':
      return `the days do not tell ${note.names.join(', ')} apart from the other factors`;
    case 'municipalities':
      return `${countText(note.count)} municipalities (${note.names.join(', ')} …) are fitted as one: --municipality chooses`;
    case 'months-missing':
      return `no day of the months ${note.names.join(', ')}: their factor is 1, an average month`;
    case 'weekdays-missing':
      return `no ${note.names.join(', ')}: the factor is 1, and that of a holiday a Sunday’s`;
    case 'one-year-only':
      return 'growth from year to year: no month is there twice';
    case 'no-column':
      return `no column for ${note.names.map((name) => NO_COLUMN[name] ?? name).join('; ')}`;
    case 'few-days':
      return `${note.days} days are few: weekdays come ${Math.ceil(note.days / 7)} times at most`;
    default:
      return englishTableNote(note);
  }
}

function englishTableNote(note: TableNote): string {
  switch (note.kind) {
    case 'table-months-together':
      return `months counted together are taken as alike, their intervals do not tell them apart: ${note.names.join(', ')}`;
    case 'table-months-missing':
      return `no day of the months ${note.names.join(', ')}: their factor is 1, an average month`;
    case 'table-years-alike':
      return 'growth from year to year: rows do not tell it from the months, years are taken as alike; see the ratio of each row';
    case 'table-no-weekdays':
      return 'a monthly table does not tell weekdays, nor how single days vary: factors are 1, the variance 0';
    case 'table-no-hours':
      return 'no bands: hours are those of Miyazaki and Ofunato (S5, P66)';
    case 'table-no-days-off':
      return 'no band for days off: a day off has as many as a weekday';
    case 'table-no-types':
      return 'no certificates: shares are those of Miyazaki (S5)';
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

const NO_COLUMN: Readonly<Record<string, string>> = {
  store: 'the store',
  place: 'the place: all in their own city',
  age: 'the age: ages are those of cities/toyonaka.yaml',
  copies: 'copies: one certificate a visit',
};
