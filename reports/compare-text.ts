import type { Comparison } from '../scenarios/compare/comparison.ts';
import { changeText, ruleTexts, runLetter } from './compare-figures.ts';
import { type CompareWords, compareWordsOf } from './compare-words.ts';
import { countText } from './quantities.ts';
import { aligned, plainText } from './text-columns.ts';
import type { Language } from './words.ts';

/** A comparison for the terminal: runs, what differs, every figure, how to read it. */
export function compareText(comparison: Comparison, language: Language): string {
  const words = compareWordsOf(language);
  const { comparisons, withoutTrace } = comparison;
  const parts = [
    [words.sections.runs, runLines(comparison, words)],
    ...comparisons.map(
      ({ folder, differences }, index) =>
        [
          `${words.sections.setting}: A, ${runLetter(index + 1)} (${folder})`,
          differences.length === 0
            ? [words.alike]
            : differences.map(({ what, from, to, isForeign }) =>
                plainText(`${what}: ${from} → ${to}${isForeign ? ` ${words.foreign}` : ''}`),
              ),
        ] as const,
    ),
    ...comparisons.map(
      ({ folder }, index) =>
        [
          `${words.sections.changes}: A, ${runLetter(index + 1)} (${folder})`,
          changeLines(comparison, index, words),
        ] as const,
    ),
    [
      words.sections.notes,
      [
        ...words.means(ruleTexts(comparison)),
        ...(withoutTrace.length === 0 ? [] : [words.withoutTrace(withoutTrace.join(', '))]),
      ],
    ],
  ] as readonly (readonly [string, readonly string[]])[];
  return `${parts
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n')}\n`;
}

function runLines({ runs }: Comparison, words: CompareWords): readonly string[] {
  const { columns, answers } = words;
  const { valid, documents, thresholds, offered, completed, exit } = columns;
  const told = [columns.run, columns.folder, columns.scenario, columns.seed, columns.commit];
  const head = [...told, valid, documents, thresholds, offered, completed, exit];
  const rows = runs.map(({ folder, summary }, index) => {
    const { verdicts, results, config, seed, commit } = summary;
    return [
      runLetter(index),
      folder,
      config.scenario,
      String(seed),
      commit.slice(0, 12),
      answers[verdicts.valid],
      answers[verdicts.correct],
      answers[verdicts.fast],
      countText(results.counts.offered),
      countText(results.counts.completed),
      String(summary.exit.code),
    ].map(plainText);
  });
  const alignments = head.map((_, column) => (column === 3 || column > 7 ? 'right' : 'left'));
  return aligned([head, ...rows], alignments as ('left' | 'right')[]);
}

function changeLines(
  { comparisons }: Comparison,
  index: number,
  { columns, verdicts }: CompareWords,
): readonly string[] {
  const head = [columns.figure, 'A', runLetter(index + 1), columns.change, columns.interval];
  const changes = comparisons[index]?.changes ?? [];
  const rows = changes.map((change) => {
    const { name, from, to, change: by, interval } = changeText(change);
    return [name, from, to, by, interval, verdicts[change.verdict]];
  });
  const sides = ['left', 'right', 'right', 'right', 'right', 'left'] as const;
  return aligned([[...head, columns.verdict], ...rows], sides);
}
