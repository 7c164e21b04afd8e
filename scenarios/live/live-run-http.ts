import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SESSION_LIFE_MS } from '../../server/centre.ts';
import { DerivedCredentials, newFleetKey } from '../../server/http/credentials-system.ts';
import { Histogram } from '../../sim/histogram.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import type { Fidelity } from '../fidelity.ts';
import { FaultBoard } from '../injection/fault-board.ts';
import type { ValidityCheck } from '../judging/result.ts';
import { Compression, generatorChecks } from '../judging/validity.ts';
import { populationOf } from '../reference-server.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';
import type { TownOffice } from '../traffic/office.ts';
import { enterPlanned } from '../traffic/office.ts';
import { World } from '../world.ts';
import { type LiveFleet, openFleet } from './live-fleet-http.ts';
import { type LiveServer, openLiveServer } from './live-server-http.ts';

export interface LiveRunOptions {
  readonly seed: number;
  /** Scenario time over wall time. */
  readonly speed: number;
  /** `postgres://…`, or a directory of the embedded database; undefined keeps it in memory. */
  readonly database: string | undefined;
  /** TCP port of the reference server on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly emit: (event: TraceEvent) => void;
  /** Told of errors inside the server, which its callers do not see. */
  readonly onServerError: (error: unknown) => void;
}

/** A live run, under way. */
export interface LiveRun {
  readonly world: World;
  /** What the kiosks talk to. */
  readonly description: string;
  now(): number;
  /** Resolves when all is done or the signal says so; rejects if something broke inside. */
  finished(signal: AbortSignal): Promise<void>;
  /** How well the generator kept its schedule. */
  checks(): readonly ValidityCheck[];
  close(): Promise<void>;
}

/**
 * Starts the reference server and a fleet of kiosks against it over real HTTP, Socket.IO and SQL,
 * and the citizens of the scenario at `speed`.
 */
export async function openLiveRun(
  scenario: Scenario,
  fidelity: Fidelity,
  options: LiveRunOptions,
): Promise<LiveRun> {
  const { speed } = options;
  const compression = new Compression(speed);
  const record = (event: TraceEvent) => {
    compression.see(event);
    options.emit(event);
  };
  const chance = streams(options.seed);
  const board = new FaultBoard(scenario, chance, record);
  const emit = board.watching(record);
  const originMs = instantMs(scenario.start);
  const origin = populationOf(scenario, chance);
  // The clock starts when everything stands; until then it is the scenario's beginning.
  let runner: RealTime | undefined;
  const nowMs = () => originMs + (runner?.now() ?? 0);
  const fleetKey = newFleetKey();
  const credentials = new DerivedCredentials(fleetKey);
  const server = await openLiveServer(scenario, {
    database: options.database,
    port: options.port,
    fidelity,
    register: origin,
    chance,
    fleetKey,
    originMs,
    speed,
    // Half an hour of the machine's time: the people are compressed, the server is not.
    sessionLifeMs: SESSION_LIFE_MS * speed,
    simulatedTime: true,
    nowMs,
    wallMs: () => performance.now(),
    journal: emit,
    faults: board,
    onError: options.onServerError,
  });
  const { origin: address } = server;
  const ground = { origin: address, credentials, chance, nowMs, board };
  let fleet: LiveFleet | undefined;
  const close = async () => {
    runner?.stop();
    await fleet?.close();
    await server.close();
  };
  try {
    fleet = await openFleet(scenario, ground);
  } catch (error) {
    await close();
    throw error;
  }
  const { lines, centre } = fleet;
  const { clock, checks: generator, stop } = watchedClock(speed);
  runner = clock;
  const { cards, pageReader, digestInfo } = fidelity;
  const { office, base: register } = townIn(server);
  const devices = { runner, centre, cards, register, pageReader, digestInfo, emit };
  const placeOf = (kioskId: string) => lines.placeOf(kioskId);
  const ports = { ...devices, faults: board, placeOf };
  const world = new World(scenario, chance, originMs, ports);
  lines.attach(world.kiosks);
  board.start(clock);
  clock.spawn(enterPlanned(scenario, { office, runner, originMs }));
  const work = clock.run(world.run(durationMs(scenario.gracefulStop)));
  // Its failure is told by `finished`.
  work.catch(() => {});
  return {
    world,
    description: `reference server over HTTP and Socket.IO, ${server.description}`,
    now: () => clock.now(),
    finished: async (signal) => {
      const settled = work.then(() => fidelity.settled?.());
      await Promise.race([settled, clock.failure, aborted(signal)]);
      stop();
      board.finish(clock.now());
    },
    checks: () => [...generator(), compression.check(), ...board.checks()],
    close,
  };
}

/** The clock of the kiosks and citizens, watched: how late it is, and who holds it up. */
function watchedClock(speed: number) {
  const lateness = new Histogram();
  const loopDelay = monitorEventLoopDelay({ resolution: 10 });
  const clock = new RealTime({ speed, onLateness: (lateMs) => lateness.record(lateMs) });
  loopDelay.enable();
  return {
    clock,
    checks: () => generatorChecks(lateness, loopDelay.max / 1e6, loopDelay.percentile(99) / 1e6),
    stop: () => {
      clock.stop();
      loopDelay.disable();
    },
  };
}

/** The office of a run is in its server. */
function townIn({ town }: LiveServer): TownOffice {
  assert(town !== undefined, 'a server without a link has an office');
  return town;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
