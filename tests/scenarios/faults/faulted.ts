import type { Scenario } from '../../../scenarios/scenario.ts';
import type { EventOf } from '../../../scenarios/trace-events.ts';
import { type Executed, executedVirtually } from '../executed.ts';
import {
  broken,
  eventsOf,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../small-scenario.ts';

export type FaultData = NonNullable<ScenarioData['faults']>[number];

/** An hour in which a citizen comes every half minute, to one of thirty kiosks. */
export function townWith(
  faults: readonly FaultData[],
  changes: Partial<ScenarioData> = {},
): Scenario {
  return smallScenario({
    stores: { inside: 30 },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 30, duration: '1h' } },
    faults: [...faults],
    ...changes,
  });
}

/** The small town with its office hours of the feed told apart. */
export function municipalityWith(feed: NonNullable<ScenarioData['municipality']['feed']>) {
  return { ...scenarioData().municipality, feed };
}

/** A run with faults, and what was seen of it. */
export interface Faulted extends Executed {
  /** How journeys ended whose citizens were due within these ms. */
  readonly endsOf: (fromMs: number, untilMs: number) => readonly EventOf<'ended'>[];
  readonly windows: readonly EventOf<'fault-ended'>[];
}

/** Lives a scenario with faults in virtual time. */
export async function faulted(
  faults: readonly FaultData[],
  changes: Partial<ScenarioData> = {},
  seed = 7,
): Promise<Faulted> {
  const executed = await executedVirtually(townWith(faults, changes), { seed });
  return seen(executed);
}

export function seen(executed: Executed): Faulted {
  const { events } = executed;
  const dueMs = new Map(eventsOf('arrived', events).map(({ journey, t }) => [journey, t]));
  return {
    ...executed,
    windows: eventsOf('fault-ended', events),
    endsOf: (fromMs, untilMs) =>
      eventsOf('ended', events).filter(({ journey }) => {
        const t = dueMs.get(journey) ?? Number.NaN;
        return t >= fromMs && t < untilMs;
      }),
  };
}

/** How journeys ended, e.g. `failed HTTP 503`, with how many. */
export function tally(ends: readonly EventOf<'ended'>[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome, stage, reason } of ends) {
    const key = outcome === 'completed' ? outcome : `${outcome} at ${stage}: ${reason}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Yen collected and not given back, of documents that were delivered, and of those charged. */
export function money({ events }: Executed) {
  const sum = (all: readonly { readonly yen: number }[]) => all.reduce((yen, e) => yen + e.yen, 0);
  const printed = new Set(eventsOf('page', events).map(({ request }) => request));
  return {
    keptYen: sum(eventsOf('paid', events)) - sum(eventsOf('refunded', events)),
    feesYen: eventsOf('document', events)
      .filter(({ request }) => printed.has(request))
      .reduce((yen, { feeYen }) => yen + feeYen, 0),
  };
}

/** What every run of the true server has to show, whatever befell it. */
export function soundness({ execution, events }: Executed) {
  const { oracles, validity, counts } = execution.judgement;
  const faultsOff = validity.find(({ name }) => name === 'faults-off');
  return {
    violations: oracles.flatMap(({ violations }) => violations),
    broken: broken(execution.judgement),
    faultsOff: faultsOff?.verdict,
    inFlight: counts.inFlight,
    lastIsEnd: events.at(-1)?.kind === 'run-ended',
  };
}

export const SOUND = {
  violations: [],
  broken: [],
  faultsOff: 'pass',
  inFlight: 0,
  lastIsEnd: true,
};
