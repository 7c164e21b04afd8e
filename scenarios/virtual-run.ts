import { StreamEntropy } from '../server/entropy.ts';
import { MemoryLedger } from '../server/ledger-memory.ts';
import { ModelPace } from '../server/pace.ts';
import { streams } from '../sim/rng.ts';
import { VirtualTime } from '../sim/virtual-time.ts';
import { CentreInProcess } from './centre-in-process.ts';
import type { Fidelity } from './fidelity.ts';
import { populationOf, referenceServer } from './reference-server.ts';
import type { Scenario } from './scenario.ts';
import type { TraceEvent } from './trace-events.ts';
import { durationMs, instantMs } from './units.ts';
import { distributionOf, World } from './world.ts';

/** A run in virtual time, ready to be advanced. */
export interface VirtualRun {
  readonly world: World;
  /** Lets at most `limit` things happen; answers whether the run goes on. */
  advance(limit: number): boolean;
  /** Real work that the next `advance` has to wait for (`--render full`). */
  readonly performing: Promise<void> | undefined;
  now(): number;
}

/**
 * Puts a scenario into virtual time: the true rules of kiosk and server, a ledger in memory, and
 * models of what the fidelity leaves out. Everything follows from the scenario and the seed.
 */
export function virtualRun(
  scenario: Scenario,
  seed: number,
  fidelity: Fidelity,
  emit: (event: TraceEvent) => void,
): VirtualRun {
  const runner = new VirtualTime({ performs: fidelity.render === 'full' });
  const chance = streams(seed);
  const originMs = instantMs(scenario.start);
  const register = populationOf(scenario, chance);
  const { cards, verifier, renderer, pageReader, digestInfo } = fidelity;
  const { pace } = scenario.server;
  const centre = referenceServer(scenario, {
    register,
    ledger: new MemoryLedger(),
    renderer,
    verifier,
    entropy: new StreamEntropy(chance.stream('centre', 'entropy')),
    pace: new ModelPace(chance, {
      authenticate: distributionOf(pace.authenticate),
      issue: distributionOf(pace.issue),
    }),
    journal: emit,
    originMs,
  });
  const world = new World(scenario, chance, originMs, {
    runner,
    centre: new CentreInProcess(runner, centre, originMs),
    cards,
    register,
    pageReader,
    digestInfo,
    emit,
  });
  const work = runner.spawn(world.run(durationMs(scenario.gracefulStop)));
  work.whenEnded((ending) => {
    if (ending.kind === 'threw') runner.unhandled(ending.error);
    runner.stop();
  });
  return {
    world,
    now: () => runner.now(),
    advance: (limit) => runner.advance(Number.POSITIVE_INFINITY, limit),
    get performing() {
      return runner.performing;
    },
  };
}
