import type { Margin } from '../scenarios/fit/fit-margins.ts';
import type { FitReport } from '../scenarios/fit/fit-report.ts';
import {
  chanceText,
  farthestText,
  leaveOutFlags,
  marginTexts,
  numberText,
  outstandingRows,
  runText,
  surgeLines,
} from './fit-figures.ts';
import { type FitWords, fitWordsOf } from './fit-words.ts';
import { countText } from './quantities.ts';
import { aligned, plainText } from './text-columns.ts';
import type { Language } from './words.ts';

type Part = readonly [title: string, lines: readonly string[]];

/** A fit as text for a terminal. */
export function fitText(report: FitReport, language: Language): string {
  const words = fitWordsOf(language);
  const { sections } = words;
  const parts: readonly Part[] = [
    [`${sections.file}: ${plainText(report.source.file)}`, sourceLines(report, words)],
    [sections.bad, badLines(report, words)],
    [sections.numbers, numberLines(report, words)],
    ...fitParts(report, words),
    [sections.misfit, misfitLines(report, words)],
    [sections.outstanding, outstandingLines(report, words)],
    [sections.notes, report.notes.filter(isWarning).map((note) => plainText(words.note(note)))],
    [sections.limits, limitLines(report, words)],
    ['', [writtenLine(report, words)]],
  ];
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) =>
      title === '' ? `${lines.join('\n')}\n` : `${title}\n${lines.map(indented).join('')}`,
    )
    .join('\n');
}

/** What a fit cannot say, whether its margins are as counted among it. */
export function limitLines(report: FitReport, words: FitWords): readonly string[] {
  return [
    ...report.notes.filter((note) => !isWarning(note)).map((note) => plainText(words.note(note))),
    countedText(report, words),
    ...words.limits,
  ];
}

function countedText({ margins, source }: FitReport, words: FitWords): string {
  const { months = [], weekdays = [], hours = [], types = [] } = margins ?? {};
  const inEach = months.every(isAsCounted);
  const isTrue =
    [...weekdays, ...hours, ...types].every(isAsCounted) &&
    (inEach || overYears(months).every(isAsCounted));
  return isTrue ? words.asCounted(source.kind, !inEach) : words.notAsCounted;
}

/** Months of the year over all years, where each has its own row. */
function overYears(months: readonly Margin[]): readonly Margin[] {
  if (!months.every(({ name }) => /^\d{4}-\d\d$/.test(name))) return months;
  const of = (name: string) => name.slice(5);
  return [...new Set(months.map(({ name }) => of(name)))].map((name) => {
    const own = months.filter((each) => of(each.name) === name);
    const sum = (side: 'observed' | 'expected') => own.reduce((all, each) => all + each[side], 0);
    return { name, observed: sum('observed'), expected: sum('expected') };
  });
}

/** But for what rounding the numbers of a demand makes of it. */
function isAsCounted({ observed, expected }: Margin): boolean {
  return Math.abs(observed - expected) <= Math.max(0.5, 0.005 * observed);
}

/** Whether a note asks somebody to look, rather than tells a limit. */
export function isWarning({ kind }: FitReport['notes'][number]): boolean {
  const limits = ['months-missing', 'weekdays-missing', 'one-year-only', 'no-column', 'few-days'];
  return !limits.includes(kind) && !kind.startsWith('table-');
}

/** The demand, and how a scenario uses it. */
export function writtenLine({ out }: FitReport, words: FitWords): string {
  if (out === undefined) return words.unwritten;
  return words.written(out, `{ executor: calendar, demand: ${out} }`);
}

function indented(line: string): string {
  return `  ${line}\n`;
}

/** What was read, and what of it is not counted. */
export function sourceLines(report: FitReport, words: FitWords): readonly string[] {
  const { source, period, stores } = report;
  const left = [
    ...source.leftOut.map(([why, rows]) => [words.leftOut[why], rows] as const),
    [words.leftOut.duplicate, source.duplicatesDropped] as const,
    [words.leftOut.bad, source.bad.rows] as const,
  ].filter(([, rows]) => rows > 0);
  const top = stores.top.map(([name, rows]) => `${plainText(name)} ${countText(rows)}`).join(', ');
  return [
    words.period(period.from, period.to, countText(period.openDays), period.leftOutDays),
    words.rows(countText(source.counted), countText(source.rows), source.kind),
    ...aligned(
      left.map(([why, rows]) => [countText(rows), why]),
      ['right', 'left'],
    ),
    ...(stores.count > 0 ? [words.stores(countText(stores.count), top)] : []),
  ];
}

function badLines({ source: { bad, file } }: FitReport, words: FitWords): readonly string[] {
  if (bad.rows === 0) return [];
  const rows = bad.byReason.flatMap(({ reason, count, examples }) =>
    examples.map(({ line, text }, at) => [
      at === 0 ? countText(count) : '',
      at === 0 ? words.reasons[reason] : '',
      `${plainText(file)}:${line}`,
      plainText(text),
    ]),
  );
  const told = aligned(rows, ['right', 'left', 'left', 'left']);
  return bad.file === undefined ? told : [...told, `→ ${bad.file}`];
}

function numberLines({ numbers, confidence }: FitReport, words: FitWords): readonly string[] {
  const { number, value, interval } = words.columns;
  const rows = numbers.map(({ path, value: own, low, high }) => [
    path,
    numberText(own),
    `${numberText(low)} … ${numberText(high)}`,
  ]);
  const head = [number, value, interval(100 * confidence)];
  return aligned([head, ...rows], ['left', 'right', 'right']);
}

function fitParts({ margins }: FitReport, words: FitWords): readonly Part[] {
  if (margins === undefined) return [];
  const { columns, charts, sections } = words;
  const part = (title: string, own: readonly Margin[], nameOf = (name: string) => name): Part => {
    const rows = own.map((margin) => [nameOf(margin.name), ...marginTexts(margin)]);
    const head = [columns.name, columns.counted, columns.expected, columns.ratio];
    const isVarying = own.some(({ dispersion }) => dispersion !== undefined);
    const right = 'right' as const;
    const table = [isVarying ? [...head, columns.perDay] : head, ...rows];
    return [
      `${sections.fit}: ${title}`,
      own.length === 0 ? [] : aligned(table, ['left', right, right, right, right]),
    ];
  };
  const hours = (kind: string) => margins.hours.filter(({ name }) => name.startsWith(kind));
  const hour = (name: string) => name.slice(name.indexOf(' ') + 1);
  return [
    part(charts.months, margins.months),
    part(charts.weekdays, margins.weekdays, (name) => words.weekdays[name] ?? name),
    part(charts.weekdayHours, hours('weekday'), hour),
    part(charts.dayOffHours, hours('dayOff'), hour),
    part(charts.types, margins.types),
  ];
}

function misfitLines({ misfits }: FitReport, words: FitWords): readonly string[] {
  if (misfits.length === 0) return [];
  const { question, degrees, dispersion, chance, farthest } = words.columns;
  const rows = misfits.map((each) => [
    words.questions[each.question],
    numberText(each.chiSquared),
    countText(each.degrees),
    each.dispersion.toFixed(2),
    chanceText(each.probability),
    farthestText(each),
  ]);
  const head = [question, 'χ²', degrees, dispersion, chance, farthest];
  const right = 'right' as const;
  return aligned([head, ...rows], ['left', right, right, right, right, 'left']);
}

function outstandingLines(report: FitReport, words: FitWords): readonly string[] {
  if (report.outstanding === undefined) return [];
  const found = outstandingRows(report, words);
  if (found.length === 0) return [words.nothingStandsOut];
  const { days, what, counted, expected, ratio } = words.columns;
  const rows = found.map(({ what: kind, run }) => {
    const { observed, expected: due } = run;
    return [runText(run), kind, ...marginTexts({ name: '', observed, expected: due })];
  });
  const surges = surgeLines(report);
  return [
    ...aligned(
      [[days, what, counted, expected, ratio], ...rows],
      ['left', 'left', 'right', 'right', 'right'],
    ),
    `${words.asLeftOut}: ${leaveOutFlags(report)}`,
    ...(surges.length > 0 ? [`${words.asSurge}:`, ...surges] : []),
  ];
}
