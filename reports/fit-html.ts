import type { FitReport } from '../scenarios/fit/fit-report.ts';
import { FIT_STYLE, marginChart } from './fit-chart.ts';
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
import { isWarning, limitLines, sourceLines, writtenLine } from './fit-text.ts';
import { type FitWords, fitWordsOf } from './fit-words.ts';
import { htmlPage, section } from './html-page.ts';
import { dataTable, type TableColumn } from './html-table.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import type { Language } from './words.ts';

/** A fit as one page of HTML without scripts, in the look of a run’s report. */
export function fitHtml(report: FitReport, language: Language): string {
  const words = fitWordsOf(language);
  const { sections } = words;
  const warnings = report.notes.filter(isWarning).map(words.note);
  return htmlPage({
    language,
    title: `${report.source.file} · ${words.product}`,
    header: markup`<header>
<p class="product"><span>${words.product}</span><span>${report.source.file}</span></p>
<h1>${words.title}</h1>
<p class="exit">${writtenLine(report, words)}</p>
</header>`,
    main: markup`${section('file', sections.file, listed(sourceLines(report, words)))}
${warnings.length > 0 && section('look', sections.notes, listed(warnings))}
${report.source.bad.rows > 0 && section('bad', sections.bad, badTable(report, words))}
${section('fit', sections.fit, charts(report, words))}
${section('outstanding', sections.outstanding, outstanding(report, words))}
${report.misfits.length > 0 && section('misfit', sections.misfit, misfitTable(report, words))}
${section('numbers', sections.numbers, numberTable(report, words))}
${section('limits', sections.limits, listed(limitLines(report, words)))}`,
    style: FIT_STYLE,
  });
}

function listed(lines: readonly string[]): Markup {
  return markup`<ul>${lines.map((line) => markup`<li>${line.trim()}</li>`)}</ul>`;
}

function charts({ margins, outstanding: found }: FitReport, words: FitWords): Content {
  if (margins === undefined) return undefined;
  const { months, weekdays, hours, types, days } = margins;
  const marked = new Set(
    [...(found?.surges ?? []), ...(found?.gaps ?? [])].flatMap(({ from, to }) =>
      days.map(({ name }) => name).filter((name) => from <= name && name <= to),
    ),
  );
  const weekday = (name: string) => words.weekdays[name] ?? name.slice(0, 3);
  const hour = (name: string) => name.slice(name.indexOf(' ') + 1);
  const hoursOf = (kind: string) => hours.filter(({ name }) => name.startsWith(kind));
  const { charts: titles } = words;
  const drawn = [
    [{ id: 'days', title: titles.days, marked, nameOf: (day: string) => day.slice(5) }, days],
    [{ id: 'months', title: titles.months }, months],
    [{ id: 'weekdays', title: titles.weekdays, nameOf: weekday }, weekdays],
    [{ id: 'hours', title: titles.weekdayHours, nameOf: hour }, hoursOf('weekday')],
    [{ id: 'hours-off', title: titles.dayOffHours, nameOf: hour }, hoursOf('dayOff')],
    [{ id: 'types', title: titles.types }, types],
  ] as const;
  return drawn
    .filter(([, own]) => own.length > 0)
    .map(([chart, own]) => marginChart(chart, own, words));
}

function figures(titles: readonly string[]): readonly TableColumn[] {
  return titles.map((title) => ({ title, figures: true }));
}

function outstanding(report: FitReport, words: FitWords): Content {
  const found = outstandingRows(report, words);
  if (found.length === 0) return markup`<p>${words.nothingStandsOut}</p>`;
  const { days, what, counted, expected, ratio } = words.columns;
  const rows = found.map(({ what: kind, run }) => {
    const { observed, expected: due } = run;
    return [runText(run), kind, ...marginTexts({ name: '', observed, expected: due })];
  });
  const surges = surgeLines(report);
  return [
    dataTable(
      [{ title: days }, { title: what }, ...figures([counted, expected, ratio])],
      rows,
      words.sections.outstanding,
    ),
    markup`<p>${words.asLeftOut}:</p><pre>${leaveOutFlags(report)}</pre>`,
    surges.length > 0 && markup`<p>${words.asSurge}:</p><pre>${surges.join('\n')}</pre>`,
  ];
}

function misfitTable({ misfits }: FitReport, words: FitWords): Markup {
  const { question, degrees, dispersion, chance, farthest } = words.columns;
  const rows = misfits.map((each) => [
    words.questions[each.question],
    numberText(each.chiSquared),
    countText(each.degrees),
    each.dispersion.toFixed(2),
    chanceText(each.probability),
    farthestText(each),
  ]);
  const columns = [
    { title: question },
    ...figures(['χ²', degrees, dispersion, chance]),
    { title: farthest },
  ];
  return dataTable(columns, rows, words.sections.misfit);
}

function numberTable({ numbers, confidence }: FitReport, words: FitWords): Markup {
  const { number, value, interval } = words.columns;
  const rows = numbers.map(({ path, value: own, low, high }) => [
    markup`<code>${path}</code>`,
    numberText(own),
    `${numberText(low)} … ${numberText(high)}`,
  ]);
  const columns = [{ title: number }, ...figures([value, interval(100 * confidence)])];
  return dataTable(columns, rows, words.sections.numbers);
}

function badTable({ source }: FitReport, words: FitWords): Markup {
  const { rows: count, reason, example } = words.columns;
  const rows = source.bad.byReason.map((each) => [
    words.reasons[each.reason],
    countText(each.count),
    markup`<code>${source.file}:${each.examples[0]?.line ?? ''} ${each.examples[0]?.text ?? ''}</code>`,
  ]);
  const columns = [{ title: reason }, { title: count, figures: true }, { title: example }];
  return dataTable(columns, rows, words.sections.bad);
}
