import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { Trial, TriedRate } from '../scenarios/find-max/search.ts';
import type { Verdict } from '../sim/threshold.ts';
import { countTicks, gridLines, percent, round, tickMark } from './chart-axis.ts';
import { inOrder, perTimeText } from './find-max-figures.ts';
import type { FindMaxWords } from './find-max-words.ts';
import { type Markup, markup } from './markup.ts';
import { timeText } from './quantities.ts';

const TOP_PX = 24;
const PLOT_PX = 260;
const BASE_Y = TOP_PX + PLOT_PX;
const AXIS_PX = 26;
const SIGN_PX = 12;

const SIGNS: Readonly<Record<Trial['verdict'], Verdict>> = {
  pass: 'pass',
  fail: 'fail',
  void: 'inconclusive',
};

/** Where things stand in the picture. */
interface Scales {
  readonly x: (factor: number) => string;
  readonly y: (ms: number) => number;
}

/** Every run as a sign: its rate, on a logarithmic axis, against the p95 of its journeys. */
export function findMaxChart(result: FindMaxResult, words: FindMaxWords): Markup {
  const tried = inOrder(result);
  const longestMs = Math.max(
    1_000,
    ...tried.flatMap(({ trials }) => trials.map(({ p95Ms = 0 }) => p95Ms)),
  );
  const ticks = countTicks((longestMs / 1000) * 1.05, 5).map((seconds) => seconds * 1000);
  const endMs = ticks.at(-1) ?? longestMs;
  const scales: Scales = {
    x: scaleOf(result),
    y: (ms) => round(BASE_Y - (PLOT_PX * Math.min(ms, endMs)) / endMs),
  };
  const legend = (['pass', 'fail', 'void'] as const).map(
    (verdict) => markup`<li>${sign(verdict)}${words.trials[verdict]}</li>`,
  );
  return markup`<figure>
<figcaption>${words.picture}</figcaption>
<ul class="legend">${legend}</ul>
<svg class="chart" role="img" aria-labelledby="max-title"
 width="100%" height="${BASE_Y + AXIS_PX}">
<title id="max-title">${words.picture}</title>
${gridLines(ticks, scales.y, (ms) => timeText(ms))}
${limits(result, scales)}
${tried.map((rate) => signs(rate, scales))}
${axis(result, tried, scales)}
</svg>
</figure>
`;
}

/** The factors tried, on a logarithmic axis with some room on both sides. */
function scaleOf({ tried }: FindMaxResult): Scales['x'] {
  const factors = tried.map(({ factor }) => factor);
  const [low, high] = [Math.log(Math.min(...factors)), Math.log(Math.max(...factors))];
  const room = Math.max(0.1, (high - low) * 0.06);
  return (factor) => percent(Math.log(factor) - low + room, high - low + 2 * room);
}

/** The highest rate that is met and the lowest that is not. */
function limits({ confirmed, refuted }: FindMaxResult, { x }: Scales): Markup {
  const line = (rate: TriedRate | undefined, kind: string) => {
    if (rate === undefined) return undefined;
    const at = x(rate.factor);
    return markup`<line class="limit ${kind}" x1="${at}" x2="${at}" y1="${TOP_PX}"
 y2="${BASE_Y}"/>`;
  };
  return markup`${line(confirmed, 'met')}${line(refuted, 'unmet')}`;
}

function signs({ factor, trials }: TriedRate, { x, y }: Scales): Markup {
  const drawn = trials.map(({ verdict, p95Ms = 0, seed }) => {
    const top = round(y(p95Ms) - SIGN_PX / 2);
    return markup`<svg x="${x(factor)}" overflow="visible"><g class="mark ${SIGNS[verdict]}"
><title>seed ${seed}: ${timeText(p95Ms)}</title><use href="#mark-${SIGNS[verdict]}"
 x="${-SIGN_PX / 2}" y="${top}" width="${SIGN_PX}" height="${SIGN_PX}"/></g></svg>`;
  });
  return markup`${drawn}`;
}

function sign(verdict: Trial['verdict']): Markup {
  return markup`<svg class="mark ${SIGNS[verdict]}" width="14" height="14" aria-hidden="true">
<use href="#mark-${SIGNS[verdict]}"/></svg> `;
}

/** Names a tried rate where the name before leaves room for it. */
function axis(
  { basePerSecond }: FindMaxResult,
  tried: readonly TriedRate[],
  { x }: Scales,
): Markup {
  let last = Number.NEGATIVE_INFINITY;
  const ticks = tried.flatMap(({ factor }) => {
    const at = Number.parseFloat(x(factor));
    if (at - last < 9) return [];
    last = at;
    const label = perTimeText(factor * basePerSecond);
    return [tickMark({ x: x(factor), y: BASE_Y, kind: 'major', anchor: 'middle', label })];
  });
  return markup`<g aria-hidden="true">${ticks}</g>`;
}

/** Lines at the two ends of what was found. */
export const PICTURE_STYLE = `
.limit { stroke-width: 1.5; }
.limit.met { stroke: var(--pass); }
.limit.unmet { stroke: var(--fail); stroke-dasharray: 5 4; }
`;
