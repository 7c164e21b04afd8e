import type { RunResult } from '../scenarios/judging/result.ts';
import { chartFigure } from './chart-frame.ts';
import { nationChart } from './chart-nation.ts';
import type { Pen } from './console.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { type NationTable, nationTelling } from './nation-tables.ts';
import { aligned } from './text-columns.ts';
import { type Language, wordsOf } from './words.ts';

/** The section on a nation’s load in a page; nothing of any other run. */
export function nationPart(result: RunResult, language: Language): Markup | undefined {
  const telling = nationTelling(result, language);
  const { nation } = result;
  if (telling === undefined || nation === undefined) return undefined;
  const [centre, ...others] = telling.tables;
  const chart = centre && nationChart(result, nation, centre, telling.chart);
  const tables = others.map(({ title, head, rows }) => {
    const columns = head.map((name, index) => ({ title: name, figures: index > 0 }));
    return markup`<h3>${title}</h3>${dataTable(columns, rows, title)}`;
  });
  return markup`<section aria-labelledby="nation-heading">
<h2 id="nation-heading">${telling.title}</h2>
<p>${telling.sentences.join(' ')}</p>
${chart && chartFigure(chart, wordsOf(language))}
${tables}
</section>
`;
}

/** The same at the terminal. */
export function nationLines(result: RunResult, { words, quiet }: Pen): readonly string[] {
  const telling = nationTelling(result, words.lang === 'ja' ? 'ja' : 'en');
  if (telling === undefined) return [];
  const lines = telling.tables.flatMap((table) => [...tableLines(table, quiet), '']);
  return [...telling.sentences, '', ...lines.slice(0, -1)];
}

function tableLines({ title, head, rows }: NationTable, quiet: Pen['quiet']): readonly string[] {
  const sides = head.map((_, index) => (index === 0 ? 'left' : 'right'));
  const lines = aligned([head, ...rows], sides, (cell, row) => (row === 0 ? quiet(cell) : cell));
  return [title, ...lines.map((line) => `  ${line}`)];
}
