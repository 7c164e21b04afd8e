import type { Judgement } from '../../../scenarios/judging/result.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import type { MutantId } from '../../../server/mutant.ts';
import { executedVirtually } from '../../scenarios/executed.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../../scenarios/small-scenario.ts';

/** What differs from the small town of the scenarios’ tests. */
export interface Condition {
  readonly server?: ScenarioData['server'];
  readonly municipality?: Partial<ScenarioData['municipality']>;
  readonly scenario?: Partial<ScenarioData>;
}

export interface PlantedRun {
  readonly events: readonly TraceEvent[];
  readonly judgement: Judgement;
}

/** A run in virtual time under a condition, with a mutant in the server or with none. */
export async function ran(
  { server = {}, municipality = {}, scenario = {} }: Condition,
  mutant: MutantId | undefined,
  seed = 1,
): Promise<PlantedRun> {
  const town = { ...scenarioData().municipality, ...municipality };
  const planted = mutant === undefined ? server : { ...server, mutant };
  const asked = smallScenario({ ...scenario, municipality: town, server: planted });
  const { execution, events } = await executedVirtually(asked, { seed });
  return { events, judgement: execution.judgement };
}

/** Twenty pairs of citizens whose requests are so far apart. */
export function pairs(
  gap: string,
  same: 'municipality' | 'second' = 'municipality',
): Partial<ScenarioData> {
  return {
    stores: { inside: 20 },
    duration: '90m',
    workloads: {
      pairs: { executor: 'pair-gap', gap: { from: gap, to: gap, step: '1ms' }, pairs: 20, same },
    },
  };
}

/** Citizens at so many a second on average, for ten minutes. */
export function rush(rate: number): Partial<ScenarioData> {
  return {
    stores: { inside: 60 },
    duration: '10m',
    workloads: { rush: { executor: 'poisson-arrival-rate', rate, duration: '10m' } },
  };
}

/** A serial print stage, as it was at Yokohama, in front of which many can wait. */
export const SERIAL = { workers: 64, printImages: { workers: 1, timeout: '30s' } } as const;

/** Families that need several pages: one person on each. */
export const MANY_PAGES = { layout: { peoplePerPage: 1 } } as const;
