import { setImmediate as breathe } from 'node:timers/promises';
import { runCase } from './case-run.ts';
import type { Case, CaseForm, CaseOutcome } from './cases.ts';

/** What a worker is asked: the scenario as data, so that nobody reads a file twice. */
export interface CaseTask {
  readonly case: Case;
  readonly form: CaseForm;
  readonly seed: number;
}

/** Runs a case in a thread of its own. */
export function runTask(task: CaseTask): Promise<CaseOutcome> {
  const { signal } = new AbortController();
  return runCase(task, { signal, breathe: () => breathe(), now: () => performance.now() });
}
