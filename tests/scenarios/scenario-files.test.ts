import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Scenario } from '../../scenarios/scenario.ts';
import { loadScenario, ScenarioThrew } from '../../scenarios/scenario-files.ts';
import { scenarioData, smallScenario } from './small-scenario.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-scenarios-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const DATA = scenarioData();
const FEWER = { path: ['stores', 'inside'], value: 1 };

describe('a scenario is loaded', () => {
  test.each([
    ['town.yaml', stringify(DATA)],
    ['town.yml', stringify(DATA)],
    ['town.json', JSON.stringify(DATA)],
    ['town.mjs', `export const scenario = ${JSON.stringify(DATA)};`],
  ])('from %s, changed as it is set', async (name, text) => {
    const file = written(name, text);
    expect(await loadScenario(file, [])).toEqual({ kind: 'read', scenario: smallScenario() });
    const changed = smallScenario({ stores: { inside: 1 } });
    expect(await loadScenario(file, [FEWER])).toEqual({ kind: 'read', scenario: changed });
  });
});

test('a scenario may name a municipality that comes with kofu', async () => {
  const municipality = { extends: '40625', population: 20_000 } as const;
  const text = stringify({ ...DATA, municipality });
  const { scenario } = (await loadScenario(written('miyako.yaml', text), [])) as {
    scenario?: Scenario;
  };
  expect(scenario?.municipality).toMatchObject({ name: 'みやこ町', population: 20_000 });
  const module = `export const scenario = ${JSON.stringify({ ...DATA, municipality })};`;
  expect(await loadScenario(written('miyako.mjs', module), [])).toMatchObject({ scenario });
  const elsewhere = written('nowhere.yaml', stringify({ ...DATA, municipality: '99999' }));
  expect(await loadScenario(elsewhere, [])).toMatchObject({
    complaints: [{ path: 'municipality', message: expect.stringContaining('40625') }],
  });
});

describe('a file is refused with a remedy', () => {
  const complaint = async (file: string) => {
    const reading = await loadScenario(file, []);
    if (reading.kind === 'read') throw new Error('it was read');
    expect(reading.complaints).toHaveLength(1);
    expect(reading.complaints[0]?.where).toBe(file);
    return reading.complaints[0]?.message;
  };

  test.each(['none.yaml', 'none.mjs', 'none.ts'])('if it is not there: %s', async (name) => {
    expect(await complaint(join(folder, name))).toMatch(/^there is no such file; .*scenarios\//);
  });

  test('if it is a folder', async () => {
    mkdirSync(join(folder, 'towns'), { recursive: true });
    expect(await complaint(join(folder, 'towns'))).toMatch(/^this is a folder; name a scenario/);
  });

  test('if it is a module without a scenario', async () => {
    const module = written('empty.mjs', 'export const town = 1;');
    expect(await complaint(module)).toMatch(/exports no `scenario`/);
  });

  test('if its YAML points to nowhere', async () => {
    const file = written('alias.yaml', 'kofu: 1\nname: *nowhere\n');
    expect(await complaint(file)).toMatch(/nowhere/);
  });
});

test('a module that throws is no mistake in a scenario, but a program that broke', async () => {
  const module = written('throws.mjs', "throw new TypeError('no town today');");
  const loading = loadScenario(module, []);
  await expect(loading).rejects.toThrow(ScenarioThrew);
  await expect(loading).rejects.toMatchObject({ cause: { message: 'no town today' } });
});
