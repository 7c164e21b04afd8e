import type { AddressInfo } from 'node:net';
import { serveBus } from '../server/bus-socket.ts';
import { centreOverHttp } from '../server/centre-http.ts';
import type { Database } from '../server/database.ts';
import { openPglite } from '../server/database-pglite.ts';
import { openPostgres } from '../server/database-postgres.ts';
import type { Renderer } from '../server/document.ts';
import { SYSTEM_ENTROPY } from '../server/entropy-system.ts';
import type { ServerEvent } from '../server/events.ts';
import { Fleet } from '../server/fleet.ts';
import { SqlLedger } from '../server/ledger-sql.ts';
import { REAL_PACE } from '../server/pace.ts';
import type { Register } from '../server/register.ts';
import { SqlRegister } from '../server/register-sql.ts';
import { migrate } from '../server/schema.ts';
import type { SignatureVerifier } from '../server/signature.ts';
import { RealTime } from '../sim/real-time.ts';
import { referenceServer } from './reference-server.ts';
import type { Scenario } from './scenario.ts';

export interface LiveServerOptions {
  /** `postgres://…`, or undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly renderer: Renderer;
  readonly verifier: SignatureVerifier;
  /** The register that the database is materialised from. */
  readonly register: Register;
  readonly originMs: number;
  /** See `ReferenceServerPorts`. */
  readonly sessionLifeMs?: number;
  readonly simulatedTime: boolean;
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
  /** Stops listening and gives everything back. */
  close(): Promise<void>;
}

/**
 * Starts the reference server for real: HTTP and Socket.IO on 127.0.0.1, a real database, real
 * signatures, documents drawn in worker threads. The rules are those of virtual time.
 */
export async function openLiveServer(
  scenario: Scenario,
  options: LiveServerOptions,
): Promise<LiveServer> {
  const { register, originMs, simulatedTime, nowMs, journal, onError } = options;
  const database = await openDatabase(options.databaseUrl);
  const runner = new RealTime();
  runner.failure.catch(onError);
  const centre = referenceServer(scenario, {
    register: new SqlRegister(database, register),
    ledger: new SqlLedger(database),
    renderer: options.renderer,
    verifier: options.verifier,
    entropy: SYSTEM_ENTROPY,
    pace: REAL_PACE,
    journal,
    originMs,
    sessionLifeMs: options.sessionLifeMs,
  });
  const fleet = new Fleet(() => SYSTEM_ENTROPY.sessionId());
  const app = centreOverHttp({
    centre,
    fleet,
    runner,
    nowMs,
    wallMs: options.wallMs,
    simulatedTime,
    onError,
  });
  const bus = serveBus(app.server, fleet, options.wallMs);
  const close = async () => {
    await bus.close();
    await app.close();
    runner.stop();
    await database.close();
  };
  try {
    const listening: Promise<string> = app.listen({ host: '127.0.0.1', port: options.port });
    await listening;
  } catch (error) {
    await close();
    throw inUse(error, options.port);
  }
  const { port } = app.server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, description: database.description, close };
}

async function openDatabase(url: string | undefined): Promise<Database> {
  const database = url === undefined ? await openPglite() : await openPostgres(url);
  await migrate(database);
  return database;
}

/** A server that cannot be started, with the remedy. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
}

function inUse(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') {
    return new PortInUse(
      `port ${port} may not be listened on: choose a --port above 1023 (0 takes a free one)`,
    );
  }
  if (code !== 'EADDRINUSE') return error;
  return new PortInUse(
    `port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another --port (0 takes a free one)`,
  );
}
