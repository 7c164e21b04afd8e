import { instantMs } from '../../sim/units.ts';
import { digestFidelity } from '../fidelity.ts';
import type { Oracle, Report, Violation } from '../judging/oracle.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';
import { virtualRun } from '../virtual-run.ts';

/** Lives a scenario until the oracle alarms; undefined if it never does. */
export type Trial = (scenario: Scenario) => Violation | undefined;

/** Puts a scenario into virtual time, given where its events go. */
export type Begin = (
  scenario: Scenario,
  seed: number,
  emit: (event: TraceEvent) => void,
) => {
  readonly world: { readonly inFlight: number };
  readonly advance: (limit: number) => boolean;
  readonly now: () => number;
};

/** The true world, with digests in the place of documents. */
export const beginInDigests: Begin = (scenario, seed, emit) =>
  virtualRun(scenario, seed, digestFidelity(scenario), emit);

/** Occurrences between two looks at whether the oracle has alarmed. */
const SLICE = 200;

/** Trials of one oracle: it alone judges, as the run goes on, and its first alarm ends the run. */
export function trialOf(oracle: Oracle, seed: number, begin = beginInDigests): Trial {
  return (scenario) => {
    const originMs = instantMs(scenario.start);
    let violation: Violation | undefined;
    const report: Report = (found) => {
      violation ??= { oracle: oracle.name, ...found };
    };
    const { watch } = oracle.begin(scenario, originMs, report, () => {});
    const accept = (event: TraceEvent) => {
      const look = watch[event.kind] as ((event: TraceEvent) => void) | undefined;
      if (violation === undefined) look?.(event);
    };
    const { name } = scenario;
    accept({ kind: 'run-began', t: 0, scenario: name, seed, clock: 'virtual', originMs });
    const run = begin(scenario, seed, accept);
    while (violation === undefined && run.advance(SLICE));
    const { inFlight } = run.world;
    accept({ kind: 'run-ended', t: run.now(), reason: 'finished', inFlight });
    return violation;
  };
}
