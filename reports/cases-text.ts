import picocolors from 'picocolors';
import type { Case, CaseOutcome } from '../scenarios/cases/cases.ts';
import type { CasesTelling } from '../scenarios/cases/cases-files.ts';
import { recoveryText } from './expectation-text.ts';
import { countText, spanText } from './quantities.ts';
import { aligned, fitted, plainText, textWidth } from './text-columns.ts';
import { type Language, type Words, wordsOf } from './words.ts';

const MARKS = { pass: '✓', fail: '✗', inconclusive: '?' } as const;

/** Columns of the terminal that a sentence of the list takes at most. */
const SENTENCE = 56;

/** How the case book is told at the terminal. */
export function casesText(colours: boolean): CasesTelling {
  const { green, red, yellow, dim, bold } = picocolors.createColors(colours);
  const inks = { pass: green, fail: red, inconclusive: yellow };
  return {
    list: (cases, { lang }) => listed(cases, lang, bold),
    line: (outcome, { lang }) => {
      const mark = inks[outcome.verdict](MARKS[outcome.verdict]);
      const reasons = outcome.reasons.map((reason) => `      ${plainText(reason)}\n`);
      const isOpen = outcome.verdict !== 'pass';
      return `${mark} ${plainText(lineOf(outcome, wordsOf(lang)))}\n${isOpen ? reasons.join('') : ''}`;
    },
    sum: (outcomes, { lang }) => {
      const words = wordsOf(lang);
      const asExpected = outcomes.filter(({ verdict }) => verdict === 'pass').length;
      const scenarioMs = outcomes.reduce((sum, outcome) => sum + outcome.scenarioMs, 0);
      const [of, all] = [asExpected, outcomes.length].map(countText) as [string, string];
      return `\n${dim(words.cases.sum(of, all, spanText(scenarioMs, words.units)))}\n`;
    },
  };
}

function listed(cases: readonly Case[], lang: Language, bold: (text: string) => string): string {
  const { columns } = wordsOf(lang).cases;
  const rows = cases.map(({ scenario }) => {
    const { case: told, title } = scenario;
    const sentences = [told.injected[lang], told.observed[lang]].map(shortened);
    return [told.id, shortened(title[lang]), ...sentences].map(plainText);
  });
  const lines = aligned([columns, ...rows], ['left', 'left', 'left', 'left'], (cell, row) =>
    row === 0 ? bold(cell) : cell,
  );
  return `${lines.join('\n')}\n`;
}

function shortened(text: string): string {
  return textWidth(text) <= SENTENCE ? text : `${fitted(text, SENTENCE - 1)}…`;
}

/** One form of a case in a line: what was found, or that nothing was. */
function lineOf(outcome: CaseOutcome, words: Words): string {
  const { id, name, form, violations, counts, scenarioMs, faults } = outcome;
  const found = Object.entries(violations).map(([oracle, count]) => `${oracle} ${count}`);
  const figures = words.cases.figures(
    countText(counts.offered),
    found.length === 0 ? words.cases.clean : `${words.cases.caught}: ${found.join(', ')}`,
  );
  const [slowest] = faults.toSorted((one, other) => (other.troubleMs ?? 0) - (one.troubleMs ?? 0));
  const { recovered } = words.columns;
  const recovery = slowest === undefined ? '' : ` · ${recovered} ${recoveryText(slowest, words)}`;
  const which = `${id.padEnd(8)} ${name}${form === 'as-written' ? '' : ` (${words.cases.trueServer})`}`;
  return `${which} · ${figures} · ${spanText(scenarioMs, words.units)}${recovery}`;
}
