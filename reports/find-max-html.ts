import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { TriedRate } from '../scenarios/find-max/search.ts';
import type { Verdict } from '../sim/threshold.ts';
import { findMaxChart, PICTURE_STYLE } from './find-max-chart.ts';
import { factorText, inOrder, metOf, p95Text, perTimeText, whyNot } from './find-max-figures.ts';
import { intervalText, notesOf, statementOf } from './find-max-sentences.ts';
import { type FindMaxWords, findMaxWordsOf } from './find-max-words.ts';
import { mark } from './html-head.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup, verbatim } from './markup.ts';
import { DRAWN_ONCE } from './page-patterns.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { Language } from './words.ts';

/** Nothing but this file itself may be loaded, and no script runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

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
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title} · ${title[language]}</title>
<style>${verbatim(PAGE_STYLE + PICTURE_STYLE)}</style>
</head>
<body>
${DRAWN_ONCE}
<header>
<p class="product"><span>${words.product}</span><span>${name}</span></p>
<h1>${words.title}</h1>
<p>${words.workload(title[language], question.workload, perTimeText(basePerSecond))}</p>
</header>
<main>
<section aria-labelledby="found-heading"><h2 id="found-heading">${statementOf(result, words)}</h2>
${findMaxChart(result, words)}
${notesOf(result, words).map((note) => markup`<p>${note}</p>`)}
</section>
<section aria-labelledby="rates-heading"><h2 id="rates-heading">${words.rates}</h2>
${rateTable(result, words)}
</section>
</main>
</body>
</html>
`.text;
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
