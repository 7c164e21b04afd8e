import type { RunResult } from '../scenarios/judging/result.ts';
import type { NationRecord } from '../scenarios/nation/nation-watch.ts';
import { civilTicks, countTicks, gridLines, percent, round, tickMark } from './chart-axis.ts';
import { type Chart, legendEntry } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import type { NationTable } from './nation-tables.ts';

const MARKS_PX = 16;
const BARS_PX = 150;
const LABELS_PX = 24;

/** What the chart is called and says; its table is that of the terminal. */
export interface NationChartWords {
  readonly description: (peak: string) => string;
  readonly mean: string;
  readonly busiestMinute: string;
}

/** Requests a second at the centre: the mean of each hour, and its busiest minute. */
export function nationChart(
  result: RunResult,
  nation: NationRecord,
  { title, head, rows }: NationTable,
  words: NationChartWords,
): Chart {
  const { hours, hourMs } = nation;
  const peaks = hours.map(({ requestsInBusiestMinute }) => requestsInBusiestMinute / 60);
  const means = hours.map((hour) => hour.requests / lengthOf(result, hour.fromMs, hourMs));
  const highest = Math.max(0, ...peaks, ...means);
  const ticks = countTicks(highest, 4);
  const scale = BARS_PX / (ticks.at(-1) ?? 1);
  const baseY = MARKS_PX + BARS_PX;
  const drawn = hours.map((_, index) => {
    const [x, width] = [percent(index + 0.08, hours.length), percent(0.84, hours.length)];
    const [from, to] = [percent(index, hours.length), percent(index + 1, hours.length)];
    const height = round((means[index] ?? 0) * scale);
    const peakY = round(baseY - (peaks[index] ?? 0) * scale);
    return markup`<rect class="completed" x="${x}" y="${round(baseY - height)}" width="${width}" height="${height}"/>
<line class="offered" x1="${from}" x2="${to}" y1="${peakY}" y2="${peakY}"/>`;
  });
  const grid = gridLines(ticks, (count) => baseY - count * scale, String);
  return {
    id: 'nation-centre',
    height: baseY + LABELS_PX,
    title,
    description: words.description(highest.toFixed(1)),
    drawing: [grid, markup`${drawn}`, timeAxis(result, nation, baseY)],
    legend: [
      legendEntry('completed', words.mean),
      legendEntry('offered', words.busiestMinute, 'M0 6H14V8H0Z'),
    ],
    columns: head.map((name, index) => ({ title: name, figures: index > 0 })),
    rows,
    tableOpen: true,
  };
}

/** Seconds of an hour that are of the run: the first and the last may be in part only. */
export function lengthOf({ scenarioMs }: RunResult, fromMs: number, hourMs: number): number {
  return Math.max(1, (Math.min(scenarioMs, fromMs + hourMs) - Math.max(0, fromMs)) / 1000);
}

function timeAxis({ setting }: RunResult, { hours, hourMs }: NationRecord, baseY: number): Markup {
  const fromMs = setting.originMs + (hours[0]?.fromMs ?? 0);
  const spanMs = Math.max(1, hours.length) * hourMs;
  const ticks = civilTicks(fromMs, fromMs + spanMs, 10).map(({ at, label }, index) => {
    const place = (at - fromMs) / spanMs;
    const anchor = place < 0.02 ? 'start' : place > 0.98 ? 'end' : 'middle';
    const kind = index % 2 === 1 ? 'minor' : 'major';
    return tickMark({ x: percent(at - fromMs, spanMs), y: baseY, kind, anchor, label });
  });
  return markup`<g aria-hidden="true">${ticks}</g>`;
}
