import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import type { RateCurve } from '../../sim/rate-curve.ts';
import type { Scenario } from '../scenario.ts';
import { calendar } from './executors/calendar.ts';
import { constantArrivalRate } from './executors/constant-arrival-rate.ts';
import { constantVus } from './executors/constant-vus.ts';
import type { ExecutorPorts, WorkloadComplaint } from './executors/executor.ts';
import { pairGap } from './executors/pair-gap.ts';
import { perVuIterations } from './executors/per-vu-iterations.ts';
import { poissonArrivalRate } from './executors/poisson-arrival-rate.ts';
import { rampingArrivalRate } from './executors/ramping-arrival-rate.ts';
import { rampingVus } from './executors/ramping-vus.ts';
import { replay } from './executors/replay.ts';
import { sharedIterations } from './executors/shared-iterations.ts';
import { visits } from './executors/visits.ts';

/** Every way in which citizens can come: k6’s executors and the field’s. One line each. */
const EXECUTORS = [
  calendar,
  poissonArrivalRate,
  constantArrivalRate,
  rampingArrivalRate,
  constantVus,
  rampingVus,
  perVuIterations,
  sharedIterations,
  visits,
  pairGap,
  replay,
] as const;

type Schemas<T> = { -readonly [K in keyof T]: T[K] extends { schema: infer S } ? S : never };

/** What makes citizens come. */
export const Workload = z
  .discriminatedUnion(
    'executor',
    EXECUTORS.map(({ schema }) => schema) as never as Schemas<typeof EXECUTORS>,
  )
  .describe('A workload');
export type Workload = z.infer<typeof Workload>;

/** An executor as the rest of the house sees it, whichever it is. */
interface SomeExecutor {
  readonly kind: 'open' | 'listed' | 'closed';
  lastsMs(workload: Workload, runMs: number): number;
  offer(workload: Workload, ports: ExecutorPorts): Process;
  curve?(workload: Workload, beginsAtMs: number, runMs: number): RateCurve;
  complaints?(workload: Workload, scenario: Scenario, name: string): readonly WorkloadComplaint[];
}

const BY_NAME: ReadonlyMap<string, SomeExecutor> = new Map(
  EXECUTORS.map((executor): [string, SomeExecutor] => [
    executor.schema.shape.executor.value,
    executor as SomeExecutor,
  ]),
);

function executorOf({ executor }: Workload): SomeExecutor {
  return BY_NAME.get(executor) as SomeExecutor;
}

/** Offers the citizens of a workload; ends when nobody comes any more. */
export function offer(workload: Workload, ports: ExecutorPorts): Process {
  return executorOf(workload).offer(workload, ports);
}

/** How long citizens of a workload come, ms since it began; the run may end before. */
export function lastsMs(workload: Workload, runMs: number): number {
  return executorOf(workload).lastsMs(workload, runMs);
}

/**
 * The rate at which the citizens of an open workload come, from its own beginning, which is
 * `beginsAtMs` of civil time; undefined if no curve says it.
 */
export function rateCurve(
  workload: Workload,
  beginsAtMs: number,
  runMs: number,
): RateCurve | undefined {
  return executorOf(workload).curve?.(workload, beginsAtMs, runMs);
}

/** Whether a workload says citizen by citizen who comes when. */
export function isListed(workload: Workload): boolean {
  return executorOf(workload).kind === 'listed';
}

/** Whether citizens come on their own along a curve, rather than come back when they are done. */
export function isOpen(workload: Workload): boolean {
  return executorOf(workload).kind === 'open';
}

/** Why citizens could never come as the workloads say: where in the scenario, and the remedy. */
export function whyNotOffered(scenario: Scenario): readonly WorkloadComplaint[] {
  return Object.entries(scenario.workloads).flatMap(([name, workload]) => {
    const complaints = executorOf(workload).complaints?.(workload, scenario, name) ?? [];
    return complaints.map(({ path, message }) => ({ path: ['workloads', name, ...path], message }));
  });
}
