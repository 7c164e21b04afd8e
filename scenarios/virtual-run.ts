import { revokingAt } from '../server/cards/revocation.ts';
import { MemoryLedger } from '../server/ledger/ledger-memory.ts';
import { MemoryChangeLog } from '../server/register/change-log.ts';
import type { Process, Runner } from '../sim/process.ts';
import { type Streams, streams } from '../sim/rng.ts';
import { durationMs, instantMs } from '../sim/units.ts';
import { VirtualTime } from '../sim/virtual-time.ts';
import { CentreInProcess } from './centre-in-process.ts';
import type { Fidelity } from './fidelity.ts';
import { FaultBoard } from './injection/fault-board.ts';
import type { ValidityCheck } from './judging/result.ts';
import { planted } from './mutant-planting.ts';
import { NationRefused } from './nation/nation.ts';
import { referenceServer } from './reference-server.ts';
import type { Scenario } from './scenario.ts';
import { type MemoryPorts, portsInMemory } from './server-in-memory.ts';
import type { TraceEvent } from './trace-events.ts';
import { enterPlanned, officeOf, open, type TownOffice } from './traffic/office.ts';
import { World } from './world.ts';

/** A run in virtual time, ready to be advanced. */
export interface VirtualRun {
  readonly world: World;
  /** Lets at most `limit` things happen; answers whether the run goes on. */
  advance(limit: number): boolean;
  /** Lets all happen that is due until an instant of scenario time. */
  advanceTo(untilMs: number): void;
  /** Whether nothing more will happen. */
  readonly isOver: boolean;
  /** The instant of what is happening, µs; it never goes back. */
  readonly atUs: number;
  /** Real work that the next `advance` has to wait for (`--render full`). */
  readonly performing: Promise<void> | undefined;
  now(): number;
  /** What the run can say of itself when it is over: whether its faults are. */
  checks(): readonly ValidityCheck[];
}

/** What tells a run from others beside it. */
export interface RunPlace {
  /** What its chance is keyed by besides the seed. */
  readonly scope?: string | undefined;
  readonly firstJourney?: number | undefined;
  /** How many settled requests its ledger keeps, if few of them are ever asked again. */
  readonly remembered?: number | undefined;
}

/**
 * Puts a scenario into virtual time: the true rules of kiosk and server, a ledger in memory, and
 * models of what the fidelity leaves out. Everything follows from the scenario and the seed.
 */
export function virtualRun(
  scenario: Scenario,
  seed: number,
  fidelity: Fidelity,
  record: (event: TraceEvent) => void,
  { scope, firstJourney, remembered }: RunPlace = {},
): VirtualRun {
  if (scenario.nation !== undefined) {
    const why = `${scenario.name} is a nation, which only kofu run and kofu merge can make`;
    throw new NationRefused(`${why}: take a scenario of one municipality`);
  }
  const runner = new VirtualTime({ performs: fidelity.render === 'full' });
  const chance = scope === undefined ? streams(seed) : scoped(streams(seed), scope);
  const originMs = instantMs(scenario.start);
  const board = new FaultBoard(scenario, chance, record);
  const emit = board.watching(record);
  const writing = (code: string) => town.feed.writing(code);
  const ports = {
    ...portsInMemory(scenario, chance, fidelity, emit, { board, runner, writing }),
    planted: planted(scenario, { runner, writing }),
    ...(remembered === undefined ? {} : { ledger: new MemoryLedger(remembered) }),
  };
  const centre = referenceServer(scenario, ports);
  const town = officeInMemory(scenario, ports, chance, runner, board);
  const { cards, pageReader, digestInfo } = fidelity;
  const world = new World(scenario, chance, originMs, {
    runner,
    centre: new CentreInProcess(runner, centre, originMs),
    cards,
    register: town.base,
    pageReader,
    digestInfo,
    emit,
    faults: board,
    firstJourney,
    placeOf: (kioskId) => ({ leave: () => {}, take: () => centre.unsettled(kioskId) }),
  });
  board.start(runner);
  runner.spawn(officeHours(scenario, town, runner, originMs));
  const work = runner.spawn(world.run(durationMs(scenario.gracefulStop)));
  let endedMs: number | undefined;
  work.whenEnded((ending) => {
    endedMs = runner.outsideUs() / 1000;
    if (ending.kind === 'threw') runner.unhandled(ending.error);
    runner.stop();
  });
  return {
    world,
    now: () => endedMs ?? runner.now(),
    checks: () => {
      board.finish(runner.now());
      return board.checks();
    },
    advance: (limit) => runner.advance(Number.POSITIVE_INFINITY, limit),
    advanceTo: (untilMs) => void runner.advance(untilMs),
    get isOver() {
      return endedMs !== undefined;
    },
    get atUs() {
      return runner.outsideUs();
    },
    get performing() {
      return runner.performing;
    },
  };
}

/** The same chance for somebody who is one of many. */
export function scoped(chance: Streams, scope: string): Streams {
  return {
    seed: chance.seed,
    stream: (purpose, entity) => chance.stream(purpose, `${scope}/${entity}`),
    key: (purpose, entity) => chance.key(purpose, `${scope}/${entity}`),
  };
}

/** The office of a run in virtual time: nothing is kept for another run. */
function officeInMemory(
  scenario: Scenario,
  ports: MemoryPorts,
  chance: Streams,
  runner: Runner,
  faults: FaultBoard,
): TownOffice {
  const { origin, register, cards, revocations, originMs, journal } = ports;
  return officeOf(scenario, {
    origin,
    copy: ports.planted?.copy?.(register) ?? register,
    log: new MemoryChangeLog(),
    cards,
    revocations: revokingAt(revocations),
    chance,
    runner,
    originMs,
    journal,
    faults,
    onError: (error) => {
      throw error;
    },
  });
}

/** The office opens before anybody comes, and does what is planned. */
function* officeHours(
  scenario: Scenario,
  town: TownOffice,
  runner: Runner,
  originMs: number,
): Process {
  yield* open(town, runner);
  yield* enterPlanned(scenario, { office: town.office, runner, originMs });
}
