import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type BusConnection, connectBus } from '../devices/bus-socket.ts';
import { HttpCentre } from '../devices/centre-http.ts';
import { SESSION_LIFE_MS } from '../server/centre.ts';
import { CIVIL_TIME_HEADER } from '../server/centre-http.ts';
import { Histogram } from '../sim/histogram.ts';
import { RealTime } from '../sim/real-time.ts';
import { streams } from '../sim/rng.ts';
import type { Fidelity } from './fidelity.ts';
import { openLiveServer } from './live-server-http.ts';
import { populationOf } from './reference-server.ts';
import type { ValidityCheck } from './result.ts';
import type { Scenario } from './scenario.ts';
import type { TraceEvent } from './trace-events.ts';
import { durationMs, instantMs } from './units.ts';
import { Compression, generatorChecks } from './validity.ts';
import { kioskIds, World } from './world.ts';

export interface LiveRunOptions {
  readonly seed: number;
  /** Scenario time over wall time. */
  readonly speed: number;
  /** `postgres://…`, or undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
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
  const emit = (event: TraceEvent) => {
    compression.see(event);
    options.emit(event);
  };
  const chance = streams(options.seed);
  const originMs = instantMs(scenario.start);
  const register = populationOf(scenario, chance);
  // The clock starts when everything stands; until then it is the scenario's beginning.
  let runner: RealTime | undefined;
  const nowMs = () => originMs + (runner?.now() ?? 0);
  const server = await openLiveServer(scenario, {
    databaseUrl: options.databaseUrl,
    port: options.port,
    renderer: fidelity.renderer,
    verifier: fidelity.verifier,
    register,
    originMs,
    // Half an hour of the machine's time: the people are compressed, the server is not.
    sessionLifeMs: SESSION_LIFE_MS * speed,
    simulatedTime: true,
    nowMs,
    wallMs: () => performance.now(),
    journal: emit,
    onError: options.onServerError,
  });
  const connections = new Map<string, BusConnection>();
  const centre = new HttpCentre({
    origin: server.origin,
    tokenOf: (kioskId) => connections.get(kioskId)?.token ?? '',
    headers: () => ({ [CIVIL_TIME_HEADER]: String(nowMs()) }),
  });
  const close = async () => {
    runner?.stop();
    for (const connection of connections.values()) connection.close();
    await centre.close();
    await server.close();
  };
  try {
    for (const kioskId of kioskIds(scenario)) {
      const registration = { kioskId, model: 'kofu-model', software: '1' };
      connections.set(kioskId, await connectBus(server.origin, registration));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const lateness = new Histogram();
  const loopDelay = monitorEventLoopDelay({ resolution: 10 });
  const clock = new RealTime({ speed, onLateness: (lateMs) => lateness.record(lateMs) });
  runner = clock;
  loopDelay.enable();
  const { cards, pageReader, digestInfo } = fidelity;
  const ports = { runner, centre, cards, register, pageReader, digestInfo, emit };
  const world = new World(scenario, chance, originMs, ports);
  const work = clock.run(world.run(durationMs(scenario.gracefulStop)));
  // Its failure is told by `finished`.
  work.catch(() => {});
  return {
    world,
    description: `reference server over HTTP and Socket.IO, ${server.description}`,
    now: () => clock.now(),
    finished: async (signal) => {
      await Promise.race([work, clock.failure, aborted(signal)]);
      clock.stop();
      loopDelay.disable();
    },
    checks: () => [
      ...generatorChecks(lateness, loopDelay.max / 1e6, loopDelay.percentile(99) / 1e6),
      compression.check(),
    ],
    close,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
