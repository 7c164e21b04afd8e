import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Centre } from '../../devices/bus/centre.ts';
import type { BusPlace } from '../../devices/citizen/visit.ts';
import type { Kiosk } from '../../devices/kiosk/kiosk.ts';
import type { KioskOperator } from '../../devices/xfs/kiosk-operator.ts';
import type { KioskState } from '../../server/contract-bus.ts';
import type { Register } from '../../server/register/register.ts';
import { Histogram } from '../../sim/histogram.ts';
import type { Process, Runner } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { type Streams, streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import type { Fidelity } from '../fidelity.ts';
import type { KioskHardwareOf } from '../hardware/kiosk-hardware.ts';
import { FaultBoard } from '../injection/fault-board.ts';
import type { ValidityCheck } from '../judging/result.ts';
import { Compression, generatorChecks } from '../judging/validity.ts';
import { populationOf } from '../reference-server.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';
import { WallClockWatch } from '../trust/wall-clock.ts';
import { World } from '../world.ts';

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
  /** How late whoever had to be woken was so far, in wall milliseconds. */
  readonly lateness?: Histogram;
  close(): Promise<void>;
}

export interface LiveCityOptions {
  readonly seed: number;
  /** Scenario time over wall time. */
  readonly speed: number;
  readonly emit: (event: TraceEvent) => void;
  /** Devices that are attached to this machine. */
  readonly devicesOf?: KioskHardwareOf | undefined;
}

/** What the kiosks and citizens of a live run stand on, whoever serves them. */
export interface LiveGround {
  readonly fidelity: Pick<Fidelity, 'cards' | 'pageReader' | 'digestInfo' | 'settled'>;
  readonly centre: Centre;
  /** Who is truly who. */
  readonly register: Register;
  /** The kiosks' places on the device bus, where there is one. */
  readonly bus?:
    | {
        placeOf(kioskId: string): BusPlace;
        operatorOf?(kioskId: string, runner: Runner): KioskOperator;
        attach(
          kiosks: readonly Kiosk[],
          onOperated: (kioskId: string, state: KioskState) => void,
        ): void;
      }
    | undefined;
  /** What goes on beside the citizens, on their clock. */
  readonly beside?: (clock: RealTime) => Process;
  readonly description: string;
  /** What request ids begin with, where the server may know those of earlier runs. */
  readonly requestPrefix?: string;
  readonly close: () => Promise<void>;
}

/** Kiosks and citizens of a live run, before it is known who serves them. */
export class LiveCity {
  readonly chance: Streams;
  readonly board: FaultBoard;
  readonly emit: (event: TraceEvent) => void;
  readonly originMs: number;
  readonly population: Register;
  readonly #scenario: Scenario;
  readonly #speed: number;
  readonly #compression: Compression;
  readonly #devicesOf: KioskHardwareOf | undefined;
  #clock: RealTime | undefined;

  constructor(scenario: Scenario, { seed, speed, emit, devicesOf }: LiveCityOptions) {
    this.#scenario = scenario;
    this.#speed = speed;
    this.#devicesOf = devicesOf;
    const compression = new Compression(speed);
    const record = (event: TraceEvent) => {
      compression.see(event);
      emit(event);
    };
    this.#compression = compression;
    this.chance = streams(seed);
    this.board = new FaultBoard(scenario, this.chance, record);
    this.emit = this.board.watching(record);
    this.originMs = instantMs(scenario.start);
    this.population = populationOf(scenario, this.chance);
  }

  /**
   * Civil time, ms since 1970-01-01T00:00Z. The clock starts when everything stands; until then it
   * is the scenario's beginning.
   */
  readonly nowMs = (): number => this.originMs + (this.#clock?.now() ?? 0);

  /** Starts the clock, and citizens come. */
  live(ground: LiveGround): LiveRun {
    const { fidelity, centre, register, bus, beside, description, requestPrefix, close } = ground;
    const { chance, originMs, board, emit } = this;
    const { clock, lateness, checks: generator, stop } = watchedClock(this.#speed);
    this.#clock = clock;
    const { cards, pageReader, digestInfo } = fidelity;
    const devices = { runner: clock, centre, cards, register, pageReader, digestInfo, emit };
    const placeOf = bus && ((kioskId: string) => bus.placeOf(kioskId));
    const operatorOf = (kioskId: string) => bus?.operatorOf?.(kioskId, clock);
    const world = new World(this.#scenario, chance, originMs, {
      ...devices,
      faults: board,
      placeOf,
      operatorOf,
      devicesOf: this.#devicesOf,
      requestPrefix,
    });
    bus?.attach(world.kiosks, (kiosk, { service, faults }) =>
      emit({ kind: 'operated', t: clock.now(), kiosk, service, faults }),
    );
    board.start(clock);
    if (beside !== undefined) clock.spawn(beside(clock));
    const work = clock.run(world.run(durationMs(this.#scenario.gracefulStop)));
    // Its failure is told by `finished`.
    work.catch(() => {});
    return {
      world,
      description,
      now: () => clock.now(),
      lateness,
      finished: async (signal) => {
        const settled = work.then(() => fidelity.settled?.());
        await Promise.race([settled, clock.failure, aborted(signal)]);
        stop();
        board.finish(clock.now());
      },
      checks: () => [...generator(), this.#compression.check(), ...board.checks()],
      close: async () => {
        clock.stop();
        await close();
      },
    };
  }
}

/** How often it is looked whether the event loop is held up, and the wall clock was set. */
const LOOK_EVERY_MS = 10;
const WALL_LOOK_EVERY_MS = 1_000;

/** What the monitor tells, in ns, is from one look to the next: the pause between is no delay. */
function beyondMs(delayNs: number): number {
  return Math.max(0, delayNs / 1e6 - LOOK_EVERY_MS);
}

/** The clock of the kiosks and citizens, watched: how late it is, and who holds it up. */
function watchedClock(speed: number) {
  const lateness = new Histogram();
  const loopDelay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  const wall = new WallClockWatch(
    () => Date.now(),
    () => performance.now(),
  );
  const looking = setInterval(() => wall.look(), WALL_LOOK_EVERY_MS).unref();
  const clock = new RealTime({ speed, onLateness: (lateMs) => lateness.record(lateMs) });
  loopDelay.enable();
  return {
    clock,
    lateness,
    checks: () => [
      ...generatorChecks([
        {
          worker: 'main',
          lateness,
          loopDelayMaxMs: beyondMs(loopDelay.max),
          loopDelayP99Ms: beyondMs(loopDelay.percentile(99)),
        },
      ]),
      wall.check(),
    ],
    stop: () => {
      clock.stop();
      loopDelay.disable();
      clearInterval(looking);
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
