import type { Process } from '../../sim/process.ts';
import type { RealTime } from '../../sim/real-time.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { type Outcome, type ProblemCode, refused } from '../problems.ts';
import type { ServerMetrics, Stage } from './metrics.ts';

/** Runs the rules on behalf of requests: measured, and for so long only. */
export class Stages {
  readonly #runner: RealTime;
  readonly #metrics: ServerMetrics;

  constructor(runner: RealTime, metrics: ServerMetrics) {
    this.#runner = runner;
    this.#metrics = metrics;
  }

  /** The outcome of a stage; one that takes longer than `limitMs` is stopped where it waits. */
  async run<T>(
    stage: Stage,
    limitMs: number,
    work: Process<Outcome<T>>,
    timeout: ProblemCode,
  ): Promise<Outcome<T>> {
    const beganMs = performance.now();
    try {
      const outcome = await this.#runner.run(within(limitMs, work, 'measured'));
      return outcome === TIMED_OUT ? refused(timeout) : outcome;
    } finally {
      this.#metrics.staged(stage, performance.now() - beganMs);
    }
  }
}
