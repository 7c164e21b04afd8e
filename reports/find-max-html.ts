import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { TriedRate } from '../scenarios/find-max/search.ts';
import type { Verdict } from '../sim/threshold.ts';
import { findMaxChart, PICTURE_STYLE } from './find-max-chart.ts';
import { factorText, inOrder, metOf, p95Text, perTimeText, whyNot } from './find-max-figures.ts';
import { intervalText, notesOf, statementOf } from './find-max-sentences.ts';
import { type FindMaxWords, findMaxWordsOf } from './find-max-words.ts';
import { mark } from './html-head.ts';
import { htmlPage, section } from './html-page.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import type { Language } from './words.ts';

const SIGNS: Readonly<Record<TriedRate['verdict'], Verdict>> = {
  met: 'pass',
  unmet: 'fail',
  undecided: 'inconclusive',
  void: 'inconclusive',
};

/** A search as one page of HTML without scripts. */
export function findMaxHtml(result: FindMaxResult, language: Language): string {
  const words = findMaxWordsOf(language);
  const { question, basePerSecond } = result;
  const { name, title } = question.scenario;
  return htmlPage({
    language,
    title: `${words.title} · ${title[language]}`,
    header: markup`<header>
<p class="product"><span>${words.product}</span><span>${name}</span></p>
<h1>${words.title}</h1>
<p>${words.workload(title[language], question.workload, perTimeText(basePerSecond))}</p>
</header>`,
    main: markup`${section('found', statementOf(result, words), [
      findMaxChart(result, words),
      ...notesOf(result, words).map((note) => markup`<p>${note}</p>`),
    ])}
${section('rates', words.rates, rateTable(result, words))}`,
    style: PICTURE_STYLE,
  });
}

function rateTable(result: FindMaxResult, words: FindMaxWords): Markup {
  const { columns } = words;
  const confidence = `${Math.round(result.question.confidence * 100)} %`;
  const head = [
    { title: columns.rate, figures: true },
    { title: columns.factor, figures: true },
    { title: words.verdict },
    { title: columns.met, figures: true },
    { title: columns.of, figures: true },
    { title: words.interval(confidence), figures: true },
    { title: columns.p95, figures: true },
    { title: columns.why, prose: true },
  ];
  const rows = inOrder(result).map((tried) => {
    const { met, judged } = metOf(tried);
    const { verdict, trials, factor } = tried;
    const text = words.verdicts[verdict];
    return [
      perTimeText(factor * result.basePerSecond),
      factorText(factor),
      markup`<span class="verdict">${mark(SIGNS[verdict])}${text}</span>`,
      `${met}/${judged}`,
      String(trials.length),
      intervalText(tried),
      p95Text(tried),
      markup`<span lang="en">${whyNot(tried)}</span>`,
    ];
  });
  return dataTable(head, rows, words.rates);
}
