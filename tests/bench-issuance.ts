import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openServingFidelity } from '../scenarios/live/fidelity-serving-pdf.ts';
import { openLiveServer } from '../scenarios/live/live-server-http.ts';
import { populationOf } from '../scenarios/reference-server.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { loadScenario } from '../scenarios/scenario-files.ts';
import { newFleetKey } from '../server/http/credentials-system.ts';
import { streams } from '../sim/rng.ts';
import type { Figure } from './bench-http.ts';
import { costMs, primitivesMs } from './bench-primitives.ts';
import type { Order } from './issuance-client.ts';

/** A server that is always open: the bench may run at night. */
const ALWAYS_OPEN = [
  { path: ['municipality', 'hours'], value: { opens: '00:00', closes: '24:00' } },
  { path: ['municipality', 'closedDays'], value: [] },
];

const KIOSKS = 8;

/**
 * Whole issuances by the reference server over HTTP, from the session to the print result, and
 * what of their cost is the work that cannot be left out. Both in milliseconds of the processor,
 * all threads together, as machines are shared; the kiosks are a process of their own.
 */
export async function issuanceThroughput(quick: boolean): Promise<readonly Figure[]> {
  const reading = await loadScenario('scenarios/toyonaka-monday.yaml', ALWAYS_OPEN);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  const { scenario } = reading;
  const figures: Figure[] = [];
  for (const render of ['full', 'digest'] as const) {
    const issuances = (render === 'full' ? 400 : 2_000) / (quick ? 10 : 1);
    const { wallS, cpuMs } = await served(scenario, render, issuances);
    const primitives = await primitivesMs(scenario, render, quick ? 10 : 60);
    const sum = Object.values(primitives).reduce((total, ms) => total + ms, 0);
    const parts = Object.entries(primitives).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
    figures.push(
      {
        name: `issuances, --render ${render}`,
        figure: (1000 / cpuMs).toFixed(1),
        remark: `a second and core (${cpuMs.toFixed(1)} ms each); ${(issuances / wallS).toFixed(1)} a second by the wall, ${KIOSKS} kiosks`,
      },
      {
        name: '  of which it cannot do without',
        figure: `${((100 * sum) / cpuMs).toFixed(0)} %`,
        remark: `${sum.toFixed(1)} ms: ${parts.join(', ')}; aim 70 %`,
      },
    );
  }
  return figures;
}

/** What `issuances` cost a server that a process of its own has warmed up and then loads. */
async function served(scenario: Scenario, render: 'full' | 'digest', issuances: number) {
  const client = fork(fileURLToPath(new URL('issuance-client.ts', import.meta.url)));
  // A client that fails says so itself; without it there is nothing to measure.
  const failed = new Promise<never>((_, reject) => {
    client.once('exit', (code) => reject(new Error(`the client has ended with code ${code}`)));
  });
  failed.catch(() => {});
  const told = async () => (await Promise.race([once(client, 'message'), failed]))[0];
  const { authority } = await told();
  const fidelity = await openServingFidelity(scenario, {
    render,
    authority: new Uint8Array(Buffer.from(authority, 'base64')),
  });
  const fleetKey = newFleetKey();
  const server = await openLiveServer(scenario, {
    database: undefined,
    port: 0,
    fidelity,
    register: populationOf(scenario, streams(1)),
    chance: streams(1),
    fleetKey,
    originMs: 0,
    simulatedTime: false,
    nowMs: () => Date.now(),
    wallMs: () => performance.now(),
    journal: () => {},
    onError: (error) => process.stderr.write(`${error}\n`),
  });
  try {
    const order: Order = {
      origin: server.origin,
      fleetKey,
      municipality: scenario.municipality.code,
      kiosks: KIOSKS,
      warmUp: Math.ceil(issuances / 4),
      issuances,
    };
    client.send(order);
    await told();
    const beganMs = performance.now();
    const cpuMs = await costMs(issuances, async () => {
      client.send('go');
      await told();
    });
    return { cpuMs, wallS: (performance.now() - beganMs) / 1000 };
  } finally {
    client.kill();
    await server.close();
    await fidelity.close();
  }
}
