import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestFidelity } from '../../scenarios/fidelity.ts';
import { openLiveServer } from '../../scenarios/live/live-server-http.ts';
import { populationOf } from '../../scenarios/reference-server.ts';
import { OfficeOperation } from '../../server/register/office.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { instantMs } from '../../sim/units.ts';
import { smallScenario } from './small-scenario.ts';

const order = OfficeOperation.parse({
  operation: 'revoke-certificate',
  municipality: '27203',
  resident: 9,
  reason: 'key-compromise',
});

test('a certificate that was revoked is revoked after a restart as well', async () => {
  const scenario = smallScenario();
  const originMs = instantMs(scenario.start);
  const database = await mkdtemp(join(tmpdir(), 'kofu-office-'));
  const entered = async () => {
    const errors: unknown[] = [];
    const runner = new RealTime({ speed: 1 });
    const server = await openLiveServer(scenario, {
      database,
      port: 0,
      fidelity: digestFidelity(scenario),
      register: populationOf(scenario, streams(1)),
      chance: streams(1),
      fleetKey: 'a'.repeat(64),
      originMs,
      simulatedTime: true,
      nowMs: () => originMs,
      wallMs: () => performance.now(),
      journal: () => {},
      onError: (error) => errors.push(error),
    });
    const outcome = await runner.run(server.town!.office.perform(order, originMs));
    runner.stop();
    await server.close();
    expect(errors).toEqual([]);
    return outcome;
  };
  try {
    expect(await entered()).toMatchObject({ ok: true });
    expect(await entered()).toMatchObject({ ok: false, code: 'change-impossible' });
  } finally {
    await rm(database, { recursive: true });
  }
});
