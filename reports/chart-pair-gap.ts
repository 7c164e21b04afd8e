import type { PairGapPoint } from '../scenarios/judging/result.ts';
import { percent, round } from './chart-axis.ts';
import { type Chart, legendEntry } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import { countText, shareText, timeText } from './quantities.ts';
import type { Words } from './words.ts';

const NAME_PX = 18;
const RATE_PX = 18;
const CELL_PX = 34;
const GAP_PX = 14;
const ROW_PX = NAME_PX + RATE_PX + CELL_PX + GAP_PX;
const AXIS_PX = 20;

/** How often wrong documents came out, by how far apart the two of a pair asked: a heat map. */
export function pairGapChart(points: readonly PairGapPoint[], words: Words): Chart {
  const { columns, pairGap } = words;
  const sweeps = [...new Set(points.map(({ workload }) => workload))].map((workload) => ({
    workload,
    cells: points.filter((point) => point.workload === workload),
  }));
  const wrong = points.reduce((sum, point) => sum + point.wrong, 0);
  const pairs = points.reduce((sum, point) => sum + point.pairs, 0);
  return {
    id: 'pair-gap',
    height: sweeps.length * (ROW_PX + AXIS_PX),
    title: pairGap.title,
    description: pairGap.told(countText(wrong), countText(pairs), shareText(wrong, pairs)),
    drawing: sweeps.map(({ workload, cells }, row) =>
      heatRow(workload, cells, row * (ROW_PX + AXIS_PX)),
    ),
    legend: [legendEntry('heat-full', pairGap.legend)],
    columns: [
      { title: pairGap.workload },
      { title: pairGap.gap, figures: true },
      { title: pairGap.pairs, figures: true },
      { title: pairGap.wrong, figures: true },
      { title: columns.share, figures: true },
      { title: pairGap.missed, figures: true },
    ],
    rows: points.map((point) => [
      point.workload,
      timeText(point.gapMs),
      countText(point.pairs),
      countText(point.wrong),
      shareText(point.wrong, point.pairs),
      countText(point.missed),
    ]),
  };
}

function heatRow(workload: string, cells: readonly PairGapPoint[], top: number): Markup {
  const count = cells.length;
  // Of many gaps only some have their letters, so that they can be read.
  const every = Math.ceil(count / 16);
  const drawn = cells.map(({ gapMs, pairs, wrong }, index) => {
    const [x, width] = [percent(index + 0.03, count), percent(0.94, count)];
    const middle = percent(index + 0.5, count);
    const rate = pairs === 0 ? 0 : wrong / pairs;
    const y = top + NAME_PX + RATE_PX;
    const isTold = index % every === 0;
    const told = isTold || wrong > 0 ? rateText(wrong, pairs) : undefined;
    return markup`<rect class="heat-ground" x="${x}" y="${y}" width="${width}" height="${CELL_PX}"/>
<rect class="heat-full" fill-opacity="${round(rate)}" x="${x}" y="${y}" width="${width}" height="${CELL_PX}">
<title>${timeText(gapMs)}: ${countText(wrong)} / ${countText(pairs)}</title></rect>
${told !== undefined && markup`<text x="${middle}" y="${y - 5}" text-anchor="middle">${told}</text>`}
${isTold && markup`<text x="${middle}" y="${y + CELL_PX + 15}" text-anchor="middle">${countText(gapMs)}</text>`}`;
  });
  return markup`<text class="name" y="${top + 12}">${workload}</text>${drawn}`;
}

/** In whole per cent: the table has it exactly. */
function rateText(wrong: number, pairs: number): string {
  if (pairs === 0) return '–';
  const percentage = Math.round((100 * wrong) / pairs);
  return wrong > 0 && percentage === 0 ? '<1%' : `${percentage}%`;
}
