import { TraceWriter } from '../../sim/trace.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { digestFidelity } from '../fidelity.ts';
import { Judge } from '../judging/judge.ts';
import type { TraceEvent } from '../trace-events.ts';
import { virtualRun } from '../virtual-run.ts';
import { type SwarmSettings, swarmScenario } from './swarm.ts';

/** An oracle that alarmed in the run of a seed. */
export interface Alarm {
  readonly oracle: string;
  readonly count: number;
  /** The first of them, in words. */
  readonly first: string;
}

/** What came of one seed. */
export interface SeedOutcome {
  readonly seed: number;
  readonly journeys: number;
  /** Kinds of faults that were on. */
  readonly faults: readonly string[];
  readonly alarms: readonly Alarm[];
  /** Checks of the run itself that failed. */
  readonly invalid: readonly string[];
  /** What the rules threw, if they did: a broken invariant. */
  readonly threw: string | undefined;
  /** Whether a second run wrote the same trace byte for byte; undefined if there was none. */
  readonly isSame: boolean | undefined;
}

/** What makes one short text of many, equal for equal ones. */
export interface Digest {
  update(text: string): void;
  digest(): string;
}

export interface SeedPorts {
  readonly digest: () => Digest;
  /** Takes the trace of the first run. */
  readonly record: (text: string) => void;
}

/** Runs the scenario of a seed in virtual time, twice if it is to be compared. */
export function runSeed(
  seed: number,
  settings: SwarmSettings & { readonly twice: boolean },
  ports: SeedPorts,
): SeedOutcome {
  const first = runOnce(seed, settings, ports);
  const second = settings.twice
    ? runOnce(seed, settings, { ...ports, record: () => {} })
    : undefined;
  const { trace, ...outcome } = first;
  return { ...outcome, isSame: second && second.trace === trace };
}

/** Occurrences at a time. */
const SLICE = 100_000;

function runOnce(seed: number, settings: SwarmSettings, { digest, record }: SeedPorts) {
  const scenario = swarmScenario(seed, settings);
  const originMs = instantMs(scenario.start);
  const judge = new Judge(scenario, originMs, durationMs(scenario.duration));
  const sum = digest();
  const writer = new TraceWriter((text) => {
    sum.update(text);
    record(text);
  });
  const take = (event: TraceEvent) => {
    judge.accept(event);
    writer.append(event);
  };
  take({ kind: 'run-began', t: 0, scenario: scenario.name, seed, clock: 'virtual', originMs });
  const run = virtualRun(scenario, seed, digestFidelity(scenario), take);
  let threw: string | undefined;
  try {
    while (run.advance(SLICE));
  } catch (error) {
    threw = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { inFlight } = run.world;
  take({ kind: 'run-ended', t: run.now(), reason: 'finished', inFlight });
  writer.flush();
  const { counts, oracles, validity } = judge.conclude();
  return {
    seed,
    journeys: counts.offered,
    faults: [...new Set(scenario.faults.map(({ kind }) => kind))],
    alarms: oracles
      .filter(({ violationCount }) => violationCount > 0)
      .map(({ name, violationCount, violations }) => ({
        oracle: name,
        count: violationCount,
        first: violations[0]?.message ?? '',
      })),
    invalid: validity
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ name, message }) => `${name}: ${message}`),
    threw,
    trace: sum.digest(),
  };
}
