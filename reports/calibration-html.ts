import type {
  Calibration,
  CalibrationVerdict,
  StudiedCity,
} from '../scenarios/calibration/calibration.ts';
import type { Verdict } from '../sim/threshold.ts';
import { CALIBRATION_STYLE, channelChart, deviationChart } from './calibration-chart.ts';
import {
  mixText,
  movedText,
  probabilityText,
  rowText,
  togetherText,
} from './calibration-figures.ts';
import { secondsText } from './calibration-text.ts';
import { type CalibrationWords, calibrationWordsOf } from './calibration-words.ts';
import { mark } from './html-head.ts';
import { htmlPage, section } from './html-page.ts';
import { dataTable } from './html-table.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import type { Language } from './words.ts';

const SIGNS: Readonly<Record<CalibrationVerdict, Verdict>> = {
  inside: 'pass',
  chance: 'inconclusive',
  outside: 'fail',
};

/** A calibration as one page of HTML without scripts, in the look of a run’s report. */
export function calibrationHtml(calibration: Calibration, language: Language): string {
  const words = calibrationWordsOf(language);
  const { sections } = words;
  const { exit, seed } = calibration;
  const reading = [togetherText(calibration, words), ...words.reading];
  return htmlPage({
    language,
    title: `${words.title} · ${words.product}`,
    header: markup`<header>
<p class="product"><span>${words.product}</span><span>${words.seed(seed)}</span></p>
<h1>${words.title}</h1>
<p class="other">${words.subtitle}</p>
<p class="exit">${words.exit(exit.code, exit.reason)}</p>
</header>`,
    main: markup`${section('drawn', sections.drawn, drawings(calibration, words, language))}
${section('rows', sections.rows, rowTables(calibration, words, language))}
${section('mixes', sections.mixes, mixTable(calibration, words, language))}
${section('channels', sections.channels, channelSections(calibration, words, language))}
${section('defects', sections.defects, defectTable(calibration, words, language))}
${section('notes', sections.notes, noteTable(calibration, words, language))}
${section(
  'reading',
  sections.reading,
  markup`<ol class="notes">${reading.map((note) => markup`<li>${note}</li>`)}</ol>`,
)}`,
    style: CALIBRATION_STYLE,
  });
}

function drawings({ cities, rows }: Calibration, words: CalibrationWords, language: Language) {
  const charts = cities.map(({ city, title }) => {
    const own = rows.filter((row) => row.city === city);
    return markup`<h3>${title[language]}</h3>${deviationChart(own, words, `drawn-${city}`)}`;
  });
  return [markup`<p>${words.drawing}</p>`, ...charts];
}

function rowTables(calibration: Calibration, words: CalibrationWords, language: Language): Content {
  const { columns } = words;
  const head = [
    { title: columns.row, prose: true },
    ...[columns.published, columns.simulated, columns.interval].map(figures),
    { title: columns.test },
    ...[columns.probability, columns.adjusted, columns.noticed].map(figures),
    { title: columns.basis },
    { title: columns.verdict },
  ];
  return calibration.cities.map(({ city, title, period, visits }) => {
    const rows = calibration.rows
      .filter((row) => row.city === city)
      .map((row) => {
        const text = rowText(row, words);
        return [
          markup`<code>${text.id}</code><br>${row.title[language]} (${text.source})`,
          text.published,
          text.simulated,
          text.interval,
          text.test,
          text.probability,
          text.adjusted,
          text.noticed,
          text.basis,
          signed(row.verdict, text.verdict),
        ];
      });
    const about = `${period[language]}; ${words.visitsSimulated(countText(visits))}`;
    return markup`<h3>${title[language]}</h3><p>${about}</p>${dataTable(head, rows, title[language])}`;
  });
}

function mixTable(
  { mixes, cities }: Calibration,
  words: CalibrationWords,
  language: Language,
): Markup {
  const { columns, sections } = words;
  const head = [
    { title: columns.what },
    { title: `${columns.simulated} (${columns.published})`, prose: true },
    ...[columns.chiSquare, columns.freedom, columns.probability].map(figures),
    { title: columns.verdict },
  ];
  const rows = mixes.map((mix) => [
    `${cities.find(({ city }) => city === mix.city)?.title[language]}: ${mix.title[language]}`,
    mixText(mix),
    mix.chiSquare.toFixed(1),
    String(mix.freedom),
    probabilityText(mix.pValue),
    signed(mix.verdict, words.verdicts[mix.verdict]),
  ]);
  return dataTable(head, rows, sections.mixes);
}

function channelSections(
  { cities }: Calibration,
  words: CalibrationWords,
  language: Language,
): Content {
  return cities
    .filter(({ channels }) => channels.length > 0)
    .map(
      ({ title, channels }) => markup`<h3>${title[language]}</h3>
${channelChart(channels, words, language)}
${channels.map((table) => visitTable(table, words, language))}`,
    );
}

function visitTable(
  channelTable: StudiedCity['channels'][number],
  words: CalibrationWords,
  language: Language,
): Markup {
  const { from, to, observed, channels } = channelTable;
  const { columns } = words;
  const moved = movedText(channelTable, words, language);
  const head = [
    { title: columns.channel },
    ...[columns.visits, columns.median, columns.p95, columns.waits].map(figures),
  ];
  const rows = channels.flatMap(({ title, visits, waits }) =>
    visits === undefined
      ? []
      : [
          [
            title[language],
            countText(visits.count),
            secondsText(visits.median),
            secondsText(visits.p95),
            secondsText(waits?.p95),
          ],
        ],
  );
  const days = `${observed.from}…${observed.to.slice(5)}`;
  const caption = words.period(from, to, days);
  return markup`<p>${caption}</p>${dataTable(head, rows, caption)}${moved !== '' && markup`<p>${moved}</p>`}`;
}

function defectTable(
  { defects }: Calibration,
  words: CalibrationWords,
  language: Language,
): Markup {
  const { columns, sections } = words;
  const head = [
    { title: columns.source },
    { title: columns.said, prose: true },
    { title: columns.used, prose: true },
    { title: columns.row },
  ];
  const rows = defects.map(({ source, said, used, rows: about }) => [
    source,
    said[language],
    used[language],
    about.join(' '),
  ]);
  return dataTable(head, rows, sections.defects);
}

function noteTable({ rows }: Calibration, words: CalibrationWords, language: Language): Markup {
  const head = [{ title: words.columns.row }, { title: words.sections.notes, prose: true }];
  const noted = rows.filter(({ notes }) => notes.length > 0);
  const cells = noted.map(({ id, notes }) => [
    markup`<code>${id}</code>`,
    notes.map((note) => note[language]).join(' '),
  ]);
  return dataTable(head, cells, words.sections.notes);
}

function figures(title: string) {
  return { title, figures: true };
}

function signed(verdict: CalibrationVerdict, text: string): Markup {
  return markup`<span class="verdict">${mark(SIGNS[verdict])}${text}</span>`;
}
