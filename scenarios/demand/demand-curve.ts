import { dayNumber } from '../../sim/civil-time.ts';
import type { RateSegment } from '../../sim/rate-curve.ts';
import { midnightMs } from './civil-day.ts';
import type { Demand } from './demand.ts';
import { DemandRate } from './demand-rate.ts';

/**
 * The rate of a demand in visits per second from the civil instant `beginsAtMs` on, ms since then,
 * for `runMs`; without overdispersion.
 */
export function demandSegments(
  demand: Demand,
  beginsAtMs: number,
  runMs: number,
): readonly RateSegment[] {
  const rate = new DemandRate(demand);
  const segments: RateSegment[] = [];
  for (let day = dayNumber(beginsAtMs); midnightMs(day) < beginsAtMs + runMs; day++) {
    const offsetMs = midnightMs(day) - beginsAtMs;
    for (const segment of rate.daySegments(day)) {
      const cut = within(segment, -offsetMs, runMs - offsetMs);
      if (cut === undefined) continue;
      segments.push({ ...cut, fromMs: cut.fromMs + offsetMs, toMs: cut.toMs + offsetMs });
    }
  }
  return segments;
}

/** The part of a segment between two instants, if there is one. */
function within(segment: RateSegment, fromMs: number, toMs: number): RateSegment | undefined {
  const [from, to] = [Math.max(segment.fromMs, fromMs), Math.min(segment.toMs, toMs)];
  if (to <= from) return undefined;
  const { fromPerSecond, toPerSecond } = segment;
  const slope = (toPerSecond - fromPerSecond) / (segment.toMs - segment.fromMs);
  const at = (ms: number) => Math.max(0, fromPerSecond + slope * (ms - segment.fromMs));
  return { fromMs: from, toMs: to, fromPerSecond: at(from), toPerSecond: at(to) };
}
