import type { Appointment } from '../../devices/citizen/citizen.ts';
import type { Process } from '../../sim/process.ts';
import { openWorkload } from '../../sim/workload.ts';
import type { Errand } from './crowd.ts';
import type { ExecutorPorts } from './executors/executor.ts';

/** One citizen of a workload that lists its citizens. */
export interface ListedVisit extends Errand {
  /** When the citizen is due, ms since the workload began. */
  readonly atMs: number;
  /** The citizen whose stream of chance this one has, e.g. `day/17`. */
  readonly as: string;
  /** Number of the journey; without it, the next free one. */
  readonly journey?: number;
  /** When the kiosk is to ask for the certificate, ms since the workload began. */
  readonly requestAtMs?: number;
  /** What is told of a citizen of a demand, who may come again as nobody else who is listed. */
  readonly told?: {
    readonly as: string;
    readonly place: string;
    readonly copy: number;
  };
  /** Whoever is told of and yet does not come again, as a log says all that came. */
  readonly isOnce?: boolean;
}

/** Whoever has agreed on an instant lingers at the confirmation until then. */
export function appointmentOf(
  listed: ListedVisit | undefined,
  nowMs: () => number,
): Appointment | undefined {
  const requestAtMs = listed?.requestAtMs;
  if (requestAtMs === undefined) return undefined;
  return { stage: 'confirm', remainingMs: () => requestAtMs - nowMs() };
}

/** Offers citizens who are listed, in the order in which they are due, each at that instant. */
export function* offerListed(
  visits: readonly ListedVisit[],
  { runner, startMs, runMs, visit }: ExecutorPorts,
): Process {
  // To look residents up may have taken time, which nobody is to come later for.
  const lateMs = runner.now() - startMs;
  const arrivals = visits.map(({ atMs }) => atMs).filter((atMs) => atMs < runMs);
  yield* openWorkload(
    runner,
    arrivals.map((atMs) => atMs - lateMs),
    (index, dueMs) => visit(index, dueMs, visits[index]),
  );
}
