import { STAGE_ACTORS } from '../../devices/kiosk/stages.ts';
import type { Histogram } from '../../sim/histogram.ts';
import type { TraceEvent } from '../trace-events.ts';
import type { ValidityCheck } from './result.ts';

/** A generator later than this at its 99th percentile measures itself (facts: measurement.md). */
const LATENESS_P99_MS = 20;

/** An event loop held up longer than this at its 99th percentile, or once this long, as well. */
const LOOP_DELAY_P99_MS = 20;
const STALL_MS = 200;

/** How a worker that makes citizens come kept its schedule; all in wall milliseconds. */
export interface GeneratorFigures {
  /** Name of the thread or process: verdicts name it. */
  readonly worker: string;
  /** How late whoever had to be woken was. */
  readonly lateness: Histogram;
  readonly loopDelayMaxMs: number;
  readonly loopDelayP99Ms: number;
}

/** Whether the workers of the load generator kept their schedule; by name those that did not. */
export function generatorChecks(workers: readonly GeneratorFigures[]): readonly ValidityCheck[] {
  return [
    together('lateness', workers, latenessOf),
    together('event-loop-delay', workers, loopDelayOf),
  ];
}

type Judged = readonly [ValidityCheck['verdict'], string];

function latenessOf({ lateness }: GeneratorFigures): Judged {
  if (lateness.count === 0) return ['inconclusive', 'nobody had to be woken'];
  const p99Ms = lateness.percentileMs(99);
  const message = `${lateness.count} wake-ups, 99 % at most ${p99Ms.toFixed(1)} ms late, the worst ${lateness.maxMs.toFixed(1)} ms (limit ${LATENESS_P99_MS} ms at 99 %)`;
  return [p99Ms > LATENESS_P99_MS ? 'fail' : 'pass', message];
}

function loopDelayOf({ loopDelayMaxMs, loopDelayP99Ms }: GeneratorFigures): Judged {
  const isHeldUp = loopDelayMaxMs > STALL_MS || loopDelayP99Ms > LOOP_DELAY_P99_MS;
  const message = `event loop held up ${loopDelayP99Ms.toFixed(1)} ms at 99 %, at worst ${loopDelayMaxMs.toFixed(1)} ms (limits ${LOOP_DELAY_P99_MS} ms and ${STALL_MS} ms)`;
  return [isHeldUp ? 'fail' : 'pass', message];
}

/** One verdict over all workers; where some broke it, only those are told. */
function together(
  name: string,
  workers: readonly GeneratorFigures[],
  judge: (figures: GeneratorFigures) => Judged,
): ValidityCheck {
  const judged = workers.map((figures) => [figures.worker, ...judge(figures)] as const);
  const having = (wanted: ValidityCheck['verdict']) =>
    judged.filter(([, verdict]) => verdict === wanted);
  const verdict = (['fail', 'inconclusive'] as const).find((each) => having(each).length > 0);
  const told = verdict === undefined ? judged : having(verdict);
  const message = told.map(([worker, , text]) => `${worker}: ${text}`).join('; ');
  return { name, verdict: verdict ?? 'pass', message };
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
