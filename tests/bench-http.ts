import autocannon from 'autocannon';
import { openFullFidelity } from '../scenarios/fidelity-pdf.ts';
import { openLiveServer } from '../scenarios/live-server-http.ts';
import { populationOf } from '../scenarios/reference-server.ts';
import { loadScenario } from '../scenarios/scenario-files.ts';
import { streams } from '../sim/rng.ts';

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
  const fidelity = await openFullFidelity(scenario, () => {});
  const server = await openLiveServer(scenario, {
    databaseUrl: undefined,
    port: 0,
    renderer: fidelity.renderer,
    verifier: fidelity.verifier,
    register: populationOf(scenario, streams(1)),
    originMs: 0,
    simulatedTime: false,
    nowMs: () => Date.now(),
    wallMs: () => performance.now(),
    journal: () => {},
    onError: (error) => process.stderr.write(`${error}\n`),
  });
  const duration = quick ? 1 : 4;
  const figures: Figure[] = [];
  try {
    for (const [name, path, body] of [
      ['HTTP, GET /healthz', '/healthz', undefined],
      ['HTTP, refused POST /v1/sessions', '/v1/sessions', '{"kioskId":"nobody"}'],
    ] as const) {
      const { requests, errors } = await autocannon({
        url: `${server.origin}${path}`,
        connections: 20,
        duration,
        ...(body === undefined
          ? {}
          : { method: 'POST' as const, body, headers: { 'content-type': 'application/json' } }),
      });
      const figure = Math.round(requests.average).toLocaleString('en');
      figures.push({ name, figure, remark: `requests/s, 20 connections, ${errors} errors` });
    }
  } finally {
    await server.close();
    await fidelity.close();
  }
  return figures;
}
