import type { ExpectationResult, FaultRecord, RunResult } from '../scenarios/judging/result.ts';
import { expectationName, expectationValue, recoveryText } from './expectation-text.ts';
import { mark } from './html-head.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import { instantText } from './sentences.ts';
import { type Words, worded } from './words.ts';

/** What a trouble case repeats of what has happened somewhere. */
export function casePart({ setting }: RunResult, words: Words): Markup | undefined {
  const told = setting.scenario.case;
  if (told === undefined) return undefined;
  const { lang, troubleCase } = words;
  const language = lang === 'ja' ? 'ja' : 'en';
  return markup`<dl class="case">
<div><dt>${troubleCase.happened}</dt><dd>${told.happened[language]} (${told.source})</dd></div>
<div><dt>${troubleCase.injected}</dt><dd>${told.injected[language]}</dd></div>
<div><dt>${troubleCase.observed}</dt><dd>${told.observed[language]}</dd></div>
</dl>`;
}

/** What was expected, and what came out. */
export function expectationTable(expectations: readonly ExpectationResult[], words: Words): Markup {
  const { columns, sections, verdicts } = words;
  return dataTable(
    [
      { title: columns.check, prose: true },
      { title: columns.expected },
      { title: columns.measured, figures: true },
      { title: columns.verdict },
    ],
    expectations.map((expectation) => {
      const { verdict, expected } = expectation;
      return [
        expectationName(expectation, words),
        markup`<code>${expected}</code>`,
        expectationValue(expectation),
        markup`<span class="verdict">${mark(verdict)}${worded(verdicts, verdict)}</span>`,
      ];
    }),
    sections.expectations,
  );
}

/** Every time that a fault was on, and when the service was as before. */
export function faultTable(
  result: RunResult,
  faults: readonly FaultRecord[],
  words: Words,
): Markup {
  const { columns, sections } = words;
  const told = faults.slice(0, FAULTS_TOLD);
  const table = dataTable(
    [
      { title: columns.fault },
      { title: columns.meaning, prose: true },
      { title: columns.from },
      { title: columns.to },
      { title: columns.struck, figures: true },
      { title: columns.recovered },
    ],
    told.map((fault) => [
      markup`<code>${fault.fault}</code>`,
      words.lang === 'ja' ? fault.ja : fault.en,
      instantText(result, fault.beganMs),
      fault.endedMs === undefined ? '–' : instantText(result, fault.endedMs),
      fault.struck === undefined ? '–' : countText(fault.struck),
      recoveryText(fault, words),
    ]),
    sections.faults,
  );
  const rest = faults.length - told.length;
  return markup`${table}${rest > 0 && markup`<p>${words.faults.more(countText(rest))}</p>`}
<p>${words.faults.note}</p>`;
}

/** Occurrences of faults told in full on the page. */
const FAULTS_TOLD = 60;
