import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServingFidelity } from '../../../scenarios/live/fidelity-serving-pdf.ts';
import { type LiveServer, openLiveServer } from '../../../scenarios/live/live-server-http.ts';
import { populationOf } from '../../../scenarios/reference-server.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { streams } from '../../../sim/rng.ts';
import { instantMs } from '../../../sim/units.ts';
import { broken, findingOf } from '../small-scenario.ts';
import { ForeignTown, townData } from './foreign-run.ts';

const town = new ForeignTown();
const day = { executor: 'shared-iterations', vus: 3, iterations: 3 } as const;
const few = { workloads: { day } };
let server: LiveServer;
let close: () => Promise<void>;

beforeAll(async () => {
  await town.found();
  const scenario = Scenario.parse(townData());
  const read = (name: string) => readFileSync(join(town.data, name), 'utf8');
  const authority = new Uint8Array(new X509Certificate(read('authority.pem')).raw);
  const fidelity = await openServingFidelity(scenario, { render: 'full', authority });
  const chance = streams(1);
  const originMs = instantMs(scenario.start);
  server = await openLiveServer(scenario, {
    database: undefined,
    port: 0,
    fidelity,
    register: populationOf(scenario, chance),
    chance,
    fleetKey: read('fleet.key').trim(),
    originMs,
    simulatedTime: true,
    nowMs: () => originMs,
    wallMs: () => performance.now(),
    journal: () => {},
    onError: (error) => {
      throw error;
    },
  });
  close = async () => {
    await server.close();
    await fidelity.close();
  };
}, 60_000);

afterAll(async () => {
  await close();
  await town.leave();
});

test('the reference server is asked as anybody’s, over its device bus, and is right', async () => {
  const { code, result, events } = await town.run(server.origin, few, { targetBacks: true });
  expect(result.setting.target).toBe(`against ${server.origin} over HTTP and Socket.IO`);
  expect(broken(result)).toEqual([]);
  expect([0, 97], result.exit.reason).toContain(code);
  expect(result.counts.completed).toBeGreaterThan(0);
  expect(findingOf(result, 'page-ownership')).toMatchObject({ verdict: 'pass', unjudged: 0 });
  expect(result.oraclesLeftOut).toContain('front-equals-back');
  expect(events.filter(({ kind }) => kind.startsWith('server-'))).toEqual([]);
}, 60_000);
