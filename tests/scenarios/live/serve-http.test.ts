import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBus } from '../../../devices/bus/bus-socket.ts';
import { FleetKeyRefused } from '../../../scenarios/live/fleet-key-files.ts';
import { serve } from '../../../scenarios/live/serve-http.ts';
import type { ServeFlags } from '../../../scenarios/run-flags.ts';
import type { ServerEvent } from '../../../server/events.ts';
import { DerivedCredentials } from '../../../server/http/credentials-system.ts';
import { smallScenario } from '../small-scenario.ts';

const KEY = 'a fleet key of more than 32 characters';
const REGISTRATION = { kioskId: 'in-001', model: 'm', software: '1' };

let folder: string;
let told: string[];
let journal: ServerEvent[];
let ending: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-serve-'));
  told = [];
  journal = [];
  ending = new AbortController();
});

afterEach(() => rmSync(folder, { recursive: true }));

function serving(fleetKey?: string, more: Partial<ServeFlags> = {}) {
  const flags: ServeFlags = {
    role: 'all',
    issuer: [],
    port: 0,
    drain: 1_000,
    render: 'digest',
    ...(fleetKey === undefined ? {} : { fleetKey }),
    ...more,
  };
  return serve(smallScenario(), flags, {
    signal: ending.signal,
    tell: (line) => told.push(line),
    journal: (event) => journal.push(event),
    onError: (error) => {
      throw error;
    },
  });
}

const originTold = () => /http:\/\/127\.0\.0\.1:\d+/.exec(told.at(-1) ?? '')?.[0];
const untilServing = () => expect.poll(originTold, { timeout: 30_000 }).toBeDefined();

test('kiosks of the fleet’s key register, others do not, and that is in the journal', async () => {
  const file = join(folder, 'fleet.key');
  writeFileSync(file, `${KEY}\n`);
  const served = serving(file);
  await untilServing();
  expect(told.join()).not.toContain(KEY);
  const origin = originTold() ?? '';
  const credential = new DerivedCredentials(KEY).of('kiosk', 'in-001');
  const kiosk = await connectBus(origin, { ...REGISTRATION, credential });
  const other = connectBus(origin, { ...REGISTRATION, credential: 'made up' });
  await expect(other).rejects.toThrow('invalidToken');
  expect(journal).toMatchObject([
    { kind: 'registration-refused', kiosk: 'in-001', reason: 'unauthorised' },
  ]);
  const health = await fetch(`${origin}/healthz`);
  expect(await health.json()).toEqual({ status: 'ok', sessions: 0, kiosks: 1 });
  kiosk.close();
  ending.abort();
  await served;
});

test('whoever starts a server with a mutant is told that it is not sound', async () => {
  const served = serving(undefined, { mutant: 'M3' });
  await untilServing();
  expect(told.join('\n')).toMatch(/MUTANT M3 IS PLANTED, this server issues wrong documents/);
  ending.abort();
  await served;
});

test('a key that was made for this is told, and works', async () => {
  const served = serving();
  await untilServing();
  const key = /^fleet key, until it ends: (\S+)$/m.exec(told.join('\n'))?.[1] ?? '';
  const credential = new DerivedCredentials(key).of('kiosk', 'in-001');
  const kiosk = await connectBus(originTold() ?? '', { ...REGISTRATION, credential });
  expect(kiosk.token).toBeDefined();
  kiosk.close();
  ending.abort();
  await served;
});

test('a key that is none is refused before anything is started', async () => {
  await expect(serving(join(folder, 'none'))).rejects.toThrow(FleetKeyRefused);
  expect(told).toEqual([]);
});
