import type { Scenario } from '../scenario.ts';
import type { ShrunkVisit } from './shrink-evidence.ts';

/** Candidates that are smaller than a scenario; each is answered with whether it still alarms. */
export type Candidates = Generator<Scenario, void, boolean>;

/** One way to make a scenario smaller. */
export interface Pass {
  readonly doing: string;
  readonly candidates: (scenario: Scenario) => Candidates;
}

const VISITS = 'visits';

/** A scenario in which these citizens come and nobody else, and only oracles judge. */
export function withVisits(scenario: Scenario, citizens: readonly ShrunkVisit[]): Scenario {
  return {
    ...scenario,
    workloads: { [VISITS]: { executor: 'visits', startTime: '0s', citizens: [...citizens] } },
  };
}

/** The citizens of a scenario that has been made of visits. */
export function visitsIn({ workloads }: Scenario): readonly ShrunkVisit[] {
  const workload = workloads[VISITS];
  return workload?.executor === 'visits' ? workload.citizens : [];
}

/** Makes changes one after the other, each to what the ones before have come to. */
export function* inTurn(
  scenario: Scenario,
  changes: Iterable<(scenario: Scenario) => Scenario | undefined>,
): Generator<Scenario, Scenario, boolean> {
  let now = scenario;
  for (const change of changes) {
    const candidate = change(now);
    if (candidate !== undefined && (yield candidate)) now = candidate;
  }
  return now;
}
