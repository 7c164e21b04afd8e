import assert from 'node:assert/strict';
import { SESSION_LIFE_MS } from '../../server/centre.ts';
import { DerivedCredentials, newFleetKey } from '../../server/http/credentials-system.ts';
import type { Fidelity } from '../fidelity.ts';
import type { Scenario } from '../scenario.ts';
import type { TownOffice } from '../traffic/office.ts';
import { enterPlanned } from '../traffic/office.ts';
import { LiveCity, type LiveCityOptions, type LiveRun } from './live-city-system.ts';
import { type LiveFleet, openFleet } from './live-fleet-http.ts';
import { type LiveServer, openLiveServer } from './live-server-http.ts';

export interface LiveRunOptions extends LiveCityOptions {
  /** `postgres://…`, or a directory of the embedded database; undefined keeps it in memory. */
  readonly database: string | undefined;
  /** TCP port of the reference server on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** What kiosks and operators derive their credentials from; a new one without. */
  readonly fleetKey?: string | undefined;
  /** Told of errors inside the server, which its callers do not see. */
  readonly onServerError: (error: unknown) => void;
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
  const city = new LiveCity(scenario, options);
  const { chance, board, originMs, nowMs } = city;
  const fleetKey = options.fleetKey ?? newFleetKey();
  const credentials = new DerivedCredentials(fleetKey);
  const server = await openLiveServer(scenario, {
    database: options.database,
    port: options.port,
    fidelity,
    register: city.population,
    chance,
    fleetKey,
    originMs,
    speed,
    // Half an hour of the machine's time: the people are compressed, the server is not.
    sessionLifeMs: SESSION_LIFE_MS * speed,
    simulatedTime: true,
    nowMs,
    wallMs: () => performance.now(),
    journal: city.emit,
    faults: board,
    onError: options.onServerError,
  });
  const ground = { origin: server.origin, credentials, chance, nowMs, board };
  let fleet: LiveFleet;
  try {
    fleet = await openFleet(scenario, ground);
  } catch (error) {
    await server.close();
    throw error;
  }
  const { office, base: register } = townIn(server);
  return city.live({
    fidelity,
    centre: fleet.centre,
    bus: fleet.lines,
    register,
    beside: (runner) => enterPlanned(scenario, { office, runner, originMs }),
    description: `reference server over HTTP and Socket.IO, ${server.description}`,
    close: async () => {
      await fleet.close();
      await server.close();
    },
  });
}

/** The office of a run is in its server. */
function townIn({ town }: LiveServer): TownOffice {
  assert(town !== undefined, 'a server without a link has an office');
  return town;
}
