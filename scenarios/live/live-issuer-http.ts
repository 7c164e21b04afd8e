import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SqlRevocations } from '../../server/cards/revocation-sql.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { Drain } from '../../server/http/drain.ts';
import { DatabaseProbe } from '../../server/http/health-http.ts';
import { ISSUER_LIMITS } from '../../server/http/http-limits.ts';
import { issuerOverHttp } from '../../server/http/issuer-http.ts';
import { ServerMetrics } from '../../server/http/metrics.ts';
import { shutDown } from '../../server/http/shutdown-http.ts';
import { RealTime } from '../../sim/real-time.ts';
import type { ServingFidelity } from '../fidelity.ts';
import { planted } from '../mutant-planting.ts';
import { issuingServer, resourcesOf } from '../reference-server.ts';
import type { Scenario } from '../scenario.ts';
import { revocationsOf } from '../traffic/cards.ts';
import type { TownOffice } from '../traffic/office.ts';
import { LOOK_MS, loadsOf, openDatabase, readAndReset } from './live-ground-http.ts';
import {
  issuingPortsIn,
  type LiveServer,
  type LiveServerOptions,
  officeOn,
} from './live-server-http.ts';
import { inUse } from './port-in-use.ts';

export interface LiveIssuerOptions
  extends Omit<
    LiveServerOptions,
    'fidelity' | 'speed' | 'sessionLifeMs' | 'simulatedTime' | 'link' | 'limits'
  > {
  readonly fidelity: Pick<ServingFidelity, 'renderer' | 'loads'>;
  /** What the centre derives its credential from. */
  readonly linkKey: string;
}

/**
 * Starts the issuing server of the scenario's municipality alone, with its office, for a centre in
 * another process to ask.
 */
export async function openLiveIssuer(
  scenario: Scenario,
  options: LiveIssuerOptions,
): Promise<LiveServer> {
  const { nowMs, onError, register, fidelity } = options;
  const loopDelay = monitorEventLoopDelay({ resolution: LOOK_MS });
  const resources = resourcesOf(scenario);
  const metrics = new ServerMetrics({
    loads: () => ({ ...loadsOf(resources), ...fidelity.loads?.() }),
    loopDelayMs: () => readAndReset(loopDelay),
  });
  const database = await openDatabase(options, metrics);
  const runner = new RealTime();
  runner.failure.catch(onError);
  let town: TownOffice | undefined;
  const writing = (municipality: string) => town?.feed.writing(municipality) ?? 0;
  const ports = {
    ...issuingPortsIn(database, scenario, { register, renderer: fidelity.renderer }),
    planted: planted(scenario, { runner, writing }),
  };
  const drain = new Drain(() => 0);
  const probe = new DatabaseProbe(database, runner);
  const { code } = scenario.municipality;
  const end = async () => {
    runner.stop();
    loopDelay.disable();
    await database.close();
  };
  try {
    const known = await runner.run(new SqlRevocations(database).all());
    const ground = { ...ports, revocations: revocationsOf(scenario, known) };
    town = await runner.run(officeOn(database, scenario, options, ground, runner));
    const credentials = new DerivedCredentials(options.fleetKey);
    const app = issuerOverHttp({
      issuer: issuingServer(scenario, ports, resources),
      municipality: code,
      link: new DerivedCredentials(options.linkKey),
      office: { office: town.office, municipalities: [code], credentials },
      runner,
      drain,
      metrics,
      limits: ISSUER_LIMITS,
      nowMs,
      databaseReachable: () => probe.reachable(),
      onError,
    });
    const listening: Promise<string> = app.listen({ host: '127.0.0.1', port: options.port });
    await listening;
    loopDelay.enable();
    return {
      origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
      description: database.description,
      town,
      close: async (drainMs = 0) => {
        await shutDown({ app, drain, runner }, drainMs);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw inUse(error, options.port);
  }
}
