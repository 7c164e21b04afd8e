import type { Margin } from '../scenarios/fit/fit-margins.ts';
import { countTicks, gridLines, percent, round, tickMark } from './chart-axis.ts';
import { marginTexts } from './fit-figures.ts';
import type { FitWords } from './fit-words.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';

const TOP_PX = 18;
const PLOT_PX = 180;
const BASE_Y = TOP_PX + PLOT_PX;
const AXIS_PX = 26;
/** Labels below a chart, at most. */
const LABELS = 16;

interface Chart {
  readonly id: string;
  readonly title: string;
  /** What is written below, at most. */
  readonly nameOf?: (name: string) => string;
  /** Names of those that stand out. */
  readonly marked?: ReadonlySet<string>;
}

/** What was counted as bars, and what the demand makes of it as strokes over them. */
export function marginChart(chart: Chart, margins: readonly Margin[], words: FitWords): Markup {
  const { marked = new Set<string>() } = chart;
  const highest = Math.max(1, ...margins.flatMap(({ observed, expected }) => [observed, expected]));
  const y = (count: number) => round(BASE_Y - (PLOT_PX * count) / highest);
  const gap = margins.length > 60 ? 0 : 0.15;
  const bars = margins.map(({ name, observed }, at) => {
    const height = round(BASE_Y - y(observed));
    const kind = marked.has(name) ? 'counted outstanding' : 'counted';
    const x = percent(at + gap, margins.length);
    const width = percent(1 - 2 * gap, margins.length);
    return markup`<rect class="${kind}" x="${x}" y="${y(observed)}" width="${width}" height="${height}"/>`;
  });
  const strokes = margins.map(({ expected }, at) => {
    const [from, to] = [percent(at + 0.02, margins.length), percent(at + 0.98, margins.length)];
    return markup`<line class="expected" x1="${from}" x2="${to}" y1="${y(expected)}" y2="${y(expected)}"/>`;
  });
  const ticks = countTicks(highest, 4).filter((tick) => tick <= highest);
  return figure(chart, margins, words, [bars, strokes, gridLines(ticks, y, countText)]);
}

function figure(
  { id, title, nameOf = (name) => name }: Chart,
  margins: readonly Margin[],
  words: FitWords,
  drawn: readonly (Markup | readonly Markup[])[],
): Markup {
  const { charts, columns } = words;
  const step = Math.ceil(margins.length / LABELS);
  const labels = margins.flatMap(({ name }, at) => {
    if (at % step !== 0) return [];
    const x = percent(at + 0.5, margins.length);
    const kind = at % (2 * step) === 0 ? 'major' : 'minor';
    return [tickMark({ x, y: BASE_Y, kind, anchor: 'middle', label: nameOf(name) })];
  });
  const rows = margins.map((margin) => [nameOf(margin.name), ...marginTexts(margin)]);
  const isVarying = margins.some(({ dispersion }) => dispersion !== undefined);
  const own = [columns.counted, columns.expected, columns.ratio];
  const figures = isVarying ? [...own, columns.perDay] : own;
  const table = dataTable(
    [{ title: columns.name }, ...figures.map((each) => ({ title: each, figures: true }))],
    rows,
    title,
  );
  return markup`<figure>
<figcaption>${title}</figcaption>
<ul class="legend"><li><svg class="swatch" width="26" height="14" aria-hidden="true">
<rect class="counted" x="2" y="1" width="22" height="12"/></svg>${charts.counted}</li>
<li><svg class="swatch" width="26" height="14" aria-hidden="true">
<path class="expected" d="M0 7H26"/></svg>${charts.expected}</li></ul>
<svg class="chart" role="img" aria-labelledby="${id}-title" width="100%" height="${BASE_Y + AXIS_PX}">
<title id="${id}-title">${title}: ${charts.counted}, ${charts.expected}</title>
${drawn}
<g aria-hidden="true">${labels}</g>
</svg>
<details><summary>${charts.asTable}</summary>${table}</details>
</figure>
`;
}

/** Bars and strokes are told apart by form and by colour. */
export const FIT_STYLE = `
.counted { fill: var(--quick); opacity: .55; }
.counted.outstanding { fill: var(--over); opacity: 1; }
.expected { stroke: var(--fail); stroke-width: 2; fill: none; }
`;
