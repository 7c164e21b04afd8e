import type { ToldRun } from '../scenarios/compare/compared-run.ts';
import { Histogram, type HistogramRecord } from '../sim/histogram.ts';
import { gridLines, percent, round, tickMark } from './chart-axis.ts';
import { runLetter } from './compare-figures.ts';
import type { CompareWords } from './compare-words.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { timeText } from './quantities.ts';

const TOP_PX = 16;
const PLOT_PX = 220;
const BASE_Y = TOP_PX + PLOT_PX;
const AXIS_PX = 26;

/** Shares of journeys that took longer, as the table tells them. */
const SHARES = [0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;

/** Points of a curve. */
const POINTS = 120;

/**
 * The distributions of one metric laid over each other: the share of durations that exceed each
 * time, on a logarithmic scale, so that the slow end is seen as well as the middle.
 */
export function distributionChart(
  chart: { readonly id: string; readonly title: string },
  runs: readonly (readonly [ToldRun, HistogramRecord | undefined])[],
  words: CompareWords,
): Markup {
  const histograms = runs.map(([, record]) => record && Histogram.fromRecord(record));
  const longest = histograms.map((histogram) =>
    histogram === undefined || histogram.count === 0 ? 0 : histogram.percentileMs(99.9),
  );
  const endMs = Math.max(1, ...longest) * 1.05;
  const curves = histograms.map((histogram, index) =>
    histogram === undefined || histogram.count === 0 ? undefined : curve(histogram, endMs, index),
  );
  const rows = SHARES.map((share) => [
    `${100 * share} %`,
    ...histograms.map((histogram) =>
      histogram === undefined || histogram.count === 0
        ? '–'
        : timeText(histogram.percentileMs(100 * (1 - share))),
    ),
  ]);
  for (const histogram of histograms) histogram?.dispose();
  const columns = runs.map((_, index) => ({ title: runLetter(index), figures: true }));
  const { id, title } = chart;
  const table = dataTable([{ title: words.columns.upTo }, ...columns], rows, title);
  return markup`<figure>
<figcaption>${title}</figcaption>
<ul class="legend">${runs.map(([run], index) => legend(run, index, words))}</ul>
<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc"
 width="100%" height="${BASE_Y + AXIS_PX}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${words.distribution}</desc>
${gridLines([...SHARES_TOLD], y, (share) => `${100 * share} %`)}
<line class="base" x1="0" x2="100%" y1="${BASE_Y}" y2="${BASE_Y}"/>
<svg x="0" y="0" width="100%" height="${BASE_Y}" viewBox="0 0 1000 ${BASE_Y}"
 preserveAspectRatio="none">${curves}</svg>
${axis(endMs)}
</svg>
<details><summary>${words.asTable}</summary>${table}</details>
</figure>
`;
}

const SHARES_TOLD = [1, 0.5, 0.1, 0.05, 0.01, 0.001] as const;
const LEAST_SHARE = 0.001;

function y(share: number): number {
  const part = Math.log(Math.max(share, LEAST_SHARE)) / Math.log(LEAST_SHARE);
  return round(TOP_PX + PLOT_PX * part);
}

/** Evenly spaced down the logarithmic axis. */
function curve(histogram: Histogram, endMs: number, index: number): Markup {
  const points = Array.from({ length: POINTS + 1 }, (_, point) => {
    const share = LEAST_SHARE ** (point / POINTS);
    const ms = histogram.percentileMs(100 * (1 - share));
    return `${round((1000 * ms) / endMs)},${y(share)}`;
  });
  return markup`<polyline class="run run-${index % 6}" points="${points.join(' ')}"/>`;
}

function legend({ folder }: ToldRun, index: number, words: CompareWords): Markup {
  const base = index === 0 ? ` (${words.base})` : '';
  return markup`<li><svg class="swatch" width="26" height="14" aria-hidden="true">
<path class="run run-${index % 6}" d="M0 7H26"/></svg>${runLetter(index)} ${folder}${base}</li>`;
}

function axis(endMs: number): Markup {
  const step = stepOf(endMs / 6);
  const ticks: Markup[] = [];
  for (let ms = 0; ms <= endMs; ms += step) {
    const anchor = ms === 0 ? 'start' : ms > endMs * 0.95 ? 'end' : 'middle';
    const x = percent(ms, endMs);
    ticks.push(tickMark({ x, y: BASE_Y, kind: 'major', anchor, label: tickText(ms, step) }));
  }
  return markup`<g aria-hidden="true">${ticks}</g>`;
}

/** 1, 2, 3 or 5 times a power of ten, and minutes from there on. */
function stepOf(rough: number): number {
  if (rough > 20_000) return Math.max(1, Math.round(rough / 30_000)) * 30_000;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 3, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

function tickText(ms: number, step: number): string {
  return step >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(4))} ms`;
}

/** Curves are told apart by their dashes as well as by their colours. */
export const RUN_STYLE = `
.run { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.run-0 { stroke: var(--ink); }
.run-1 { stroke: var(--over); stroke-dasharray: 7 3; }
.run-2 { stroke: var(--server); stroke-dasharray: 2 3; }
.run-3 { stroke: var(--timed-out); stroke-dasharray: 10 3 2 3; }
.run-4 { stroke: var(--fault); stroke-dasharray: 4 4; }
.run-5 { stroke: var(--device); stroke-dasharray: 12 5; }
`;
