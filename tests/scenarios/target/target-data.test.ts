import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { populationOf } from '../../../scenarios/reference-server.ts';
import { exportTargetData } from '../../../scenarios/target/export-files.ts';
import { TargetAbout, TargetResident } from '../../../scenarios/target/target-data.ts';
import { readTargetData, writeTargetData } from '../../../scenarios/target/target-data-files.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { streams } from '../../../sim/rng.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-target-data-'));
const { municipality, citizens } = scenarioData();
const CARDS = {
  'my-number': 6,
  'my-number-expired': 1,
  'my-number-revoked': 1,
  citizen: 1,
  other: 1,
};
const DATA: Partial<ScenarioData> = {
  municipality: { ...municipality, population: 300 },
  citizens: { ...citizens, cards: CARDS },
};
const town = smallScenario(DATA);

beforeAll(async () => {
  expect(await writeTargetData(town, 3, folder)).toBe(300);
});
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const residents = () =>
  textOf('residents.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => TargetResident.parse(JSON.parse(line)));

describe('the data of a server', () => {
  test('are all residents as the run knows them, with their nonces', async () => {
    const register = populationOf(town, streams(3));
    const runner = new RealTime();
    const people = residents();
    expect(people).toHaveLength(300);
    for (const { no, nonce, name } of people.filter(({ no }) => no % 100 === 37)) {
      const resident = await runner.run(register.resident('27203', no));
      expect({ nonce, name }).toEqual({ nonce: resident?.nonce, name: resident?.name });
    }
    runner.stop();
  });

  test('say which card each has, and what is wrong with it', () => {
    const cards = residents().map(({ no, card }) => ({ no, card }));
    const kinds = new Set(
      cards.map(({ card }) => (card.kind === 'my-number' ? card.certificate : card.kind)),
    );
    expect([...kinds].sort()).toEqual(['citizen', 'expired', 'other', 'revoked', 'valid']);
    for (const { no, card } of cards) {
      if (card.kind === 'my-number') expect(card.serial).toBe(cardSerial('27203', no, 1));
      else if (card.kind === 'citizen') expect(card.pin).toBe(cardPin('27203', no));
    }
  });

  test('say what they are of', () => {
    const about = TargetAbout.parse(JSON.parse(textOf('target.json')));
    expect(about).toMatchObject({ seed: 3, day: '2015-06-01', contract: '1.0.0', cards: CARDS });
  });

  test('keep secrets to their owner, and their keys when they are written again', async () => {
    const keys = ['fleet.key', 'authority-key.pem', 'authority.pem'].map(textOf);
    expect(statSync(join(folder, 'authority-key.pem')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'fleet.key')).mode & 0o077).toBe(0);
    const said: string[] = [];
    const file = join(tmpdir(), `kofu-town-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(scenarioData(DATA)));
    const flags = { seed: 3, set: [], out: folder, json: true };
    await exportTargetData(file, flags, { stdout: { write: (text) => said.push(text) } });
    rmSync(file);
    expect(JSON.parse(said.join(''))).toMatchObject({ residents: 300, seed: 3 });
    expect(['fleet.key', 'authority-key.pem', 'authority.pem'].map(textOf)).toEqual(keys);
  });

  test('are of the run', async () => {
    const keys = await readTargetData(folder, town, 3);
    expect(keys.authorityKey).toContain('BEGIN PRIVATE KEY');
    expect(keys.fleetKey).toBe(textOf('fleet.key').trim());
  });
});

describe('data are refused', () => {
  test('of another seed, as every page would seem to be somebody else’s', async () => {
    await expect(readTargetData(folder, town, 4)).rejects.toThrow(
      `${folder} is of something else: seed is 3 there and 4 here: write it anew with kofu target-data --seed 4`,
    );
  });

  test('of another town', async () => {
    const other = smallScenario({ ...DATA, municipality: { ...municipality, population: 301 } });
    await expect(readTargetData(folder, other, 3)).rejects.toThrow(
      'municipality.population is 300 there and 301 here',
    );
  });

  test('of other people under the same numbers', async () => {
    const sound = textOf('target.json');
    const about = JSON.parse(sound);
    const changed = { ...about, last: { ...about.last, nonce: '0123456789abcdef' } };
    writeFileSync(join(folder, 'target.json'), JSON.stringify(changed));
    await expect(readTargetData(folder, town, 3)).rejects.toThrow('another version of kofu');
    writeFileSync(join(folder, 'target.json'), sound);
  });

  test('that are not there, or are something else', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'kofu-target-none-'));
    await expect(readTargetData(empty, town, 3)).rejects.toThrow(
      'target.json cannot be read (ENOENT)',
    );
    writeFileSync(join(empty, 'target.json'), '{"kofu":1}');
    await expect(readTargetData(empty, town, 3)).rejects.toThrow(
      'not what kofu target-data writes',
    );
    writeFileSync(join(empty, 'diary.txt'), '');
    await expect(writeTargetData(town, 3, empty)).rejects.toThrow('holds diary.txt');
    rmSync(empty, { recursive: true });
  });
});
