import type { RunResult, WarmUpFigures } from '../scenarios/judging/result.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText, timeText } from './quantities.ts';
import { instantText } from './sentences.ts';
import type { Language } from './words.ts';

const ENGLISH = {
  title: 'Warm-up',
  journeys: 'Journeys',
  mean: 'mean',
  whole: 'the whole run',
  without: 'without the warm-up',
  cut: (journeys: string, until: string) =>
    `By MSER-5 the durations settle after ${journeys} journeys, at ${until}.`,
  none: 'By MSER-5 the durations are settled from the beginning.',
  never: 'By MSER-5 the durations never settle: there is no warm-up to cut off.',
  rule: 'Thresholds are judged on the whole run.',
};

const JAPANESE: typeof ENGLISH = {
  title: 'ならし区間',
  journeys: '件数',
  mean: '平均',
  whole: '全区間',
  without: 'ならし区間を除く',
  cut: (journeys, until) => `MSER-5 による定常化: 最初の ${journeys} 件の後（${until}）。`,
  none: 'MSER-5 によれば、最初から定常である。',
  never: 'MSER-5 によれば定常にならず、除くべきならし区間はない。',
  rule: '判定は全区間による。',
};

const WORDS: Readonly<Record<Language, typeof ENGLISH>> = { en: ENGLISH, ja: JAPANESE };

/** Durations with and without the warm-up; nothing where there are too few journeys to tell. */
export function warmUpPart(result: RunResult, language: Language): Markup | undefined {
  const { warmUp } = result;
  if (warmUp === undefined) return undefined;
  const words = WORDS[language];
  const columns = [words.title, words.journeys, words.mean, 'p50', 'p95', 'p99'];
  const rows = [
    row(words.whole, warmUp.whole),
    ...(warmUp.settled ? [row(words.without, warmUp.without)] : []),
  ];
  const table = dataTable(
    columns.map((title, index) => ({ title, figures: index > 0 })),
    rows,
    words.title,
  );
  return markup`<h3>${words.title}</h3><p>${sentence(result, words)} ${words.rule}</p>${table}`;
}

function sentence(result: RunResult, words: typeof ENGLISH): string {
  const { warmUp } = result;
  if (warmUp === undefined || !warmUp.settled) return words.never;
  if (warmUp.journeys === 0) return words.none;
  return words.cut(countText(warmUp.journeys), instantText(result, warmUp.untilMs));
}

function row(name: string, figures: WarmUpFigures): readonly string[] {
  const { count, meanMs, medMs, p95Ms, p99Ms } = figures;
  return [name, countText(count), ...[meanMs, medMs, p95Ms, p99Ms].map(timeText)];
}
