import type { RunResult } from '../scenarios/judging/result.ts';
import type { Verdict } from '../sim/threshold.ts';
import { percent } from './chart-axis.ts';
import { swatch } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import { journeyClasses } from './measurements.ts';
import { countText, shareText, spanText } from './quantities.ts';
import { mutantNotes, overSentence, simulatedText, verdictSentences } from './sentences.ts';
import { type Words, worded } from './words.ts';

/** What was run, when, and with what: the letterhead of the report. */
export function header(result: RunResult, words: Words): Markup {
  const { setting } = result;
  const { facts } = words;
  const { title, name } = setting.scenario;
  const [main, other] = words.lang === 'ja' ? (['ja', 'en'] as const) : (['en', 'ja'] as const);
  const clock =
    setting.clock === 'virtual'
      ? words.clocks.virtual
      : `${words.clocks.real} (${words.speed(countText(setting.speed))})`;
  const told: readonly (readonly [string, string])[] = [
    [facts.simulated, simulatedText(result, words)],
    [facts.clock, clock],
    [facts.render, worded(words.renders, setting.render)],
    [facts.target, setting.target],
    [facts.seed, String(setting.seed)],
    [facts.commit, setting.commit],
    [facts.generated, result.generatedAt.replace('T', ' ').replace(/\.\d+/, ' ')],
    [facts.took, spanText(result.wallMs, words.units)],
  ];
  const list = told.map(([term, text]) => markup`<div><dt>${term}</dt><dd>${text}</dd></div>`);
  const sign = mark('inconclusive');
  const unsound = mutantNotes(setting, words).map(
    (note) => markup`<p class="interrupted">${mark('fail')} ${note}</p>`,
  );
  const interrupted = markup`<p class="interrupted">${sign} ${words.interrupted}</p>`;
  return markup`<header>
<p class="product"><span>${words.product}</span><span>${name}</span></p>
<h1>${title[main]}</h1>
<p class="other" lang="${other}">${title[other]}</p>
<dl class="facts">${list}</dl>
${result.interrupted && interrupted}
${unsound}
</header>`;
}

/** A verdict as a sign; its word stands beside it wherever it is used. */
export function mark(verdict: Verdict): Markup {
  return markup`<svg class="mark ${verdict}" width="16" height="16" aria-hidden="true">
<use href="#mark-${verdict}"/></svg>`;
}

/** The three questions and their answers, which never hide each other. */
export function verdictCards(result: RunResult, words: Words): Markup {
  const sentences = verdictSentences(result, words);
  const cards = (['valid', 'correct', 'fast'] as const).map((question) => {
    const verdict = result.verdicts[question];
    return markup`<div class="card ${verdict}">
<h3>${words.questions[question]}</h3>
<p class="answer">${mark(verdict)}<span>${words.answers[question][verdict]}</span></p>
<p>${unbroken(sentences[question])}</p>
</div>
`;
  });
  const { code, reason } = result.exit;
  return markup`<section aria-labelledby="verdicts-heading" class="verdicts">
<h2 id="verdicts-heading" class="unseen">${words.sections.verdicts}</h2>
<div class="cards">
${cards}</div>
<p class="exit">${words.exit(code, reason)}</p>
</section>
`;
}

/** Keeps figures and their units on one line. */
function unbroken(text: string): string {
  return text.replace(/(?<=\d) (?=%|m?s\b)/g, '\u00a0');
}

/** All journeys in four classes: a bar, and the counts it is made of. */
export function targetIndicator(result: RunResult, words: Words): Markup {
  const classes = journeyClasses(result);
  const { offered } = result.counts;
  const names = ['quick', 'within', 'over', 'without'] as const;
  let before = 0;
  const bar = names.map((name) => {
    const x = percent(before, offered || 1);
    before += classes[name];
    if (classes[name] === 0) return undefined;
    const width = percent(classes[name], offered);
    return markup`<rect class="${name}" x="${x}" y="0" width="${width}" height="26"/>`;
  });
  const tiles = names.map((name) => {
    const [count, share] = [countText(classes[name]), shareText(classes[name], offered)];
    return markup`<div class="tile"><dt>${swatch(name)}${words.classes[name]}</dt>
<dd><b>${count}</b> <span>${share}</span></dd></div>
`;
  });
  return markup`<svg class="chart bar" aria-hidden="true" width="100%" height="26">${bar}</svg>
<dl class="tiles">
${tiles}</dl>
<p>${overSentence(result, words.reasons)}<br>
${outcomesSentence(result, words)}</p>`;
}

function outcomesSentence({ counts }: RunResult, { outcomes, lang }: Words): string {
  const { offered, completed, refused, failed, timedOut, abandoned, inFlight } = counts;
  const parts = Object.entries({
    completed,
    refused,
    failed,
    'timed-out': timedOut,
    abandoned,
    'in-flight': inFlight,
  }).map(([outcome, count]) => `${worded(outcomes, outcome)} ${countText(count)}`);
  const [equals, end] = lang === 'ja' ? [' ＝ ', '。'] : [' = ', '.'];
  return `${worded(outcomes, 'offered')} ${countText(offered)}${equals}${parts.join(' + ')}${end}`;
}
