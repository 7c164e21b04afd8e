import type { Violation } from '../scenarios/judging/oracle.ts';
import type { OracleResult, RunResult } from '../scenarios/judging/result.ts';
import type { ThresholdResult, Verdict } from '../sim/threshold.ts';
import { mark } from './html-head.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText, shareText } from './quantities.ts';
import { instantText, leftOutNotes, placeText } from './sentences.ts';
import { measuredText, thresholdNotes } from './threshold-text.ts';
import { type Words, worded } from './words.ts';

/** Violations told in full on the page, per oracle. */
const VIOLATIONS_TOLD = 20;

/** Pictures shown on the page. */
const PAGES_SHOWN = 24;

/** Every promise with what was measured. */
export function thresholdTable(result: RunResult, words: Words): Markup {
  const { columns, sections, reasons } = words;
  const { thresholds } = result;
  if (thresholds.length === 0) {
    return markup`<p>${mark('inconclusive')} ${reasons.nothingAsked}</p>`;
  }
  return dataTable(
    [
      { title: columns.metric },
      { title: columns.threshold },
      { title: columns.measured, figures: true },
      { title: columns.samples, figures: true },
      { title: columns.verdict },
    ],
    thresholds.map((threshold) => [
      markup`<code>${threshold.selector}</code>`,
      markup`<code>${threshold.source}</code>${notesOf(result, threshold, words)}`,
      measuredText(result, threshold),
      countText(threshold.samples),
      verdictText(threshold.verdict, words),
    ]),
    sections.thresholds,
  );
}

function notesOf(result: RunResult, threshold: ThresholdResult, words: Words): Markup[] {
  return thresholdNotes(result, threshold, words).map((note) => markup`<br><small>${note}</small>`);
}

/** What the oracles assert and have judged, then their violations one by one. */
export function oracleParts(result: RunResult, words: Words): Markup {
  const { columns, sections, lang } = words;
  const table = dataTable(
    [
      { title: columns.oracle },
      { title: columns.asserts, prose: true },
      { title: columns.judged, figures: true },
      { title: columns.unjudged, figures: true },
      { title: columns.violations, figures: true },
      { title: columns.excused, figures: true },
      { title: columns.notices, figures: true },
      { title: columns.verdict },
    ],
    result.oracles.map((oracle) => [
      markup`<code>${oracle.name}</code>`,
      lang === 'ja' ? oracle.assertsJa : oracle.asserts,
      countText(oracle.judged),
      countText(oracle.unjudged),
      countText(oracle.violationCount),
      countText(oracle.excused),
      countText(oracle.noticeCount),
      verdictText(oracle.verdict, words),
    ]),
    sections.oracles,
  );
  const broken = result.oracles.filter(({ violationCount }) => violationCount > 0);
  const noticing = result.oracles.filter(({ noticeCount }) => noticeCount > 0);
  const violations = broken.map((oracle) => violationList(result, oracle, words));
  const notices = noticing.map((oracle) => noticeList(result, oracle, words));
  const leftOut = leftOutNotes(result, words).map((note) => markup`<p>${note}</p>`);
  return markup`${table}${leftOut}${violations}${notices}`;
}

function violationList(result: RunResult, oracle: OracleResult, words: Words): Markup {
  const told = oracle.violations.slice(0, VIOLATIONS_TOLD);
  const rest = oracle.violationCount - told.length;
  return markup`<h3>${words.violations.title(oracle.name)}</h3>
<ol class="violations">
${told.map((violation) => violationEntry(result, violation, words))}</ol>
${rest > 0 && markup`<p>${words.violations.more(countText(rest))}</p>`}`;
}

/** What is no violation and must be told: folded, as there may be much of it. */
function noticeList(result: RunResult, oracle: OracleResult, words: Words): Markup {
  const { notices, noticeCount, name } = oracle;
  const rest = noticeCount - notices.length;
  return markup`<details><summary>${words.notices.title(name)}: ${countText(noticeCount)}</summary>
<ol class="violations">
${notices.map((notice) => violationEntry(result, notice, words))}</ol>
${rest > 0 && markup`<p>${words.notices.more(countText(rest))}</p>`}</details>`;
}

/** What was asked for beside what was delivered, where an oracle tells them apart. */
type Sides = Violation & { readonly asked?: string; readonly delivered?: string };

function violationEntry(result: RunResult, violation: Sides, words: Words): Markup {
  const { t, message, asked, delivered } = violation;
  const { columns } = words;
  const sides =
    asked !== undefined &&
    delivered !== undefined &&
    markup`<dl class="sides"><div><dt>${columns.asked}</dt><dd>${asked}</dd></div>
<div class="wrong"><dt>${columns.delivered}</dt><dd>${delivered}</dd></div></dl>`;
  const [when, where] = [instantText(result, t), placeText(violation, words)];
  return markup`<li><p class="place"><b>${when}</b> ${where}</p>${sides}
<p lang="en">${message}</p></li>
`;
}

/** Why the run can be relied upon, or not. */
export function validityTable({ validity }: RunResult, words: Words): Markup {
  const { columns, sections } = words;
  return dataTable(
    [{ title: columns.check }, { title: columns.figures, prose: true }, { title: columns.verdict }],
    validity.map(({ name, message, verdict }) => [
      markup`<code>${name}</code>`,
      markup`<span lang="en">${message}</span>`,
      verdictText(verdict, words),
    ]),
    sections.validity,
  );
}

/** Why journeys were not completed, by stage. */
export function endsTable({ endReasons, counts }: RunResult, words: Words): Markup {
  const { columns, ends, sections } = words;
  if (endReasons.length === 0) return markup`<p>${ends.none}</p>`;
  return dataTable(
    [
      { title: columns.outcome },
      { title: columns.stage },
      { title: columns.reason },
      { title: columns.count, figures: true },
      { title: columns.share, figures: true },
    ],
    endReasons.map(({ outcome, stage, reason, count }) => [
      worded(words.outcomes, outcome),
      worded(words.stages, stage),
      markup`<code>${reason}</code>`,
      countText(count),
      shareText(count, counts.offered),
    ]),
    sections.ends,
  );
}

/** Printed pages that were kept as pictures beside this file. */
export function keptPages({ pages }: RunResult, words: Words): Markup {
  if (pages.length === 0) return markup`<p>${words.pages.none}</p>`;
  const rest = pages.length - PAGES_SHOWN;
  const shown = pages.slice(0, PAGES_SHOWN).map(({ file, caption }) => {
    const address = `./${file.split('/').map(encodeURIComponent).join('/')}`;
    const image = markup`<img src="${address}" alt="${caption}" loading="lazy">`;
    return markup`<figure><a href="${address}">${image}</a>
<figcaption>${caption}</figcaption></figure>
`;
  });
  return markup`<div class="pages">
${shown}</div>${rest > 0 && markup`<p>${words.pages.more(countText(rest))}</p>`}`;
}

function verdictText(verdict: Verdict, { verdicts }: Words): Markup {
  return markup`<span class="verdict">${mark(verdict)}${worded(verdicts, verdict)}</span>`;
}
