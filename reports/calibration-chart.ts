import type { JudgedRow } from '../scenarios/calibration/calibration.ts';
import type { ChannelTable } from '../scenarios/calibration/channel-table.ts';
import { percentText } from './calibration-figures.ts';
import type { CalibrationWords } from './calibration-words.ts';
import { percent, round } from './chart-axis.ts';
import { legendEntry } from './chart-frame.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import type { Language } from './words.ts';

const ROW_PX = 24;
const TOP_PX = 8;
/** Share of the width that names take. */
const NAMES = 0.36;
/** Half widths of the interval to either side of the published figure. */
const REACH = 2.2;

/** Every row as its distance from the published figure, in half widths of its own interval. */
export function deviationChart(
  rows: readonly JudgedRow[],
  words: CalibrationWords,
  id: string,
): Markup {
  const height = TOP_PX + rows.length * ROW_PX + 30;
  const base = TOP_PX + rows.length * ROW_PX;
  const ticks = [-2, -1, 0, 1, 2].map(
    (at) => markup`<line class="${at === 0 ? 'base' : 'grid'}" x1="${x(at)}" x2="${x(at)}"
 y1="${TOP_PX}" y2="${base}"/>
<text x="${x(at)}" y="${base + 18}" text-anchor="middle">${tickText(at)}</text>`,
  );
  return markup`<figure>
<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${height}">
<title id="${id}-title">${words.sections.drawn}</title><desc id="${id}-desc">${words.drawing}</desc>
<g aria-hidden="true">${ticks}</g>
${rows.map((row, index) => drawn(row, TOP_PX + (index + 0.5) * ROW_PX))}
</svg>
</figure>
`;
}

function drawn(row: JudgedRow, y: number): Markup {
  // Where nobody came there is neither interval nor figure.
  if (Number.isNaN(row.simulated)) {
    return markup`<g><text class="name" x="0" y="${y + 4}">${row.id}</text>
<text class="beyond ${row.verdict}" x="${x(0)}" y="${y + 4}" text-anchor="middle">–</text></g>
`;
  }
  const { low, high, at, printedLow, printedHigh } = placesOf(row);
  const beyond = Math.abs(at) > REACH;
  const shown = Math.max(-REACH, Math.min(REACH, at));
  const patch = markup`<rect class="printed" x="${x(printedLow)}" y="${y - 7}"
 width="${percent((printedHigh - printedLow) * (1 - NAMES), 2 * REACH + 0.4)}" height="14"/>`;
  const sign = beyond
    ? markup`<text class="beyond ${row.verdict}" x="${x(shown)}" y="${y + 4}" text-anchor="middle">${at < 0 ? '◀' : '▶'}</text>`
    : markup`<circle class="figure ${row.verdict}" cx="${x(shown)}" cy="${y}" r="4.5"/>`;
  return markup`<g><text class="name" x="0" y="${y + 4}">${row.id}</text>
${printedHigh > printedLow && patch}
<line class="interval" x1="${x(Math.max(low, -REACH))}" x2="${x(Math.min(high, REACH))}" y1="${y}" y2="${y}"/>
${sign}</g>
`;
}

/** One-sided figures have their bound in the middle and no upper end. */
function placesOf({ test, printed, interval, simulated }: JudgedRow) {
  if (test === 'bound' || test === 'rank') {
    const half = printed.low - interval.low;
    const place = (value: number) => (value - printed.low) / half;
    return {
      low: -1,
      high: REACH,
      at: Math.min(place(simulated), REACH),
      printedLow: 0,
      printedHigh: 0,
    };
  }
  const middle = (interval.low + interval.high) / 2;
  const half = (interval.high - interval.low) / 2;
  const place = (value: number) => (value - middle) / half;
  return {
    low: -1,
    high: 1,
    at: place(simulated),
    printedLow: place(printed.low),
    printedHigh: place(printed.high),
  };
}

function x(at: number): string {
  const within = (at + REACH + 0.2) / (2 * REACH + 0.4);
  return `${round(100 * (NAMES + (1 - NAMES) * within))}%`;
}

function tickText(at: number): string {
  if (at === 0) return '0';
  return at === -1 || at === 1 ? '95 %' : '';
}

const FILLS = ['completed', 'device', 'server', 'quick', 'without'] as const;
const BAR_PX = 26;

/** The channels of a city’s periods as bars of shares, one for each certificate. */
export function channelChart(
  tables: readonly ChannelTable[],
  words: CalibrationWords,
  language: Language,
): Markup {
  const names = [
    ...new Map(
      tables.flatMap(({ channels }) =>
        channels.map(({ channel, title }) => [channel, title[language]] as const),
      ),
    ),
  ];
  const fillOf = (channel: string) =>
    FILLS[names.findIndex(([name]) => name === channel) % FILLS.length] as string;
  const bars = tables.flatMap((table) =>
    table.types.map((type, column) => ({
      label: `${words.certificates[type] ?? type} ${table.period}`,
      parts: table.channels.map(({ channel, certificates }) => ({
        channel,
        count: certificates[column] ?? 0,
      })),
    })),
  );
  const legend = names.map(([channel, title]) => legendEntry(fillOf(channel), title));
  const head = [{ title: '' }, ...names.map(([, title]) => ({ title, figures: true }))];
  const cells = bars.map(({ label, parts }) => [label, ...sharesOf(names, parts)]);
  return markup`<figure><ul class="legend">${legend}</ul>
<svg class="chart" aria-hidden="true" width="100%" height="${bars.length * (BAR_PX + 8)}">
${bars.map(({ label, parts }, index) => bar(label, parts, index * (BAR_PX + 8), fillOf))}
</svg>
${dataTable(head, cells, words.sections.channels)}</figure>
`;
}

type Part = { readonly channel: string; readonly count: number };

function sharesOf(names: readonly (readonly [string, string])[], parts: readonly Part[]) {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return names.map(([channel]) => {
    const count = parts.find((part) => part.channel === channel)?.count ?? 0;
    return count === 0 ? '–' : `${countText(count)} (${percentText(count / total)})`;
  });
}

function bar(
  label: string,
  parts: readonly Part[],
  top: number,
  fillOf: (channel: string) => string,
): Markup {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  const drawnParts = parts.map(({ channel, count }) => {
    const from = NAMES + ((1 - NAMES) * before) / total;
    before += count;
    return markup`<rect class="${fillOf(channel)}" x="${round(100 * from)}%" y="${top}"
 width="${round((100 * (1 - NAMES) * count) / total)}%" height="${BAR_PX}"/>`;
  });
  return markup`<text class="name" x="0" y="${top + 17}">${label}</text>${drawnParts}`;
}

export const CALIBRATION_STYLE = `
.interval { stroke: var(--quiet); stroke-width: 2; }
.printed { fill: var(--line); }
.figure.inside, .beyond.inside { fill: var(--pass); }
.figure.chance, .beyond.chance { fill: var(--inconclusive); }
.figure.outside, .beyond.outside { fill: var(--fail); }
.figure.chance { stroke: var(--ink); } .figure.outside { stroke: var(--ink); stroke-width: 2; }
`;
