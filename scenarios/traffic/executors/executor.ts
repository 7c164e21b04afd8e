import type { z } from 'zod';
import type { Register } from '../../../server/register/register.ts';
import type { Process, Runner } from '../../../sim/process.ts';
import type { RateCurve } from '../../../sim/rate-curve.ts';
import type { Streams } from '../../../sim/rng.ts';
import type { Signal } from '../../../sim/waiting.ts';
import type { Scenario } from '../../scenario.ts';
import type { Crowd } from '../crowd.ts';
import type { ListedVisit } from '../listed-visits.ts';

/** What an executor is given of the run to offer the citizens of one workload. */
export interface ExecutorPorts {
  /** Name of the workload. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly runner: Runner;
  readonly streams: Streams;
  /** Who comes in this scenario, where the workload does not say it. */
  readonly crowd: Crowd;
  readonly register: Register;
  /** When the workload begins, ms since the run did. */
  readonly startMs: number;
  /** The same as civil time, ms since 1970-01-01T00:00Z. */
  readonly beginsAtMs: number;
  /** From then on nobody is due at or after this long, ms. */
  readonly runMs: number;
  /**
   * When those really come who are due at these instants, ms since the workload began, in order:
   * nobody after the end of the run, and later where a fault holds them back.
   */
  coming(dueMs: Iterable<number>): Iterable<number>;
  /**
   * One journey of the `index`-th citizen of the workload, due at `dueMs` since the run began.
   * Without `listed`, chance says who it is and what for. They walk away where they are when
   * `leaving` fires, for the reason it gives.
   */
  visit(
    index: number,
    dueMs: number,
    listed?: ListedVisit,
    leaving?: Signal<string>,
  ): Process<unknown>;
  /** All journeys of one citizen, each begun when the last one has ended. */
  visitInTurn(index: number, dueMs: number, journeys: readonly ListedVisit[]): Process<unknown>;
}

/** What is wrong with a workload in its scenario: where in the workload, and the remedy. */
export interface WorkloadComplaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** One way in which citizens come: its fields, and how it offers them. */
export interface Executor<S extends z.ZodObject> {
  /** The fields of its workloads; `executor` is its name, k6’s where k6 has it. */
  readonly schema: S;
  /**
   * `open`: citizens come on their own, along a curve. `listed`: it is said one by one who comes
   * when. `closed`: they come back when they are done, so that the server sets the pace.
   */
  readonly kind: 'open' | 'listed' | 'closed';
  /** How long citizens come, or come back, ms since the workload began; the run may end before. */
  lastsMs(workload: z.infer<S>, runMs: number): number;
  /** Offers the citizens. Ends when nobody comes any more, of closed ones when all have gone. */
  offer(workload: z.infer<S>, ports: ExecutorPorts): Process;
  /** Of an open one, the rate of the citizens over a run of `runMs`, from the workload’s beginning. */
  curve?(workload: z.infer<S>, beginsAtMs: number, runMs: number): RateCurve;
  /** Why citizens could never come as the workload says, seen beside the rest of the scenario. */
  complaints?(workload: z.infer<S>, scenario: Scenario, name: string): readonly WorkloadComplaint[];
}
