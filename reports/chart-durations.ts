import type { RunResult } from '../scenarios/judging/result.ts';
import { countTicks, gridLines, percent, round, tickMark } from './chart-axis.ts';
import type { Chart } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import { figuresOf, overTarget, sinkOf, TARGET_MS } from './measurements.ts';
import { countText, shareText, spanText, timeText } from './quantities.ts';
import { overSentence } from './sentences.ts';
import type { Words } from './words.ts';

const LABELS_PX = 74;
const BARS_PX = 190;
const AXIS_PX = 26;
const BASE_Y = LABELS_PX + BARS_PX;

/** The least that is shown of the axis, so that the target never stands at its end. */
const LEAST_MS = 240_000;
const TICK_MS = 60_000;

/** How the durations of journeys are distributed, with the target and what lies beyond it. */
export function durationsChart(result: RunResult, words: Words): Chart {
  const { widthMs, counts } = result.durations;
  const { figures, columns } = words;
  const { over, of } = overTarget(result);
  const last = counts.findLastIndex((count) => count > 0);
  const bins = Math.min(counts.length, Math.max(last + 1, Math.ceil(LEAST_MS / widthMs)));
  const beyond = figures.beyond(countText(over), countText(of), shareText(over, of));
  return {
    id: 'durations',
    height: BASE_Y + AXIS_PX,
    title: figures.perBin(spanText(widthMs, words.units)),
    description: overSentence(result, words.reasons),
    drawing: [
      bars(counts.slice(0, bins), widthMs),
      target(bins * widthMs, figures.target, beyond),
      percentiles(result, bins * widthMs),
      axis(bins, counts.length, widthMs),
    ],
    columns: [
      { title: columns.duration },
      { title: columns.count, figures: true },
      { title: columns.share, figures: true },
    ],
    rows: counts.flatMap((count, index) =>
      count === 0
        ? []
        : [[binText(index, counts.length, widthMs, words), countText(count), shareText(count, of)]],
    ),
  };
}

function bars(counts: readonly number[], widthMs: number): Markup {
  const ticks = countTicks(Math.max(0, ...counts), 4);
  const scale = BARS_PX / (ticks.at(-1) ?? 1);
  const drawn = counts.map((count, index) => {
    if (count === 0) return undefined;
    const [x, width] = [percent(index + 0.06, counts.length), percent(0.88, counts.length)];
    const height = round(count * scale);
    const fill = index * widthMs >= TARGET_MS ? 'over' : 'completed';
    const text = `${spanOf(index, widthMs)}: ${countText(count)}`;
    const y = round(BASE_Y - height);
    return markup`<rect class="${fill}" x="${x}" y="${y}" width="${width}" height="${height}">
<title>${text}</title></rect>`;
  });
  return markup`${gridLines(ticks, (count) => BASE_Y - count * scale, countText)}${drawn}`;
}

function target(endMs: number, text: string, beyond: string): Markup {
  const x = percent(TARGET_MS, endMs);
  return markup`<line class="target" x1="${x}" x2="${x}" y1="0" y2="${BASE_Y}"/>
<svg x="${x}" overflow="visible"><text class="target-text" x="-7" y="12" text-anchor="end"
>${text}</text><text class="target-text" x="7" y="12">${beyond}</text></svg>`;
}

function percentiles(result: RunResult, endMs: number): Markup | undefined {
  const figures = figuresOf(sinkOf(result, 'journey_duration'));
  if (figures === undefined) return undefined;
  const { p50Ms, p95Ms, p99Ms } = figures;
  const told = [
    ['p50', p50Ms],
    ['p95', p95Ms],
    ['p99', p99Ms],
  ] as const;
  const marks = told.map(([name, ms], index) => {
    if (ms > endMs) return undefined;
    const [x, y] = [percent(ms, endMs), 29 + index * 15];
    // Towards the side that the target's line is not on.
    const [dx, anchor] =
      (ms <= TARGET_MS && ms > endMs / 4) || ms > endMs * 0.8 ? [-5, 'end'] : [5, 'start'];
    const label = `${name} ${timeText(ms)}`;
    return markup`<line class="percentile" x1="${x}" x2="${x}" y1="${y - 10}" y2="${BASE_Y}"/>
<svg x="${x}" overflow="visible"><text class="halo" x="${dx}" y="${y}" text-anchor="${anchor}"
>${label}</text></svg>`;
  });
  return markup`${marks}`;
}

function axis(bins: number, allBins: number, widthMs: number): Markup {
  const endMs = bins * widthMs;
  const longestMs = (allBins - 1) * widthMs;
  const ticks: Markup[] = [];
  for (let ms = 0; ms <= Math.min(endMs, longestMs); ms += TICK_MS) {
    const x = percent(ms, endMs);
    const anchor = ms === 0 ? 'start' : ms > endMs * 0.97 ? 'end' : 'middle';
    const kind = (ms / TICK_MS) % 2 === 1 && endMs > 5 * TICK_MS ? 'minor' : 'major';
    const more = ms === longestMs ? '≥ ' : '';
    ticks.push(tickMark({ x, y: BASE_Y, kind, anchor, label: `${more}${ms / 1000} s` }));
  }
  return markup`<g aria-hidden="true">${ticks}</g>`;
}

function binText(index: number, bins: number, widthMs: number, { figures, units }: Words): string {
  if (index === bins - 1) return figures.longer(spanText(index * widthMs, units));
  return spanOf(index, widthMs);
}

function spanOf(index: number, widthMs: number): string {
  return `${(index * widthMs) / 1000}–${((index + 1) * widthMs) / 1000} s`;
}
