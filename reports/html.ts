import type { RunResult } from '../scenarios/judging/result.ts';
import { durationsChart } from './chart-durations.ts';
import { chartFigure } from './chart-frame.ts';
import { pairGapChart } from './chart-pair-gap.ts';
import { stagesChart } from './chart-stages.ts';
import { timelineChart } from './chart-timeline.ts';
import { casePart, expectationTable, faultTable } from './html-case.ts';
import { header, targetIndicator, verdictCards } from './html-head.ts';
import { endsTable, keptPages, oracleParts, thresholdTable, validityTable } from './html-judged.ts';
import { htmlPage, section } from './html-page.ts';
import { notes, setting } from './html-setting.ts';
import { type Markup, markup } from './markup.ts';
import { figuresOf, type StageActor, sinkOf } from './measurements.ts';
import { nationPart } from './nation-part.ts';
import { countText, timeText } from './quantities.ts';
import { warmUpPart } from './trust-warm-up.ts';
import { type Language, type Words, wordsOf } from './words.ts';

/** How a run is told as a page. */
export interface HtmlTelling {
  readonly language: Language;
  readonly stages: readonly StageActor[];
}

/** A run as one page of HTML without scripts, for reading offline, on paper and aloud. */
export function htmlReport(result: RunResult, { language, stages }: HtmlTelling): string {
  const words = wordsOf(language);
  const { sections } = words;
  const title = result.setting.scenario.title[language];
  return htmlPage({
    language,
    title: `${title} · ${words.product}`,
    header: header(result, words),
    main: markup`${verdictCards(result, words)}
${trouble(result, words)}
${section('target', sections.target, targetIndicator(result, words))}
${section('timeline', sections.timeline, chartFigure(timelineChart(result, words), words))}
${section('durations', sections.durations, [
  chartFigure(durationsChart(result, words), words),
  waiting(result, words),
])}
${section('stages', sections.stages, chartFigure(stagesChart(result, stages, words), words))}
${pairGap(result, words)}
${nationPart(result, language)}
${section('thresholds', sections.thresholds, thresholdTable(result, words))}
${section('oracles', sections.oracles, oracleParts(result, words))}
${faultsSection(result, words)}
${section('validity', sections.validity, [
  validityTable(result, words),
  warmUpPart(result, language),
])}
${section('ends', sections.ends, endsTable(result, words))}
${section('pages', sections.pages, keptPages(result, words))}
${section('setting', sections.setting, setting(result, words))}
${section('notes', sections.notes, notes(result, words))}`,
    // The pictures beside it.
    alsoLoads: "img-src 'self' file:",
  });
}

/** Only of a trouble case, and of what expects something. */
function trouble(result: RunResult, words: Words): Markup | undefined {
  const { expectations = [], setting: of } = result;
  const { case: told } = of.scenario;
  if (told === undefined && expectations.length === 0) return undefined;
  const title = told === undefined ? words.sections.expectations : words.sections.case(told.id);
  const table = expectations.length > 0 && expectationTable(expectations, words);
  return section('case', title, [casePart(result, words), table]);
}

/** Only of a run in which faults were injected. */
function faultsSection(result: RunResult, words: Words): Markup | undefined {
  const { faults = [] } = result;
  if (faults.length === 0) return undefined;
  return section('faults', words.sections.faults, faultTable(result, faults, words));
}

/** Only of a run that had pairs. */
function pairGap({ pairGap: points = [] }: RunResult, words: Words): Markup | undefined {
  if (points.length === 0) return undefined;
  const chart = chartFigure(pairGapChart(points, words), words);
  return section('pair-gap', words.sections.pairGap, chart);
}

/** What citizens and kiosks had to wait for besides the stages. */
function waiting(result: RunResult, words: Words): Markup {
  const queue = figuresOf(sinkOf(result, 'kiosk_waiting'));
  const asked = sinkOf(result, 'asked_again');
  const sentences = [
    queue && words.queue(countText(queue.count), timeText(queue.p50Ms), timeText(queue.maxMs)),
    asked?.kind === 'counter' && asked.count > 0 && words.asked(countText(asked.count)),
  ];
  return markup`${sentences.map((sentence) => sentence && markup`<p>${sentence}</p>`)}`;
}
