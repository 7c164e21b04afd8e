import type { RunResult } from '../scenarios/judging/result.ts';
import { percent, round } from './chart-axis.ts';
import { type Chart, legendEntry } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import { type Actor, type StageActor, type StageFigures, stageFigures } from './measurements.ts';
import { countText, shareText, timeText } from './quantities.ts';
import { type Words, worded } from './words.ts';

const ACTORS: readonly Actor[] = ['citizen', 'device', 'server'];

const ROW_PX = 26;
const BAR_PX = 16;
/** The bar that adds the stages up by actor, and the room it takes with what is below. */
const SUM_BAR_PX = 26;
const SUM_PX = 56;
/** Where the names end and where the bars end, in per cent of the width. */
const NAMES = 20;
const BARS = 68;

/** The mean of each stage one after the other, and what they add up to for each actor. */
export function stagesChart(result: RunResult, stages: readonly StageActor[], words: Words): Chart {
  const figures = stageFigures(result, stages);
  const meanMs = figures.reduce((sum, stage) => sum + meanOf(stage), 0);
  const { columns } = words;
  const sums = ACTORS.map((actor) => {
    const text = `${worded(words.actors, actor)} ${sumText(figures, actor, meanMs)}`;
    return { actor, text };
  });
  const told = ['p50', 'p95', 'p99', 'max'].map((title) => ({ title, figures: true }));
  return {
    id: 'stages',
    height: SUM_PX + figures.length * ROW_PX + 12,
    title: words.figures.stages,
    description: sums.map(({ text }) => text).join(', '),
    drawing: [actorBar(figures, meanMs), waterfall(figures, words)],
    legend: sums.map(({ actor, text }) => legendEntry(actor, text)),
    tableOpen: true,
    columns: [
      { title: columns.stage },
      { title: columns.actor },
      { title: columns.n, figures: true },
      { title: columns.mean, figures: true },
      ...told,
    ],
    rows: figures.map(({ stage, actor, figures: f }) => [
      worded(words.stages, stage),
      worded(words.actors, actor),
      countText(f?.count ?? 0),
      ...[f?.meanMs, f?.p50Ms, f?.p95Ms, f?.p99Ms, f?.maxMs].map(timeText),
    ]),
  };
}

function meanOf({ figures }: StageFigures): number {
  return figures?.meanMs ?? 0;
}

function sumOf(figures: readonly StageFigures[], actor: Actor): number {
  return figures.reduce((sum, stage) => sum + (stage.actor === actor ? meanOf(stage) : 0), 0);
}

function sumText(figures: readonly StageFigures[], actor: Actor, meanMs: number): string {
  const sumMs = sumOf(figures, actor);
  return `${timeText(sumMs)} · ${shareText(sumMs, meanMs)}`;
}

function actorBar(figures: readonly StageFigures[], meanMs: number): Markup {
  let beforeMs = 0;
  const parts = ACTORS.map((actor) => {
    const sumMs = sumOf(figures, actor);
    if (sumMs === 0) return undefined;
    const [x, width] = [percent(beforeMs, meanMs), percent(sumMs, meanMs)];
    beforeMs += sumMs;
    return markup`<rect class="${actor}" x="${x}" y="0" width="${width}" height="${SUM_BAR_PX}"/>`;
  });
  return markup`${parts}`;
}

function waterfall(figures: readonly StageFigures[], words: Words): Markup {
  let beganMs = 0;
  const spans = figures.map((stage) => {
    const fromMs = beganMs;
    beganMs += meanOf(stage);
    return { stage, fromMs, toMs: beganMs, reachMs: fromMs + (stage.figures?.p95Ms ?? 0) };
  });
  const endMs = Math.max(1, ...spans.map(({ toMs, reachMs }) => Math.max(toMs, reachMs)));
  const x = (ms: number) => `${round(NAMES + (BARS * ms) / endMs)}%`;
  const rows = spans.map(({ stage, fromMs, toMs, reachMs }, index) => {
    const top = SUM_PX + index * ROW_PX + 4;
    const middle = top + BAR_PX / 2;
    const name = worded(words.stages, stage.stage);
    const told = stage.figures === undefined ? '–' : timeText(stage.figures.meanMs);
    const width = `${round((BARS * (toMs - fromMs)) / endMs)}%`;
    const whisker =
      reachMs > toMs &&
      markup`<line class="whisker"
 x1="${x(toMs)}" x2="${x(reachMs)}" y1="${middle}" y2="${middle}"/>`;
    return markup`<text class="name" y="${middle + 4}">${name}</text>
<rect class="${stage.actor}" x="${x(fromMs)}" y="${top}" width="${width}" height="${BAR_PX}">
<title>${name} ${told}</title></rect>${whisker}
<text x="100%" y="${middle + 4}" text-anchor="end">${told}</text>`;
  });
  const { mean } = words.columns;
  return markup`<text x="100%" y="${SUM_PX - 8}" text-anchor="end">${mean}</text>${rows}`;
}
