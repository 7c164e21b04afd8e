import { durationMs } from '../../sim/units.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { EventOf, Watch } from '../trace-events.ts';

/** A workload that asks for a number of journeys, and how many of them have begun. */
interface Asked {
  readonly name: string;
  readonly iterations: number;
  /** When nobody begins one any more, ms since the run began. */
  readonly endsMs: number;
  /** Which of the two that is. */
  readonly endedBy: 'maxDuration' | 'the run';
  begun: number;
}

/**
 * Journeys that a closed workload asked for and never began, as its time was over before (k6 tells
 * of them too). The run is sound: what it measured it has measured, but less than was asked for.
 */
export class IterationsWatch {
  readonly #asked: ReadonlyMap<string, Asked>;
  #ended: EventOf<'run-ended'> | undefined;

  constructor(scenario: Scenario) {
    this.#asked = new Map(askedBy(scenario).map((asked) => [asked.name, asked]));
  }

  readonly watch: Watch = {
    arrived: ({ workload }) => {
      const asked = this.#asked.get(workload);
      if (asked !== undefined) asked.begun += 1;
    },
    'run-ended': (event) => {
      this.#ended = event;
    },
  };

  /** Undefined where all were begun, or no workload asks for a number of them. */
  check(): ValidityCheck | undefined {
    const short = [...this.#asked.values()].filter(({ begun, iterations }) => begun < iterations);
    if (short.length === 0) return undefined;
    const message = short.map((asked) => this.#told(asked)).join('; ');
    return { name: 'iterations', verdict: 'pass', message };
  }

  #told({ name, iterations, endsMs, endedBy, begun }: Asked): string {
    const of = `${name}: ${countText(begun)} of ${countText(iterations)} iterations were begun`;
    const wasCut = this.#ended?.reason !== 'finished' && (this.#ended?.t ?? 0) < endsMs;
    if (wasCut) return `${of} before the run broke off`;
    const longer = endedBy === 'the run' ? 'have it last longer' : 'raise it';
    return `${of} before ${endedBy} was over: ${longer}, or ask for fewer`;
  }
}

function askedBy({ workloads, duration }: Scenario): readonly Asked[] {
  return Object.entries(workloads).flatMap(([name, workload]): Asked[] => {
    const isEach = workload.executor === 'per-vu-iterations';
    if (!isEach && workload.executor !== 'shared-iterations') return [];
    const { vus, iterations, maxDuration, startTime } = workload;
    const runMs = durationMs(duration);
    const ownMs =
      maxDuration === undefined
        ? Number.POSITIVE_INFINITY
        : durationMs(startTime) + durationMs(maxDuration);
    return [
      {
        name,
        iterations: isEach ? vus * iterations : iterations,
        endsMs: Math.min(runMs, ownMs),
        endedBy: ownMs < runMs ? 'maxDuration' : 'the run',
        begun: 0,
      },
    ];
  });
}

function countText(count: number): string {
  return count.toLocaleString('en');
}
