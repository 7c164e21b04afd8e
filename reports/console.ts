import picocolors from 'picocolors';
import type { Violation } from '../scenarios/judging/oracle.ts';
import type { RunResult } from '../scenarios/judging/result.ts';
import type { Verdict } from '../sim/threshold.ts';
import { expectationLines, faultLines } from './console-expectations.ts';
import {
  figuresOf,
  type StageActor,
  sinkOf,
  stageFigures,
  type TrendFigures,
} from './measurements.ts';
import { nationLines } from './nation-part.ts';
import { countText, shareText, spanText, timeText } from './quantities.ts';
import {
  instantText,
  leftOutNotes,
  mutantNotes,
  overSentence,
  placeText,
  simulatedText,
  timeNotes,
  verdictSentences,
} from './sentences.ts';
import { aligned, plainText } from './text-columns.ts';
import { measuredText, thresholdNotes } from './threshold-text.ts';
import { type Language, type Words, worded, wordsOf } from './words.ts';

/** How a run is told at the terminal. */
export interface ConsoleTelling {
  readonly language: Language;
  readonly stages: readonly StageActor[];
  readonly colours: boolean;
  /** Where the run folder is, as the reader can open it. */
  readonly runFolder: string;
}

const MARKS = { pass: '✓', fail: '✗', inconclusive: '?' } as const satisfies Record<
  Verdict,
  string
>;

/** Violations told in full at the terminal, per oracle. */
const VIOLATIONS_TOLD = 3;

/** What the lines of the summary are written with. */
export interface Pen {
  readonly words: Words;
  readonly title: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly mark: (verdict: Verdict) => string;
  readonly sign: (verdict: Verdict) => string;
  readonly tinted: (verdict: Verdict, text: string) => string;
}

/** The summary at the end of a run, as lines of text for a terminal. */
export function consoleSummary(result: RunResult, telling: ConsoleTelling): string {
  const pen = penOf(telling);
  const { sections } = pen.words;
  const blocks: readonly (readonly [string, readonly string[]])[] = [
    [sections.thresholds, thresholdLines(result, pen)],
    [sections.oracles, oracleLines(result, pen)],
    [sections.expectations, expectationLines(result, pen)],
    [sections.faults, faultLines(result, pen)],
    [sections.validity, validityLines(result, pen)],
    [sections.counts, countLines(result, pen)],
    [sections.stages, stageLines(result, telling.stages, pen)],
    [sections.journeys, journeyLines(result, pen)],
    [sections.ends, endLines(result, pen)],
    [sections.nation, nationLines(result, pen)],
    [sections.verdicts, verdictLines(result, pen)],
  ];
  const told = blocks.filter(([, lines]) => lines.length > 0);
  return [
    ...headLines(result, pen),
    ...told.flatMap(([title, lines]) => [
      '',
      pen.title(title),
      ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
    ]),
    '',
    ...timeNotes(result.setting, pen.words).map((note) => pen.quiet(note)),
    `${pen.words.facts.folder}: ${plainText(telling.runFolder)}`,
    '',
  ].join('\n');
}

function penOf({ language, colours }: ConsoleTelling): Pen {
  const { bold, dim, green, red, yellow } = picocolors.createColors(colours);
  const inks = { pass: green, fail: red, inconclusive: yellow };
  const words = wordsOf(language);
  const tinted = (verdict: Verdict, text: string) => inks[verdict](text);
  const mark = (verdict: Verdict) => tinted(verdict, MARKS[verdict]);
  const sign = (verdict: Verdict) => MARKS[verdict];
  return { words, sign, title: (text) => bold(text.toUpperCase()), quiet: dim, mark, tinted };
}

function headLines(result: RunResult, { words, quiet, tinted }: Pen): readonly string[] {
  const { scenario, clock, speed, seed, commit, target } = result.setting;
  const clockWords =
    clock === 'real'
      ? `${words.clocks.real} ${words.speed(countText(speed))}`
      : words.clocks.virtual;
  const facts = [
    simulatedText(result, words),
    clockWords,
    `${words.facts.seed} ${seed}`,
    target,
    commit,
    `${words.facts.took} ${spanText(result.wallMs, words.units)}`,
  ];
  const interrupted = result.interrupted ? [tinted('fail', words.interrupted)] : [];
  const title = words.lang === 'ja' ? scenario.title.ja : scenario.title.en;
  return [
    '',
    plainText(`${scenario.name}: ${title}`),
    quiet(plainText(facts.join(' · '))),
    ...mutantNotes(result.setting, words).map((note) => tinted('fail', note)),
    ...interrupted,
  ];
}

function thresholdLines(result: RunResult, pen: Pen): readonly string[] {
  const { thresholds } = result;
  const { words, mark, quiet } = pen;
  if (thresholds.length === 0) return [`${mark('inconclusive')} ${words.reasons.nothingAsked}`];
  const rows = thresholds.map((threshold) => [
    MARKS[threshold.verdict],
    threshold.selector,
    threshold.source,
    measuredText(result, threshold),
    `n ${countText(threshold.samples)}`,
  ]);
  const lines = aligned(rows, ['left', 'left', 'left', 'right', 'right'], (cell, row, column) => {
    if (column === 0) return mark(thresholds[row]?.verdict ?? 'inconclusive');
    return column === 4 ? quiet(cell) : cell;
  });
  return thresholds.flatMap((threshold, index) => [
    lines[index] ?? '',
    ...thresholdNotes(result, threshold, words).map((note) => quiet(plainText(`     ${note}`))),
  ]);
}

function oracleLines(result: RunResult, pen: Pen): readonly string[] {
  const { columns } = pen.words;
  const { oracles } = result;
  const rows = oracles.map((oracle) => [
    MARKS[oracle.verdict],
    oracle.name,
    `${columns.judged} ${countText(oracle.judged)}`,
    `${columns.unjudged} ${countText(oracle.unjudged)}`,
    `${columns.violations} ${countText(oracle.violationCount)}`,
    oracle.excused === 0 ? '' : `${columns.excused} ${countText(oracle.excused)}`,
    oracle.noticeCount === 0 ? '' : `${columns.notices} ${countText(oracle.noticeCount)}`,
  ]);
  const sides = ['left', 'left', 'right', 'right', 'right', 'right', 'right'] as const;
  const lines = aligned(rows, sides, (cell, row, column) =>
    column === 0 ? pen.mark(oracles[row]?.verdict ?? 'inconclusive') : cell,
  );
  const told = oracles.flatMap((oracle, index) => [
    (lines[index] ?? '').trimEnd(),
    ...foundLines(result, oracle.violations, oracle.violationCount, pen.words.violations, pen),
    ...foundLines(result, oracle.notices, oracle.noticeCount, pen.words.notices, pen),
  ]);
  return [...told, ...leftOutNotes(result, pen.words).map((note) => pen.quiet(note))];
}

/** The first of what an oracle has found, and how many more there are. */
function foundLines(
  result: RunResult,
  found: readonly Violation[],
  count: number,
  { more }: Words['violations'],
  pen: Pen,
): readonly string[] {
  const told = found.slice(0, VIOLATIONS_TOLD);
  const lines = told.map((violation) => {
    const { t, message } = violation;
    return plainText(
      `    ${instantText(result, t)} ${placeText(violation, pen.words)}: ${message}`,
    );
  });
  const rest = count - told.length;
  return rest === 0 ? lines : [...lines, `    ${more(countText(rest))}`];
}

function validityLines({ validity }: RunResult, { mark }: Pen): readonly string[] {
  const rows = validity.map(({ verdict, name, message }) => [
    MARKS[verdict],
    name,
    plainText(message),
  ]);
  return aligned(rows, ['left', 'left', 'left'], (cell, row, column) =>
    column === 0 ? mark(validity[row]?.verdict ?? 'inconclusive') : cell,
  );
}

function countLines({ counts }: RunResult, { words, quiet }: Pen): readonly string[] {
  const { outcomes } = words;
  const parts: readonly (readonly [string, number])[] = [
    ['offered', counts.offered],
    ['completed', counts.completed],
    ['refused', counts.refused],
    ['failed', counts.failed],
    ['timed-out', counts.timedOut],
    ['abandoned', counts.abandoned],
    ['in-flight', counts.inFlight],
  ];
  const rows = parts.map(([outcome, count]) => [
    worded(outcomes, outcome),
    countText(count),
    shareText(count, counts.offered),
  ]);
  return aligned(rows, ['left', 'right', 'right'], (cell, _, column) =>
    column === 2 ? quiet(cell) : cell,
  );
}

function stageLines(
  result: RunResult,
  stages: readonly StageActor[],
  { words, quiet }: Pen,
): readonly string[] {
  const { columns } = words;
  const head = [columns.stage, columns.actor, columns.n, columns.mean, 'p50', 'p95', 'p99', 'max'];
  const rows = stageFigures(result, stages).map(({ stage, actor, figures }) => [
    worded(words.stages, stage),
    worded(words.actors, actor),
    ...figureCells(figures),
  ]);
  const right = head.slice(2).map(() => 'right' as const);
  return aligned([head, ...rows], ['left', 'left', ...right], (cell, row) =>
    row === 0 ? quiet(cell) : cell,
  );
}

function figureCells(figures: TrendFigures | undefined): readonly string[] {
  const times = [figures?.meanMs, figures?.p50Ms, figures?.p95Ms, figures?.p99Ms, figures?.maxMs];
  return [countText(figures?.count ?? 0), ...times.map(timeText)];
}

function journeyLines(result: RunResult, { words }: Pen): readonly string[] {
  const journeys = figuresOf(sinkOf(result, 'journey_duration'));
  const waiting = figuresOf(sinkOf(result, 'kiosk_waiting'));
  const askedAgain = sinkOf(result, 'asked_again');
  if (journeys === undefined) return [words.reasons.noDuration];
  const { p50Ms, p95Ms, p99Ms, maxMs } = journeys;
  const lines = [
    Object.entries({ p50: p50Ms, p95: p95Ms, p99: p99Ms, max: maxMs })
      .map(([name, ms]) => `${name} ${timeText(ms)}`)
      .join('  '),
    overSentence(result, words.reasons),
  ];
  if (waiting !== undefined) {
    lines.push(
      words.queue(countText(waiting.count), timeText(waiting.p50Ms), timeText(waiting.maxMs)),
    );
  }
  if (askedAgain?.kind === 'counter' && askedAgain.count > 0) {
    lines.push(words.asked(countText(askedAgain.count)));
  }
  return lines;
}

function endLines({ endReasons }: RunResult, { words }: Pen): readonly string[] {
  const rows = endReasons.map(({ outcome, stage, reason, count }) => [
    worded(words.outcomes, outcome),
    worded(words.stages, stage),
    plainText(reason),
    countText(count),
  ]);
  return aligned(rows, ['left', 'left', 'left', 'right']);
}

function verdictLines(result: RunResult, { words, mark, tinted }: Pen): readonly string[] {
  const sentences = verdictSentences(result, words);
  return (['valid', 'correct', 'fast'] as const).map((question) => {
    const verdict = result.verdicts[question];
    const answer = tinted(verdict, words.answers[question][verdict]);
    return `${mark(verdict)} ${words.questions[question]} ${answer} – ${sentences[question]}`;
  });
}
