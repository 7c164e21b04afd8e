import type { RunResult, TimelineBucket } from '../scenarios/judging/result.ts';
import { civilTicks, countTicks, gridLines, percent, round, tickMark } from './chart-axis.ts';
import { type FaultPlot, faultBands, faultLanes, faultLegend, lanesPx } from './chart-faults.ts';
import { type Chart, legendEntry } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import { countText, spanText } from './quantities.ts';
import { instantText } from './sentences.ts';
import { type Words, worded } from './words.ts';

/** How journeys end, from the bottom of a bar to its top. */
const OUTCOMES = ['completed', 'refused', 'abandoned', 'timed-out', 'failed'] as const;

const MARKS_PX = 30;
const BARS_PX = 210;
const LABELS_PX = 24;
const GAP_PX = 26;
const OVER_PX = 56;

interface Plot {
  readonly result: RunResult;
  readonly words: Words;
  readonly buckets: readonly TimelineBucket[];
  readonly bucketMs: number;
}

/** Journeys by when and how they ended, those offered, violations, and those over the target. */
export function timelineChart(result: RunResult, words: Words): Chart {
  const { bucketMs } = result.timeline;
  const buckets = throughout(result);
  const plot: Plot = { result, words, buckets, bucketMs };
  const faults = faultPlot(plot);
  const { figures, columns, outcomes } = words;
  const baseY = MARKS_PX + BARS_PX;
  const lanesY = baseY + LABELS_PX + 6;
  const overY = lanesY + lanesPx(faults) + GAP_PX;
  const present = OUTCOMES.filter((outcome) => buckets.some(({ ended }) => ended[outcome] ?? 0));
  return {
    id: 'timeline',
    height: overY + OVER_PX + 6,
    title: figures.perBucket(spanText(bucketMs, words.units)),
    description: description(plot),
    drawing: [
      faultBands(faults, MARKS_PX, baseY),
      bars(plot, baseY),
      violations(plot, baseY),
      timeAxis(plot, baseY),
      faultLanes(faults, lanesY),
      over(plot, overY),
    ],
    legend: [
      ...present.map((outcome) => legendEntry(outcome, worded(outcomes, outcome))),
      legendEntry('offered', figures.offeredLine, 'M0 6H14V8H0Z'),
      ...(buckets.some((bucket) => bucket.violations > 0)
        ? [legendEntry('violation', figures.violation, 'M0 3H14L7 14Z')]
        : []),
      faultLegend(faults),
    ],
    columns: [
      { title: columns.time },
      ...['offered', ...OUTCOMES].map((name) => ({ title: worded(outcomes, name), figures: true })),
      { title: columns.over, figures: true },
      { title: columns.violations, figures: true },
    ],
    rows: buckets.map((bucket) => [
      startText(plot, bucket),
      ...[bucket.offered, ...OUTCOMES.map((outcome) => bucket.ended[outcome] ?? 0)].map(countText),
      countText(bucket.over180s),
      countText(bucket.violations),
    ]),
  };
}

function faultPlot({ result, words, buckets, bucketMs }: Plot): FaultPlot {
  const { faults = [] } = result;
  const instant = (ms: number) => instantText(result, ms);
  return { faults, words, fromMs: 0, spanMs: buckets.length * bucketMs, instant };
}

/** The buckets up to the end of the run, which may have been quiet. */
function throughout({ timeline, scenarioMs }: RunResult): readonly TimelineBucket[] {
  const { buckets, bucketMs } = timeline;
  const quiet = Math.max(0, Math.ceil(scenarioMs / bucketMs) - buckets.length);
  const rest = Array.from({ length: quiet }, (_, index) => ({
    fromMs: (buckets.length + index) * bucketMs,
    offered: 0,
    ended: {},
    over180s: 0,
    violations: 0,
  }));
  return [...buckets, ...rest];
}

function description({ buckets, words, ...rest }: Plot): string {
  const busiest = buckets.reduce<TimelineBucket | undefined>(
    (most, bucket) => (most === undefined || total(bucket) > total(most) ? bucket : most),
    undefined,
  );
  if (busiest === undefined) return words.reasons.noDuration;
  const at = startText({ buckets, words, ...rest }, busiest);
  return words.figures.timeline(countText(total(busiest)), at);
}

function bars({ buckets, ...plot }: Plot, baseY: number): Markup {
  const ticks = countTicks(Math.max(0, ...buckets.map((b) => Math.max(b.offered, total(b)))), 4);
  const scale = BARS_PX / (ticks.at(-1) ?? 1);
  const drawn = buckets.map((bucket, index) => {
    if (bucket.offered + total(bucket) === 0) return undefined;
    const [x, width] = [percent(index + 0.08, buckets.length), percent(0.84, buckets.length)];
    let y = baseY;
    const parts = OUTCOMES.map((outcome) => {
      const height = (bucket.ended[outcome] ?? 0) * scale;
      if (height === 0) return undefined;
      y -= height;
      return markup`<rect class="${outcome}"
 x="${x}" y="${round(y)}" width="${width}" height="${round(height)}"/>`;
    });
    const offeredY = round(baseY - bucket.offered * scale);
    const [from, to] = [percent(index, buckets.length), percent(index + 1, buckets.length)];
    const offered =
      bucket.offered > 0 &&
      markup`<line class="offered" x1="${from}" x2="${to}" y1="${offeredY}" y2="${offeredY}"/>`;
    return markup`<g><title>${tooltip({ buckets, ...plot }, bucket)}</title>${parts}${offered}</g>`;
  });
  return markup`${gridLines(ticks, (count) => baseY - count * scale, countText)}${drawn}`;
}

function tooltip(plot: Plot, bucket: TimelineBucket): string {
  const { outcomes } = plot.words;
  const ended = OUTCOMES.filter((outcome) => (bucket.ended[outcome] ?? 0) > 0);
  const parts = [
    `${worded(outcomes, 'offered')} ${countText(bucket.offered)}`,
    ...ended.map((name) => `${worded(outcomes, name)} ${countText(bucket.ended[name] ?? 0)}`),
  ];
  return `${startText(plot, bucket)}: ${parts.join(', ')}`;
}

function violations({ buckets, words }: Plot, baseY: number): Markup {
  const marks = buckets.map((bucket, index) => {
    if (bucket.violations === 0) return undefined;
    const x = percent(index + 0.5, buckets.length);
    const count = countText(bucket.violations);
    const many =
      bucket.violations > 1 &&
      markup`<text class="violation-count" y="-2" text-anchor="middle">${count}</text>`;
    const text = `${words.figures.violation}: ${count}`;
    return markup`<g><title>${text}</title>
<line class="violation-line" x1="${x}" x2="${x}" y1="22" y2="${baseY}"/>
<svg x="${x}" y="12" overflow="visible"><path class="violation" d="M-7 0H7L0 11Z"/>${many}</svg>
</g>`;
  });
  return markup`${marks}`;
}

function timeAxis({ result, buckets, bucketMs }: Plot, baseY: number): Markup {
  const fromMs = result.setting.originMs + (buckets[0]?.fromMs ?? 0);
  const spanMs = buckets.length * bucketMs;
  const ticks = civilTicks(fromMs, fromMs + spanMs, 10).map(({ at, label }, index) => {
    const x = percent(at - fromMs, spanMs);
    const anchor =
      at - fromMs < spanMs * 0.02 ? 'start' : at - fromMs > spanMs * 0.98 ? 'end' : 'middle';
    return tickMark({ x, y: baseY, kind: index % 2 === 1 ? 'minor' : 'major', anchor, label });
  });
  return markup`<g aria-hidden="true">${ticks}</g>`;
}

/** The strip below: how many of each stretch exceeded the target. */
function over({ buckets, words, bucketMs }: Plot, topY: number): Markup {
  const ticks = countTicks(Math.max(0, ...buckets.map(({ over180s }) => over180s)), 1);
  const baseY = topY + OVER_PX;
  const scale = (OVER_PX - 14) / (ticks.at(-1) ?? 1);
  const drawn = buckets.map(({ over180s }, index) => {
    if (over180s === 0) return undefined;
    const height = round(over180s * scale);
    const [x, width] = [percent(index + 0.08, buckets.length), percent(0.84, buckets.length)];
    const y = round(baseY - height);
    return markup`<rect class="over" x="${x}" y="${y}" width="${width}" height="${height}">
<title>${countText(over180s)}</title></rect>`;
  });
  const title = words.figures.overPerBucket(spanText(bucketMs, words.units));
  const grid = gridLines(ticks, (count) => baseY - count * scale, countText);
  return markup`<text class="strip" y="${topY - 6}">${title}</text>${grid}${drawn}`;
}

function total({ ended }: TimelineBucket): number {
  return Object.values(ended).reduce((sum, count) => sum + count, 0);
}

function startText({ result, bucketMs }: Plot, { fromMs }: TimelineBucket): string {
  const text = instantText(result, fromMs);
  return bucketMs % 60_000 === 0 ? text.slice(0, -3) : text;
}
