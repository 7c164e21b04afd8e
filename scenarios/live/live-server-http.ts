import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type RegistrationAttempt, serveBus } from '../../server/bus-socket.ts';
import { SqlCardRegistry } from '../../server/cards/card-registry-sql.ts';
import { hmacPinDigest } from '../../server/cards/pin-digest-system.ts';
import { type Revocation, revokingAt } from '../../server/cards/revocation.ts';
import { SqlRevocations } from '../../server/cards/revocation-sql.ts';
import { SqlUseRegistrations } from '../../server/cards/use-registrations-sql.ts';
import type { Centre } from '../../server/centre.ts';
import type { UnsettledIssuance } from '../../server/contract-bus.ts';
import type { Database } from '../../server/database/database.ts';
import { SYSTEM_ENTROPY } from '../../server/entropy-system.ts';
import type { ServerEvent } from '../../server/events.ts';
import { Fleet } from '../../server/fleet.ts';
import { centreOverHttp } from '../../server/http/centre-http.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { Drain } from '../../server/http/drain.ts';
import { DatabaseProbe } from '../../server/http/health-http.ts';
import { HTTP_LIMITS, type HttpLimits } from '../../server/http/http-limits.ts';
import { ServerMetrics } from '../../server/http/metrics.ts';
import { shutDown } from '../../server/http/shutdown-http.ts';
import type { Link } from '../../server/issuing.ts';
import { SqlDocumentKeys } from '../../server/ledger/document-keys-sql.ts';
import { SqlLedger } from '../../server/ledger/ledger-sql.ts';
import { REAL_PACE } from '../../server/pace.ts';
import { SqlChangeLog } from '../../server/register/change-log-sql.ts';
import type { Register } from '../../server/register/register.ts';
import { SqlRegister } from '../../server/register/register-sql.ts';
import { PooledScanReader } from '../../server/verification/scan-reader-pdf.ts';
import { Verification } from '../../server/verification/verification.ts';
import type { Runner } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import type { Streams } from '../../sim/rng.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { ServingFidelity } from '../fidelity.ts';
import type { FaultBoard } from '../injection/fault-board.ts';
import { planted } from '../mutant-planting.ts';
import { type IssuingServerPorts, referenceServer, resourcesOf } from '../reference-server.ts';
import type { Scenario } from '../scenario.ts';
import { registeredCardsOf, revocationsOf, SIMULATED_PIN_KEY } from '../traffic/cards.ts';
import { openOffice, type TownOffice } from '../traffic/office.ts';
import { LOOK_MS, loadsOf, openDatabase, readAndReset } from './live-ground-http.ts';
import { inUse } from './port-in-use.ts';

export interface LiveServerOptions {
  /** `postgres://…`, or a directory of the embedded database; undefined keeps it in memory. */
  readonly database: string | undefined;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly fidelity: ServingFidelity;
  /** The register that the database is materialised from, and the chance it was made with. */
  readonly register: Register;
  readonly chance: Streams;
  /** What kiosks and offices derive their credentials from. */
  readonly fleetKey: string;
  readonly originMs: number;
  /** Scenario time over wall time (1). */
  readonly speed?: number;
  /** See `ReferenceServerPorts`. */
  readonly sessionLifeMs?: number;
  readonly simulatedTime: boolean;
  /** Issuing servers in processes of their own: then there are none here, nor an office. */
  readonly link?: Link | undefined;
  readonly limits?: Partial<HttpLimits>;
  /** What can befall it. */
  readonly faults?: FaultBoard | undefined;
  /** Civil time, ms since 1970-01-01T00:00Z; simulated on a simulated day. */
  readonly nowMs: () => number;
  /** The machine's own time in ms, for heartbeats, which no simulated day compresses. */
  readonly wallMs: () => number;
  readonly journal: (event: ServerEvent) => void;
  readonly onError: (error: unknown) => void;
}

/** The reference server, listening. */
export interface LiveServer {
  readonly origin: string;
  readonly description: string;
  /** The office, where it is here. */
  readonly town: TownOffice | undefined;
  /** Finishes what is in hand for so long, ms of the machine's time, and gives everything back. */
  close(drainMs?: number): Promise<void>;
}

/**
 * Starts the reference server for real: HTTP and Socket.IO on 127.0.0.1, a real database, real
 * signatures, documents drawn in worker threads. The rules are those of virtual time.
 */
export async function openLiveServer(
  scenario: Scenario,
  options: LiveServerOptions,
): Promise<LiveServer> {
  const { originMs, nowMs, wallMs, onError, journal, link } = options;
  const loopDelay = monitorEventLoopDelay({ resolution: LOOK_MS });
  const fleet = new Fleet(() => SYSTEM_ENTROPY.sessionId());
  const resources = resourcesOf(scenario);
  const metrics = new ServerMetrics({
    openSessions: () => centre.openSessions,
    kiosksOnline: () => fleet.connected,
    loads: () => ({ ...(link ? {} : loadsOf(resources)), ...options.fidelity.loads?.() }),
    loopDelayMs: () => readAndReset(loopDelay),
  });
  const database = await openDatabase(options, metrics);
  const runner = new RealTime({ speed: options.speed ?? 1 });
  runner.failure.catch(onError);
  const known = await runner.run(new SqlRevocations(database).all());
  let town: TownOffice | undefined;
  const ports = portsIn(database, scenario, options, { known, runner, town: () => town });
  const centre = referenceServer(scenario, ports, resources);
  const credentials = new DerivedCredentials(options.fleetKey);
  const drain = new Drain(() => centre.openSessions);
  const probe = new DatabaseProbe(database, runner);
  const scans = new PooledScanReader({ threads: 1 });
  const end = async () => {
    runner.stop();
    await scans.close();
    loopDelay.disable();
    await database.close();
  };
  try {
    town =
      link === undefined
        ? await runner.run(officeOn(database, scenario, options, ports, runner))
        : undefined;
    const app = centreOverHttp({
      centre,
      fleet,
      office: town && {
        office: town.office,
        municipalities: [scenario.municipality.code],
        credentials,
      },
      verification: new Verification(scans, ports.keys),
      runner,
      drain,
      metrics,
      limits: { ...HTTP_LIMITS, ...options.limits },
      nowMs,
      wallMs,
      simulatedTime: options.simulatedTime,
      databaseReachable: () => probe.reachable(),
      onError,
    });
    const bus = serveBus(app.server, {
      fleet,
      credentials,
      runner,
      wallMs,
      deviceEvents: wantsDeviceEvents(options),
      unsettled: unsettledOf(centre, runner, onError),
      onRegistration: (attempt) => {
        metrics.registered(attempt.outcome);
        tellRefusal(attempt, nowMs() - originMs, journal);
      },
    });
    const listening: Promise<string> = app.listen({ host: '127.0.0.1', port: options.port });
    await listening;
    loopDelay.enable();
    const { port } = app.server.address() as AddressInfo;
    return {
      origin: `http://127.0.0.1:${port}`,
      description: database.description,
      town,
      close: async (drainMs = 0) => {
        await shutDown({ app, bus, drain, runner }, drainMs);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw inUse(error, options.port);
  }
}

/** Whoever compresses people's time would pay for each of their cards so many times over. */
function wantsDeviceEvents({ speed = 1 }: LiveServerOptions): boolean {
  return speed <= 1;
}

/** Whoever was not let onto the bus is recorded. */
function tellRefusal(
  { kioskId, outcome }: RegistrationAttempt,
  t: number,
  journal: LiveServerOptions['journal'],
): void {
  if (outcome === 'registered') return;
  journal({ kind: 'registration-refused', t, kiosk: kioskId, reason: outcome });
}

/** A kiosk waits 10 s for its registration. */
const UNSETTLED_TIMEOUT_MS = 5_000;

/** What a kiosk has to account for. No registration fails for that: the next one tells it. */
function unsettledOf(centre: Centre, runner: RealTime, onError: (error: unknown) => void) {
  return async (kioskId: string): Promise<readonly UnsettledIssuance[]> => {
    try {
      const asked = within(UNSETTLED_TIMEOUT_MS, centre.unsettled(kioskId), 'measured');
      const unsettled = await runner.run(asked);
      return unsettled === TIMED_OUT ? [] : unsettled;
    } catch (error) {
      onError(error);
      return [];
    }
  };
}

type OfficeOptions = Pick<
  LiveServerOptions,
  'register' | 'chance' | 'originMs' | 'nowMs' | 'journal' | 'onError' | 'faults'
>;

/** The office, whose clock is the scenario's. */
export function officeOn(
  database: Database,
  scenario: Scenario,
  { register: origin, chance, originMs, nowMs, journal, onError, faults }: OfficeOptions,
  {
    register,
    cards,
    revocations: authority,
    planted: mutant,
  }: Pick<ReturnType<typeof portsIn>, 'register' | 'cards' | 'revocations' | 'planted'>,
  runner: RealTime,
) {
  const clock: Runner = {
    now: () => nowMs() - originMs,
    spawn: (process, priority) => runner.spawn(process, priority),
  };
  const kept = new SqlRevocations(database);
  return openOffice(scenario, {
    origin,
    copy: mutant?.copy?.(register) ?? register,
    log: new SqlChangeLog(database),
    cards,
    revocations: revokingAt(authority, (revocation) => kept.add(revocation)),
    chance,
    runner: clock,
    originMs,
    journal,
    onError,
    faults,
  });
}

/** What an issuing server stands on: a database, and what draws its documents. */
export function issuingPortsIn(
  database: Database,
  scenario: Scenario,
  { register, renderer }: Pick<IssuingServerPorts, 'register' | 'renderer'>,
) {
  return {
    register: new SqlRegister(database, register),
    cards: new SqlCardRegistry(
      database,
      registeredCardsOf(scenario),
      hmacPinDigest(SIMULATED_PIN_KEY),
    ),
    uses: new SqlUseRegistrations(database),
    ledger: new SqlLedger(database),
    renderer,
    pace: REAL_PACE,
  };
}

/** What the reference server of a live run stands on: a database, and the real thing. */
function portsIn(
  database: Database,
  scenario: Scenario,
  options: LiveServerOptions,
  {
    known,
    runner,
    town,
  }: {
    readonly known: readonly Revocation[];
    readonly runner: RealTime;
    readonly town: () => TownOffice | undefined;
  },
) {
  const { fidelity, register, journal, originMs, link, sessionLifeMs, faults: board } = options;
  const { renderer, verifier, antiForgery } = fidelity;
  const writing = (code: string) => town()?.feed.writing(code) ?? 0;
  return {
    ...issuingPortsIn(database, scenario, { register, renderer }),
    link,
    verifier,
    revocations: revocationsOf(scenario, known),
    antiForgery,
    keys: new SqlDocumentKeys(database),
    entropy: SYSTEM_ENTROPY,
    journal,
    originMs,
    sessionLifeMs,
    faults: board && { board, runner, writing },
    planted: planted(scenario, { runner, writing }),
  };
}
