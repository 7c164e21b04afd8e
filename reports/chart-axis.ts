import { civilDate, clockTime, DAY_MS, isoTime, msOfDay } from '../sim/civil-time.ts';
import { type Markup, markup } from './markup.ts';

/** A place on an axis, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Distances between ticks that people read as time. */
const TIME_STEPS_MS = [
  ...[1, 5, 10, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 5, 10, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];

/** Ticks at round civil times between two instants, at most so many or nearly. */
export function civilTicks(fromMs: number, toMs: number, atMost: number): readonly Tick[] {
  const step =
    TIME_STEPS_MS.find((candidate) => (toMs - fromMs) / candidate <= atMost) ?? 91 * DAY_MS;
  const midnight = fromMs - msOfDay(fromMs);
  const first = midnight + Math.ceil((fromMs - midnight) / step) * step;
  const ticks: Tick[] = [];
  for (let at = first; at <= toMs; at += step) ticks.push({ at, label: civilLabel(at, step) });
  return ticks;
}

function civilLabel(instantMs: number, step: number): string {
  const sinceMidnight = msOfDay(instantMs);
  if (step >= DAY_MS) return civilDate(instantMs).slice(5);
  if (step < MINUTE_MS) return isoTime(instantMs).slice(11, 19);
  return clockTime(sinceMidnight);
}

/** Ticks for counts from 0 to at least `highest`, 1, 2 or 5 times a power of ten apart. */
export function countTicks(highest: number, atMost: number): readonly number[] {
  const max = Math.max(highest, 1);
  const rough = max / atMost;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((f) => f * power >= rough) ?? 10) * power);
  const ticks: number[] = [];
  for (let at = 0; at < max + step; at += step) ticks.push(at);
  return ticks;
}

/** A place along the width of a chart, in per cent. */
export function percent(part: number, whole: number): string {
  return `${round((100 * part) / whole)}%`;
}

/** A number as short as a drawing needs it. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Lines across a chart with their counts written above them. */
export function gridLines(
  ticks: readonly number[],
  y: (count: number) => number,
  text: (count: number) => string,
): Markup {
  const lines = ticks.map((tick) => {
    const at = round(y(tick));
    const kind = tick === 0 ? 'base' : 'grid';
    const line = markup`<line class="${kind}" x1="0" x2="100%" y1="${at}" y2="${at}"/>`;
    return tick === 0 ? line : markup`${line}<text y="${at - 4}">${text(tick)}</text>`;
  });
  return markup`<g aria-hidden="true">${lines}</g>`;
}

/** A tick below a base line with its label; every other one gives way where the page is narrow. */
export function tickMark(tick: {
  readonly x: string;
  readonly y: number;
  readonly kind: 'major' | 'minor';
  readonly anchor: 'start' | 'middle' | 'end';
  readonly label: string;
}): Markup {
  const { x, y, kind, anchor, label } = tick;
  return markup`<g class="${kind}"><line class="tick" x1="${x}" x2="${x}" y1="${y}" y2="${y + 5}"/>
<text x="${x}" y="${y + 18}" text-anchor="${anchor}">${label}</text></g>`;
}
