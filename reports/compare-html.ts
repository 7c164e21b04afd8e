import type { Change, ChangeVerdict, Comparison } from '../scenarios/compare/comparison.ts';
import type { Verdict } from '../sim/threshold.ts';
import { distributionChart, RUN_STYLE } from './compare-chart.ts';
import { changeText, ruleTexts, runLetter } from './compare-figures.ts';
import { type CompareWords, compareWordsOf } from './compare-words.ts';
import { mark } from './html-head.ts';
import { htmlPage, section } from './html-page.ts';
import { dataTable } from './html-table.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import type { Language } from './words.ts';

/** Metrics whose distributions are drawn where either run has seen something. */
const DRAWN = ['authenticate', 'issue', 'print'] as const;

/** A comparison as one page of HTML without scripts, in the look of a run’s report. */
export function compareHtml(comparison: Comparison, language: Language): string {
  const words = compareWordsOf(language);
  const { runs, exit, withoutTrace } = comparison;
  const { sections } = words;
  const notes = [
    ...words.means(ruleTexts(comparison)),
    ...(withoutTrace.length === 0 ? [] : [words.withoutTrace(withoutTrace.join(', '))]),
  ];
  const title = runs.map((_, index) => runLetter(index)).join(' · ');
  return htmlPage({
    language,
    title: `${words.title} · ${words.product}`,
    header: markup`<header>
<p class="product"><span>${words.product}</span><span>${title}</span></p>
<h1>${words.title}</h1>
<p class="exit">${words.exit(exit.code, exit.reason)}</p>
</header>`,
    main: markup`${section('runs', sections.runs, runTable(comparison, words))}
${section('setting', sections.setting, settingTables(comparison, words))}
${section('distributions', sections.distributions, charts(comparison, words))}
${section('changes', sections.changes, changeTables(comparison, words))}
${section(
  'notes',
  sections.notes,
  markup`<ol class="notes">${notes.map((note) => markup`<li>${note}</li>`)}</ol>`,
)}`,
    style: RUN_STYLE,
  });
}

function runTable({ runs }: Comparison, words: CompareWords): Markup {
  const { columns, sections } = words;
  const { run, folder, seed, commit, valid, documents, thresholds } = columns;
  const head = [
    { title: run },
    { title: folder },
    { title: columns.scenario },
    { title: seed, figures: true },
    { title: commit },
    ...[valid, documents, thresholds].map((title) => ({ title })),
    ...[columns.offered, columns.completed, columns.exit].map((title) => ({
      title,
      figures: true,
    })),
  ];
  const rows = runs.map(({ folder: path, summary }, index) => {
    const { verdicts, results, config } = summary;
    const answers = [verdicts.valid, verdicts.correct, verdicts.fast];
    return [
      runLetter(index),
      path,
      config.scenario,
      String(summary.seed),
      summary.commit.slice(0, 12),
      ...answers.map((verdict) => signed(verdict, words.answers[verdict])),
      countText(results.counts.offered),
      countText(results.counts.completed),
      String(summary.exit.code),
    ];
  });
  return dataTable(head, rows, sections.runs);
}

function signed(verdict: Verdict, text: string): Markup {
  return markup`<span class="verdict">${mark(verdict)}${text}</span>`;
}

function settingTables({ comparisons }: Comparison, words: CompareWords): Content {
  const { columns } = words;
  return comparisons.map(({ folder, differences }, index) => {
    const letter = runLetter(index + 1);
    const title = `A, ${letter} (${folder})`;
    if (differences.length === 0) return markup`<h3>${title}</h3><p>${words.alike}</p>`;
    const head = [{ title: columns.what }, { title: 'A' }, { title: letter }];
    const rows = differences.map(({ what, from, to, isForeign }) => [
      markup`<code>${what}</code>${isForeign && ` ${words.foreign}`}`,
      from,
      to,
    ]);
    return markup`<h3>${title}</h3>${dataTable(head, rows, title)}`;
  });
}

function charts({ runs }: Comparison, words: CompareWords): Content {
  const drawn = [
    { id: 'journeys', metric: 'journey_duration', stage: undefined },
    ...DRAWN.map((stage) => ({ id: `stage-${stage}`, metric: 'stage_duration', stage })),
  ];
  return drawn.map(({ id, metric, stage }) => {
    const sides = runs.map((run) => {
      const found = run.summary.results.metrics.find(
        ({ name, tags }) =>
          name === metric && tags['stage'] === stage && tags['type'] === undefined,
      );
      return [run, found?.type === 'trend' ? found.histogram : undefined] as const;
    });
    if (sides.every(([, record]) => record === undefined || record.count === 0)) return undefined;
    const name = stage === undefined ? metric : `${metric}{stage:${stage}}`;
    return distributionChart({ id, title: `${name}: ${words.distribution}` }, sides, words);
  });
}

const SIGNS: Readonly<Record<ChangeVerdict, Verdict>> = {
  worse: 'fail',
  better: 'pass',
  within: 'pass',
  none: 'pass',
  open: 'inconclusive',
  starved: 'inconclusive',
};

function changeTables({ comparisons }: Comparison, words: CompareWords): Content {
  return comparisons.map(({ folder, changes }, index) => {
    const title = `A, ${runLetter(index + 1)} (${folder})`;
    const { columns } = words;
    const head = [
      { title: columns.figure },
      ...['A', runLetter(index + 1), columns.change, columns.interval].map((column) => ({
        title: column,
        figures: true,
      })),
      { title: columns.verdict },
    ];
    const rows = changes.map((change) => rowOf(change, words));
    return markup`<h3>${title}</h3>${dataTable(head, rows, title)}`;
  });
}

function rowOf(change: Change, words: CompareWords): readonly Content[] {
  const { name, from, to, change: by, interval } = changeText(change);
  const verdict = signed(SIGNS[change.verdict], words.verdicts[change.verdict]);
  return [markup`<code>${name}</code>`, from, to, by, interval, verdict];
}
