import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import type { Reading, Setting } from '../../../scenarios/scenario-text.ts';
import { scenarioData } from '../small-scenario.ts';
import { demandData } from './small-demand.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-demand-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A scenario file with one workload, whose citizens are the demand’s but for what is given. */
async function read(
  workload: object,
  { citizens = {}, settings = [] }: { citizens?: object; settings?: readonly Setting[] } = {},
): Promise<Reading> {
  const file = join(folder, 'town.yaml');
  const day = { executor: 'calendar', ...workload };
  const stores = { inside: 3, outside: 4 };
  const { citizens: _, ...data } = scenarioData({ stores });
  writeFileSync(file, stringify({ ...data, citizens, workloads: { day } }));
  return loadScenario(file, settings);
}

function scenarioOf(reading: Reading) {
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints, null, 2));
  return reading.scenario;
}

function refusals(reading: Reading): readonly string[] {
  if (reading.kind === 'read') return [];
  return reading.complaints.map(({ where, path, message }) =>
    [where.replace(`${folder}/`, ''), path, message].join(' | '),
  );
}

function demandIn(reading: Reading) {
  const { day } = scenarioOf(reading).workloads;
  if (day?.executor !== 'calendar' || day.demand === undefined) throw new Error('no demand');
  return day.demand;
}

test('a demand may be one that comes with kofu, a file beside the scenario, or written out', async () => {
  expect(demandIn(await read({ demand: 'cities/toyonaka.yaml' })).name).toBe('toyonaka');
  writeFileSync(join(folder, 'own.yaml'), stringify(demandData({ name: 'own' })));
  expect(demandIn(await read({ demand: 'own.yaml' })).name).toBe('own');
  expect(demandIn(await read({ demand: demandData({ name: 'inline' }) })).name).toBe('inline');
});

test('the citizens are those of the demand, but for what the scenario says of them', async () => {
  const { citizens } = scenarioOf(await read({ demand: 'cities/miyazaki.yaml' }));
  expect(citizens.certificates).toEqual({ 'resident-record': 0.4618, 'seal-registration': 0.5382 });
  expect(citizens.outsideShare).toBeCloseTo(0.2, 10);
  expect(citizens.ages).toHaveLength(7);
  const ages = [{ from: 30, to: 39, share: 1 }];
  const own = scenarioOf(await read({ demand: 'cities/miyazaki.yaml' }, { citizens: { ages } }));
  expect(own.citizens.ages).toEqual(ages);
});

test('a demand that is only named can be changed key by key', async () => {
  const path = ['workloads', 'day', 'demand', 'volume', 'certificates', 'value'];
  const reading = await read(
    { demand: 'cities/miyazaki.yaml' },
    { settings: [{ path, value: 5 }] },
  );
  expect(demandIn(reading).volume).toMatchObject({ certificates: { value: 5 } });
});

test('mistakes of a demand file are told at their place in that file', async () => {
  writeFileSync(join(folder, 'bad.yaml'), 'demand: 1\nname: bad\nvolume: 3\n');
  const told = refusals(await read({ demand: 'bad.yaml' }));
  expect(told).toContainEqual(expect.stringMatching(/^bad\.yaml:3:9 \| volume \| /));
  const nowhere = refusals(await read({ demand: 'cities/atlantis.yaml' }));
  expect(nowhere).toEqual([
    expect.stringMatching(/^cities\/atlantis\.yaml \|.*there is no such file/),
  ]);
});

test('a demand and a day of the workload’s own contradict each other, and so does neither', async () => {
  const bands = [{ from: '09:00', to: '17:00', share: 1 }];
  const both = refusals(await read({ demand: 'cities/toyonaka.yaml', perDay: 5, bands }));
  expect(both.join()).toMatch(/workloads\.day\.perDay \| the demand says this: leave it out/);
  expect(both.join()).toMatch(/workloads\.day\.bands \| /);
  const factors = refusals(await read({ demand: 'cities/toyonaka.yaml', factors: { june: 2 } }));
  expect(factors.join()).toMatch(/workloads\.day\.factors \| .*change them there/);
  const citizens = scenarioData().citizens;
  const neither = refusals(await read({}, { citizens }));
  expect(neither.join()).toMatch(/workloads\.day\.perDay \| .*`perDay` and `bands`, or a `demand`/);
});
