import type { z } from 'zod';
import type { Centre } from '../../devices/bus/centre.ts';
import { CentreInProcess } from '../../scenarios/centre-in-process.ts';
import { digestFidelity, type Fidelity } from '../../scenarios/fidelity.ts';
import { Judge } from '../../scenarios/judging/judge.ts';
import type { Judgement, OracleResult } from '../../scenarios/judging/result.ts';
import { referenceServer } from '../../scenarios/reference-server.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import { portsInMemory } from '../../scenarios/server-in-memory.ts';
import type { EventOf, TraceEvent } from '../../scenarios/trace-events.ts';
import { World } from '../../scenarios/world.ts';
import type { Ledger } from '../../server/ledger/ledger.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';

/** A scenario as a file says it, before defaults are filled in. */
export type ScenarioData = z.input<typeof Scenario>;

/** A morning of an hour in a small town: a citizen every three minutes, three kiosks. */
export function scenarioData(changes: Partial<ScenarioData> = {}): ScenarioData {
  return {
    kofu: 1,
    name: 'small-town',
    title: { ja: '小さな町', en: 'A small town' },
    start: '2015-06-01T09:00:00+09:00',
    duration: '1h',
    municipality: {
      code: '27203',
      name: '豊中市',
      issuerTitle: '豊中市長',
      population: 20_000,
      feesYen: { 'resident-record': 200, 'seal-registration': 300 },
      hours: { opens: '06:30', closes: '23:00' },
    },
    stores: { inside: 3 },
    citizens: {
      ages: [{ from: 20, to: 79, share: 1 }],
      certificates: { 'resident-record': 1, 'seal-registration': 1 },
      behaviour: { pinErrorShare: 0, abandonShare: 0 },
    },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 180, duration: '1h' } },
    ...changes,
  };
}

export function smallScenario(changes: Partial<ScenarioData> = {}): Scenario {
  return Scenario.parse(scenarioData(changes));
}

/** What may be put in the place of something sound, to see whether it is found out. */
export interface Plants {
  readonly fidelity?: (sound: Fidelity) => Fidelity;
  readonly ledger?: (sound: Ledger) => Ledger;
  readonly centre?: (sound: Centre) => Centre;
  /** What the server believes, where it is not what the citizens and the oracles know. */
  readonly server?: Scenario;
  /** Civil time of t = 0 on the server's clock, where it is wrong. */
  readonly serverOriginMs?: number;
}

export interface SmallRun {
  readonly events: readonly TraceEvent[];
  readonly judgement: Judgement;
  readonly inFlight: number;
}

/** Lives a scenario in virtual time to its end, or until an instant, with faults planted. */
export function lived(
  scenario: Scenario,
  plants: Plants = {},
  { seed = 1, untilMs = Number.POSITIVE_INFINITY } = {},
): SmallRun {
  const events: TraceEvent[] = [];
  const originMs = instantMs(scenario.start);
  const judge = new Judge(scenario, originMs, durationMs(scenario.duration));
  const emit = (event: TraceEvent) => {
    events.push(event);
    judge.accept(event);
  };
  const runner = new VirtualTime();
  const world = worldOf(scenario, plants, seed, runner, emit);
  const work = runner.spawn(world.run(durationMs(scenario.gracefulStop)));
  work.whenEnded((ending) => {
    if (ending.kind === 'threw') runner.unhandled(ending.error);
    runner.stop();
  });
  runner.advance(untilMs);
  const { inFlight } = world;
  judge.accept({ kind: 'run-ended', t: runner.now(), reason: 'finished', inFlight });
  return { events, judgement: judge.conclude(), inFlight };
}

function worldOf(
  scenario: Scenario,
  plants: Plants,
  seed: number,
  runner: VirtualTime,
  emit: (event: TraceEvent) => void,
): World {
  const same = <T>(sound: T) => sound;
  const chance = streams(seed);
  const originMs = instantMs(scenario.start);
  const fidelity = (plants.fidelity ?? same)(digestFidelity(scenario));
  const sound = portsInMemory(scenario, chance, fidelity, emit);
  const ledger = (plants.ledger ?? same<Ledger>)(sound.ledger);
  const server = referenceServer(plants.server ?? scenario, { ...sound, ledger });
  const { register } = sound;
  const serverOriginMs = plants.serverOriginMs ?? originMs;
  const wire = new CentreInProcess(runner, server, serverOriginMs);
  const centre = (plants.centre ?? same<Centre>)(wire);
  const { cards, pageReader, digestInfo } = fidelity;
  const ports = { runner, centre, cards, register, pageReader, digestInfo, emit };
  return new World(scenario, chance, originMs, ports);
}

/** The events of one kind, in order. */
export function eventsOf<K extends TraceEvent['kind']>(
  kind: K,
  events: readonly TraceEvent[],
): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind);
}

/** What an oracle found. */
export function findingOf({ oracles }: Judgement, oracle: string): OracleResult {
  const finding = oracles.find(({ name }) => name === oracle);
  if (finding === undefined) throw new Error(`no oracle is called ${oracle}`);
  return finding;
}

/** Which oracles have found a violation. */
export function broken({ oracles }: Judgement): readonly string[] {
  return oracles.filter(({ violationCount }) => violationCount > 0).map(({ name }) => name);
}

/** Judges made-up events by the rules of a small scenario. */
export function judged(events: readonly TraceEvent[], scenario = smallScenario()): Judgement {
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  for (const event of events) judge.accept(event);
  const { offered, ended } = judge.progress;
  // The law is judged elsewhere: here whoever has not ended is under way, and the run cut short.
  const inFlight = offered - ended;
  judge.accept({ kind: 'run-ended', t: 0, reason: 'interrupted', inFlight });
  return judge.conclude();
}
