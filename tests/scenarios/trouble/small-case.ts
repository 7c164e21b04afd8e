import { runCase } from '../../../scenarios/cases/case-run.ts';
import {
  asCase,
  type Case,
  type CaseForm,
  type CaseOutcome,
} from '../../../scenarios/cases/cases.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { type ScenarioData, scenarioData } from '../small-scenario.ts';

const told = { ja: '作り話', en: 'Made up' };

/** A small case that nothing is wrong with, if it is not changed. */
export function smallCase(changes: Partial<ScenarioData> = {}): Case {
  const scenario = Scenario.parse({
    ...scenarioData({
      stores: { inside: 20 },
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 60, duration: '1h' } },
    }),
    case: { id: 'XX-1', happened: told, source: 'I', injected: told, observed: told },
    expect: { violations: { 'page-ownership': 0 } },
    ...changes,
  });
  const found = asCase('small.yaml', scenario);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** Runs a case in this thread. */
export function ran(one: Case, form: CaseForm = 'as-written', seed = 1): Promise<CaseOutcome> {
  const { signal } = new AbortController();
  const breathe = () => Promise.resolve();
  return runCase({ case: one, form, seed }, { signal, breathe, now: () => 0 });
}
