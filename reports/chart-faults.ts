import type { FaultRecord } from '../scenarios/judging/result.ts';
import { percent } from './chart-axis.ts';
import { legendEntry } from './chart-frame.ts';
import { type Markup, markup } from './markup.ts';
import type { Words } from './words.ts';

const TITLE_PX = 22;
const NAME_PX = 16;
const BAR_PX = 10;
const LANE_PX = NAME_PX + BAR_PX + 8;

/** Where the faults of a run are drawn: the stretch of time along the width of a chart, ms. */
export interface FaultPlot {
  readonly faults: readonly FaultRecord[];
  readonly words: Words;
  readonly fromMs: number;
  readonly spanMs: number;
  /** When something happened, as the reader sees it. */
  readonly instant: (ms: number) => string;
}

/** How high the lanes of the faults are: one for each fault, however often it is on. */
export function lanesPx({ faults }: Pick<FaultPlot, 'faults'>): number {
  return faults.length === 0 ? 0 : TITLE_PX + namesOf(faults).length * LANE_PX;
}

/** Bands behind a chart, as long as a fault is on. */
export function faultBands(plot: FaultPlot, topY: number, baseY: number): Markup {
  const bands = plot.faults.map((fault) => {
    const { x, width } = stretch(plot, fault.beganMs, endOf(plot, fault));
    return markup`<rect class="fault-band" x="${x}" width="${width}" y="${topY}" height="${baseY - topY}"/>`;
  });
  return markup`<g aria-hidden="true">${bands}</g>`;
}

/** A lane for each fault: when it was on, and how long there was trouble after it. */
export function faultLanes(plot: FaultPlot, topY: number): Markup | undefined {
  const { faults, words } = plot;
  if (faults.length === 0) return undefined;
  const lanes = namesOf(faults).map((name, index) => {
    const y = topY + TITLE_PX + index * LANE_PX;
    const bars = faults.filter(({ fault }) => fault === name).map((fault) => bar(plot, fault, y));
    return markup`<text class="name" y="${y + 10}">${name}</text>${bars}`;
  });
  return markup`<text class="strip" y="${topY + 8}">${words.faults.lanes}</text>${lanes}`;
}

function bar(plot: FaultPlot, fault: FaultRecord, laneY: number): Markup {
  const { words, instant } = plot;
  const { calmMs, troubleMs = 0, beganMs } = fault;
  const endMs = endOf(plot, fault);
  const on = stretch(plot, beganMs, endMs);
  const y = laneY + NAME_PX;
  const title = `${fault.fault}, ${words.lang === 'ja' ? fault.ja : fault.en}: ${instant(beganMs)}–${instant(endMs)}`;
  const tail = calmMs === undefined || calmMs !== fault.endedMs ? 0 : troubleMs;
  const after = stretch(plot, endMs, endMs + tail);
  return markup`<g><title>${title}</title>
<rect class="fault" x="${on.x}" width="${on.width}" y="${y}" height="${BAR_PX}"/>
${tail > 0 && markup`<rect class="fault-tail" x="${after.x}" width="${after.width}" y="${y + 3}" height="${BAR_PX - 6}"/>`}</g>`;
}

/** What the bands and lanes mean: every fault by its name, in words. */
export function faultLegend({ faults, words }: Pick<FaultPlot, 'faults' | 'words'>): Markup {
  const named = namesOf(faults).map((name) => {
    const { en = '', ja = '' } = faults.find(({ fault }) => fault === name) ?? {};
    return legendEntry('fault', `${name}: ${words.lang === 'ja' ? ja : en}`);
  });
  const hasTail = faults.some(({ troubleMs = 0 }) => troubleMs > 0);
  const tail = hasTail && legendEntry('fault-tail', words.faults.tail, 'M0 5H14V9H0Z');
  return markup`${named}${tail}`;
}

function namesOf(faults: readonly FaultRecord[]): readonly string[] {
  return [...new Set(faults.map(({ fault }) => fault))];
}

/** One that has not ended, in a run that was interrupted, is on to the end of the chart. */
function endOf({ fromMs, spanMs }: FaultPlot, { endedMs }: FaultRecord): number {
  return endedMs ?? fromMs + spanMs;
}

function stretch({ fromMs, spanMs }: FaultPlot, beganMs: number, endMs: number) {
  const from = Math.max(0, beganMs - fromMs);
  const to = Math.min(spanMs, endMs - fromMs);
  // What lasts only a moment is still seen.
  const least = spanMs / 400;
  return { x: percent(from, spanMs), width: percent(Math.max(least, to - from), spanMs) };
}
