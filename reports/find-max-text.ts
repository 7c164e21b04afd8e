import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { TriedRate } from '../scenarios/find-max/search.ts';
import { factorText, inOrder, metOf, p95Text, perTimeText, whyNot } from './find-max-figures.ts';
import { findMaxHtml } from './find-max-html.ts';
import { intervalText, notesOf, statementOf } from './find-max-sentences.ts';
import { findMaxWordsOf } from './find-max-words.ts';
import { aligned } from './text-columns.ts';
import type { Language } from './words.ts';

/** A search as a terminal shows it. */
export function findMaxText(result: FindMaxResult, language: Language): string {
  const words = findMaxWordsOf(language);
  const { question, basePerSecond } = result;
  const { columns } = words;
  const confidence = `${Math.round(question.confidence * 100)} %`;
  const head = [
    columns.rate,
    columns.factor,
    words.verdict,
    columns.met,
    words.interval(confidence),
  ];
  const rows = inOrder(result).map((tried) => [
    perTimeText(tried.factor * basePerSecond),
    factorText(tried.factor),
    words.verdicts[tried.verdict],
    metText(tried),
    intervalText(tried),
    p95Text(tried),
    whyNot(tried),
  ]);
  const sides = ['right', 'right', 'left', 'right', 'right', 'right', 'left'] as const;
  const table = aligned([[...head, columns.p95, columns.why], ...rows], sides);
  const name = question.scenario.name;
  return [
    '',
    words.workload(name, question.workload, perTimeText(basePerSecond)),
    '',
    ...table.map((line) => `  ${line.trimEnd()}`),
    '',
    statementOf(result, words),
    ...notesOf(result, words),
    '',
  ].join('\n');
}

/** One line of progress: what came of a rate. */
export function findMaxLine(tried: TriedRate, basePerSecond: number, language: Language): string {
  const words = findMaxWordsOf(language);
  const why = whyNot(tried);
  return `${perTimeText(tried.factor * basePerSecond)} (${factorText(tried.factor)}): ${words.verdicts[tried.verdict]}, ${metText(tried)}${why === '' ? '' : `: ${why}`}`;
}

function metText(tried: TriedRate): string {
  const { met, judged } = metOf(tried);
  const voids = tried.trials.length - judged;
  return `${met}/${judged}${voids === 0 ? '' : ` (+${voids})`}`;
}

/** How `kofu find-max` tells of itself. */
export const FIND_MAX_TELLING = { text: findMaxText, line: findMaxLine, page: findMaxHtml };
