import type { RateSegment } from '../../sim/rate-curve.ts';

/** What part of a scenario k6 is to drive, and how fast. */
export interface K6Window {
  /** ms since the scenario began. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How many times as fast as in the scenario. */
  readonly speed: number;
}

/** A ramp of k6: to `target`, in whole arrivals per `K6_TIME_UNIT`. */
export interface K6Stage {
  readonly duration: string;
  readonly target: number;
}

/** k6 takes whole numbers of arrivals: per day, one is so little that none is rounded away. */
export const K6_TIME_UNIT = '24h';
const UNIT_S = 86_400;

/** Arrivals a second as a whole number per time unit. */
export function perTimeUnit(perSecond: number): number {
  return Math.round(perSecond * UNIT_S);
}

/** A span of k6’s own time. */
export function k6Duration(ms: number): string {
  return `${Math.round(ms)}ms`;
}

/**
 * A rate curve as ramps of k6, `scale` arrivals for each of the curve. Instants are rounded to the
 * ms one by one, so that nothing adds up; where the rate jumps a ramp takes no time. They end when
 * the last citizen has come.
 */
export function k6Stages(
  segments: readonly RateSegment[],
  { fromMs, toMs, speed }: K6Window,
  scale: number,
): {
  readonly startRate: number;
  readonly stages: readonly K6Stage[];
  readonly peakPerSecond: number;
} {
  const k6Ms = (ms: number) => Math.round((ms - fromMs) / speed);
  const rate = (perSecond: number) => perTimeUnit(perSecond * speed * scale);
  const stages: { ms: number; target: number }[] = [];
  let [atMs, target, startRate] = [0, 0, 0];
  const go = (untilMs: number, next: number) => {
    const ms = untilMs - atMs;
    if (ms === 0 && next === target) return;
    const last = stages.at(-1);
    const beforeLast = stages.at(-2)?.target ?? startRate;
    // Hour after hour at the same rate is one stage.
    if (last !== undefined && ms > 0 && last.ms > 0 && next === target && beforeLast === target) {
      last.ms += ms;
    } else if (stages.length === 0 && ms === 0) startRate = next;
    else stages.push({ ms, target: next });
    [atMs, target] = [untilMs, next];
  };
  for (const segment of segments) {
    const [from, to] = [Math.max(fromMs, segment.fromMs), Math.min(toMs, segment.toMs)];
    if (to <= from) continue;
    if (k6Ms(from) > atMs) {
      go(atMs, 0);
      go(k6Ms(from), 0);
    }
    go(atMs, rate(rateAt(segment, from)));
    go(k6Ms(to), rate(rateAt(segment, to)));
  }
  const peakPerSecond =
    stages.reduce((most, stage) => Math.max(most, stage.target), startRate) / UNIT_S;
  const told = stages.map((stage) => ({ duration: `${stage.ms}ms`, target: stage.target }));
  return { startRate, stages: told, peakPerSecond };
}

/** The rate of a segment at an instant within it, a second. */
export function rateAt(
  { fromMs, toMs, fromPerSecond, toPerSecond }: RateSegment,
  atMs: number,
): number {
  return fromPerSecond + ((toPerSecond - fromPerSecond) * (atMs - fromMs)) / (toMs - fromMs);
}
