import { STAGE_ACTORS } from '../../devices/kiosk/stages.ts';
import type { Histogram } from '../../sim/histogram.ts';
import type { TraceEvent } from '../trace-events.ts';
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

/** Where kiosks are held longer than this share by `--speed`, queues must be rare. */
const HELD_SHARE = 0.05;

/** Share of citizens who meet a queue below which it does not matter how long kiosks are held. */
const QUEUED_SHARE = 0.05;

/**
 * What `--speed` does to queues. A server answers in its own time while people are compressed, so
 * a kiosk is held `speed` times as long as it should be while it waits for one. Where citizens
 * queue, that would decide who waits and who walks away, and the run says nothing of the city.
 */
export class Compression {
  readonly #speed: number;
  #serverMs = 0;
  #stagesMs = 0;
  #citizens = 0;
  #queued = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  see(event: TraceEvent): void {
    if (event.kind === 'stage') {
      this.#stagesMs += event.ms;
      if (STAGE_ACTORS[event.stage] === 'server') this.#serverMs += event.ms;
    } else if (event.kind === 'arrived') this.#citizens += 1;
    else if (event.kind === 'queued') this.#queued += 1;
    else if (event.kind === 'ended' && event.stage === 'queue') this.#queued += 1;
  }

  check(): ValidityCheck {
    const longer = (this.#serverMs * (this.#speed - 1)) / Math.max(1, this.#stagesMs);
    const queued = this.#queued / Math.max(1, this.#citizens);
    const distorted = longer > HELD_SHARE && queued > QUEUED_SHARE;
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    return {
      name: 'speed',
      verdict: distorted ? 'fail' : 'pass',
      message: `the speed of ${this.#speed} held kiosks ${percent(longer)} longer, and ${percent(queued)} of citizens met a queue (limit ${percent(QUEUED_SHARE)} where they are held over ${percent(HELD_SHARE)} longer)${distorted ? ': lower --speed' : ''}`,
    };
  }
}
