import type { Histogram } from '../sim/histogram.ts';
import type { ValidityCheck } from './result.ts';

/** A generator later than this at its 99th percentile measures itself (facts: measurement.md). */
const LATENESS_P99_MS = 20;

/** One stall of the generator longer than this voids the run. */
const STALL_MS = 200;

/** Whether the load generator kept its schedule; all in wall milliseconds. */
export function generatorChecks(
  lateness: Histogram,
  loopDelayMaxMs: number,
  loopDelayP99Ms: number,
): readonly ValidityCheck[] {
  const p99Ms = lateness.percentileMs(99);
  const late = lateness.count > 0 && p99Ms > LATENESS_P99_MS;
  const stalled = loopDelayMaxMs > STALL_MS;
  return [
    {
      name: 'lateness',
      verdict: lateness.count === 0 ? 'inconclusive' : late ? 'fail' : 'pass',
      message:
        lateness.count === 0
          ? 'nobody had to be woken'
          : `${lateness.count} wake-ups, 99 % at most ${p99Ms.toFixed(1)} ms late, the worst ${lateness.maxMs.toFixed(1)} ms (limit ${LATENESS_P99_MS} ms at 99 %)`,
    },
    {
      name: 'event-loop-delay',
      verdict: stalled ? 'fail' : 'pass',
      message: `event loop held up ${loopDelayP99Ms.toFixed(1)} ms at 99 %, at worst ${loopDelayMaxMs.toFixed(1)} ms (limit ${STALL_MS} ms)`,
    },
  ];
}
