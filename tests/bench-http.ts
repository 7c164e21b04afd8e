import autocannon from 'autocannon';
import { connectBus } from '../devices/bus/bus-socket.ts';
import { openFullFidelity, UNWATCHED } from '../scenarios/fidelity-pdf.ts';
import { openLiveServer } from '../scenarios/live/live-server-http.ts';
import { populationOf } from '../scenarios/reference-server.ts';
import { loadScenario } from '../scenarios/scenario-files.ts';
import { DerivedCredentials, newFleetKey } from '../server/http/credentials-system.ts';
import { streams } from '../sim/rng.ts';

const KIOSK = 'bench-001';

export interface Figure {
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
}

/**
 * Raw throughput of the HTTP surface by autocannon: throughput alone, as its correction of
 * latencies is wrong by the unit of its interval.
 */
export async function httpThroughput(quick: boolean): Promise<readonly Figure[]> {
  const reading = await loadScenario('scenarios/toyonaka-monday.yaml', []);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  const { scenario } = reading;
  const fidelity = await openFullFidelity(scenario, UNWATCHED);
  const fleetKey = newFleetKey();
  const server = await openLiveServer(scenario, {
    database: undefined,
    port: 0,
    fidelity,
    register: populationOf(scenario, streams(1)),
    chance: streams(1),
    fleetKey,
    limits: { sessionsPerKiosk: Number.POSITIVE_INFINITY },
    originMs: 0,
    simulatedTime: false,
    nowMs: () => Date.now(),
    wallMs: () => performance.now(),
    journal: () => {},
    onError: (error) => process.stderr.write(`${error}\n`),
  });
  const duration = quick ? 1 : 4;
  const figures: Figure[] = [];
  const credential = new DerivedCredentials(fleetKey).of('kiosk', KIOSK);
  const identity = { kioskId: KIOSK, model: 'bench', software: '1' };
  const kiosk = await connectBus(server.origin, { ...identity, credential });
  const session = { path: '/v1/sessions', body: JSON.stringify({ kioskId: KIOSK }) };
  try {
    for (const { name, path, body, token } of [
      { name: 'HTTP, GET /healthz', path: '/healthz' },
      { name: 'HTTP, POST /v1/sessions, opened', ...session, token: kiosk.token },
      { name: 'HTTP, POST /v1/sessions, refused', ...session, token: 'made up' },
    ]) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const { requests, errors } = await autocannon({
        url: `${server.origin}${path}`,
        connections: 20,
        duration,
        ...(body === undefined ? {} : { method: 'POST' as const, body, headers }),
      });
      const figure = Math.round(requests.average).toLocaleString('en');
      figures.push({ name, figure, remark: `requests/s, 20 connections, ${errors} errors` });
    }
  } finally {
    kiosk.close();
    await server.close();
    await fidelity.close();
  }
  return figures;
}
