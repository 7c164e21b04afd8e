import { setImmediate as breathe } from 'node:timers/promises';
import { executeVirtual } from '../execution.ts';
import { digestFidelity } from '../fidelity.ts';
import type { Scenario } from '../scenario.ts';
import type { Trial } from './search.ts';
import { trialOf } from './trial.ts';

/** One run for a worker thread: the scenario as data, its rate changed already. */
export interface TrialTask {
  readonly scenario: Scenario;
  readonly seed: number;
}

/** Runs a scenario in virtual time and tells what it says of its rate. */
export async function runTask({ scenario, seed }: TrialTask): Promise<Trial> {
  const execution = await executeVirtual(scenario, seed, digestFidelity(scenario), {
    record: undefined,
    signal: new AbortController().signal,
    breathe: () => breathe(),
    onProgress: () => {},
  });
  return trialOf(seed, execution);
}
