import type { Calibration, StudiedCity } from '../scenarios/calibration/calibration.ts';
import type { Study } from '../scenarios/calibration/study.ts';
import {
  mixText,
  movedText,
  probabilityText,
  rowText,
  togetherText,
} from './calibration-figures.ts';
import { type CalibrationWords, calibrationWordsOf } from './calibration-words.ts';
import { countText } from './quantities.ts';
import { aligned, plainText } from './text-columns.ts';
import type { Language } from './words.ts';

/** A calibration for the terminal: every published figure, city by city, and how to read it. */
export function calibrationText(calibration: Calibration, language: Language): string {
  const words = calibrationWordsOf(language);
  const { cities, mixes, defects } = calibration;
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ...cities.map((city) => rowPart(calibration, city, words, language)),
    ...(mixes.length === 0 ? [] : [[words.sections.mixes, mixLines(calibration, words)] as const]),
    ...cities.flatMap((city) => channelParts(city, words, language)),
    [
      words.sections.defects,
      defects.map(({ source, said, used }) => `${source}: ${said[language]} → ${used[language]}`),
    ],
    [words.sections.reading, [togetherText(calibration, words), ...words.reading]],
  ];
  const told = parts.filter(([, lines]) => lines.length > 0);
  return `${told
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${plainText(line)}`)].join('\n'))
    .join('\n\n')}\n`;
}

/** The figures that are published, and how each is judged, without simulating anything. */
export function calibrationList(studies: readonly Study[], language: Language): string {
  const { columns, tests, bases } = calibrationWordsOf(language);
  const head = [columns.row, columns.city, columns.test, columns.basis, columns.what];
  const rows = studies.flatMap(({ city, rows: own }) =>
    own.map(({ id, title, test, basis }) => [id, city, tests[test], bases[basis], title[language]]),
  );
  return `${aligned([head, ...rows], ['left', 'left', 'left', 'left', 'left']).join('\n')}\n`;
}

function rowPart(
  { rows, seed }: Calibration,
  { city, title, period, visits }: StudiedCity,
  words: CalibrationWords,
  language: Language,
): readonly [string, readonly string[]] {
  const { columns } = words;
  const head = [
    columns.row,
    columns.published,
    columns.simulated,
    columns.interval,
    columns.test,
    columns.probability,
    columns.adjusted,
    columns.basis,
    columns.verdict,
  ];
  const told = rows
    .filter((row) => row.city === city)
    .map((row) => {
      const text = rowText(row, words);
      const { id, published, simulated, interval, test, probability } = text;
      const { adjusted, basis, verdict } = text;
      return [id, published, simulated, interval, test, probability, adjusted, basis, verdict];
    });
  const sides = ['left', 'right', 'right', 'right', 'left', 'right', 'right', 'left', 'left'];
  const about = `${period[language]} (${words.visitsSimulated(countText(visits))}, ${words.seed(seed)})`;
  return [
    `${title[language]}: ${about}`,
    aligned([head, ...told], sides as readonly ('left' | 'right')[]),
  ];
}

function mixLines({ mixes }: Calibration, words: CalibrationWords): readonly string[] {
  const { columns, verdicts } = words;
  const head = [columns.row, columns.chiSquare, columns.freedom, columns.probability];
  const rows = mixes.map((mix) => [
    mix.id,
    mix.chiSquare.toFixed(1),
    String(mix.freedom),
    probabilityText(mix.pValue),
    verdicts[mix.verdict],
    mixText(mix),
  ]);
  const simulated = `${columns.simulated} (${columns.published})`;
  return aligned(
    [[...head, columns.verdict, simulated], ...rows],
    ['left', 'right', 'right', 'right', 'left', 'left'],
  );
}

function channelParts(
  { title, channels }: StudiedCity,
  words: CalibrationWords,
  language: Language,
): readonly (readonly [string, readonly string[]])[] {
  const { columns, certificates: names } = words;
  return channels.map((channelTable) => {
    const { from, to, observed, types, channels: rows } = channelTable;
    const moved = movedText(channelTable, words, language);
    const head = [
      columns.channel,
      ...types.map((type) => names[type] ?? type),
      columns.median,
      columns.p95,
      columns.waits,
    ];
    const told = rows.map((row) => [
      row.title[language],
      ...row.certificates.map(countText),
      secondsText(row.visits?.median),
      secondsText(row.visits?.p95),
      secondsText(row.waits?.p95),
    ]);
    const days = `${observed.from}…${observed.to.slice(5)}`;
    const sides = head.map((_, column) => (column === 0 ? 'left' : 'right'));
    return [
      `${title[language]}, ${words.sections.channels}: ${words.period(from, to, days)}`,
      [
        ...aligned([head, ...told], sides as readonly ('left' | 'right')[]),
        ...(moved === '' ? [] : [moved]),
      ],
    ] as const;
  });
}

/** `9 min`, `52 h`: what a visit to an office is told in. */
export function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return '–';
  if (seconds < 600) return `${seconds.toFixed(0)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(0)} h`;
}
