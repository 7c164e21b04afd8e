import { type ExecutionPorts, executeVirtual } from '../execution.ts';
import { digestFidelity } from '../fidelity.ts';
import { type Case, type CaseForm, type CaseOutcome, outcomeOf, scenarioOf } from './cases.ts';

/** Runs one form of a case in virtual time, over digest models; `now` is the wall clock in ms. */
export async function runCase(
  which: { readonly case: Case; readonly form: CaseForm; readonly seed: number },
  ports: Pick<ExecutionPorts, 'signal' | 'breathe'> & { readonly now: () => number },
): Promise<CaseOutcome> {
  const scenario = scenarioOf(which.case, which.form);
  const beganMs = ports.now();
  const execution = await executeVirtual(scenario, which.seed, digestFidelity(scenario), {
    ...ports,
    record: undefined,
    onProgress: () => {},
  });
  return outcomeOf(which, execution, ports.now() - beganMs);
}
