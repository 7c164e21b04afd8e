import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { errandsOf } from '../../../scenarios/k6-plan/k6-errands.ts';
import type { K6Flags } from '../../../scenarios/k6-plan/k6-flags.ts';
import { exportK6, K6Refused } from '../../../scenarios/k6-plan/k6-plan-files.ts';
import type { Plan } from '../../../scenarios/k6-plan/plan.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { streams } from '../../../sim/rng.ts';
import { Workplace } from '../../cli/kofu.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const place = new Workplace();
const out = mkdtempSync(join(tmpdir(), 'kofu-k6-plan-'));
afterAll(() => {
  place.leave();
  rmSync(out, { recursive: true });
});

const NOW_MS = Date.UTC(2026, 5, 1);

/** Exports a small town, some of it changed; answers what was written and told. */
async function exported(changes: Partial<ScenarioData>, flags: Partial<K6Flags> = {}) {
  const said = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[name] += text;
    },
  });
  const given = { out, seed: 1, set: [], workload: [], from: 0, speed: 1, citizens: 20, ...flags };
  const told = { stdout: sink('stdout'), stderr: sink('stderr') };
  const ports = { ...told, nowMs: () => NOW_MS, keyPairs: 2 };
  const code = await exportK6(place.scenario(changes), given, ports);
  const plan = JSON.parse(readFileSync(join(given.out, 'plan.json'), 'utf8')) as Plan;
  return { code, plan, ...said };
}

const refusal = (changes: Partial<ScenarioData>, flags: Partial<K6Flags> = {}) =>
  exported(changes, flags).then(
    () => '',
    (error: unknown) => (error instanceof K6Refused ? error.message : `no refusal: ${error}`),
  );

const DAY = { executor: 'poisson-arrival-rate', rate: 0.5, duration: '30m' } as const;

describe('what is written', () => {
  test('is the citizens of a run of the same seed, in their order', async () => {
    const { plan, code } = await exported({ workloads: { day: DAY } }, { seed: 5 });
    expect(code).toBe(0);
    const scenario = smallScenario({ workloads: { day: DAY } });
    const workload = scenario.workloads['day'] as (typeof scenario.workloads)[string];
    const run = errandsOf('day', workload, scenario, streams(5), 0)[Symbol.iterator]();
    const { citizens } = plan.workloads['day'] as Plan['workloads'][string];
    expect(citizens).toHaveLength(20);
    for (const { type, card } of citizens) {
      const errand = run.next().value;
      expect(type).toBe(errand.type);
      const serial = cardSerial('27203', errand.residentNo, 1);
      const der = card.method === 'jpki' ? Buffer.from(card.certificate, 'base64') : Buffer.of();
      expect(der.includes(Buffer.from(serial, 'hex'))).toBe(true);
    }
  });

  test('keeps its keys when it is written again, and shows secrets to nobody else', async () => {
    const keys = () =>
      ['fleet.key', 'authority-key.pem'].map((name) => readFileSync(join(out, name), 'utf8'));
    await exported({ workloads: { day: DAY } });
    const before = keys();
    await exported({ workloads: { day: DAY } });
    expect(keys()).toEqual(before);
    for (const name of ['fleet.key', 'authority-key.pem', 'plan.json']) {
      expect(statSync(join(out, name)).mode & 0o077).toBe(0);
    }
  });

  test('leaves out cards that no server takes, and says how many', async () => {
    const cards = { 'my-number': 1, 'my-number-damaged': 1, 'basic-resident': 1 };
    const citizens = { ...scenarioData().citizens, cards };
    const { plan, stdout } = await exported({ citizens, workloads: { day: DAY } });
    const methods = plan.workloads['day']?.citizens.map(({ card }) => card.method) ?? [];
    expect(new Set(methods)).toEqual(new Set(['jpki', 'card-ap']));
    expect(stdout).toMatch(/of 20 with a card; [1-9]\d* more were left out/);
  });

  test('a closed workload keeps its fields, in less time with --speed', async () => {
    const back = { executor: 'constant-vus', vus: 3, duration: '10m', startTime: '2m' } as const;
    const { plan } = await exported({ workloads: { back } }, { speed: 10 });
    expect(plan.workloads['back']?.k6).toEqual({
      executor: 'constant-vus',
      vus: 3,
      duration: '60000ms',
      startTime: '12000ms',
      gracefulStop: '75s',
    });
  });

  test('tells programs what it has written', async () => {
    const { stdout } = await exported({ workloads: { day: DAY } }, { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      plan: join(out, 'plan.json'),
      lastsMs: 3_600_000,
      workloads: [{ name: 'day', executor: 'ramping-arrival-rate', expectedCitizens: 900 }],
    });
  });
});

describe('what k6 cannot drive', () => {
  const pairs = { executor: 'pair-gap', pairs: 1, gap: { to: '0s' } } as const;

  test('is left out and told, where there is something else', async () => {
    const { plan, stderr } = await exported({ workloads: { day: DAY, pairs } });
    expect(Object.keys(plan.workloads)).toEqual(['day']);
    expect(stderr).toBe(
      'pairs is left out: pair-gap says who comes at which instant, which k6 cannot\n',
    );
  });

  test.each([
    ['nothing else', { workloads: { pairs } }, {}, 'has nothing for k6 to drive; pairs: pair-gap'],
    ['no such workload', { workloads: { day: DAY } }, { workload: ['night'] }, 'there are day'],
    ['after the end', { workloads: { day: DAY } }, { from: 9e6 }, 'beyond the end of small-town'],
    ['when nobody comes', { workloads: { day: DAY } }, { from: 2.7e6 }, 'nobody comes then'],
    ['for days', { workloads: { day: DAY } }, { speed: 0.01 }, '--speed 1 or more'],
  ] as const)('%s: refused with the remedy', async (_, changes, flags, message) => {
    expect(await refusal(changes, flags)).toContain(message);
  });

  test('a nation has no single town', async () => {
    const file = 'scenarios/nation-monday.yaml';
    const silent = { write: () => {} };
    const ports = { stdout: silent, stderr: silent, nowMs: () => NOW_MS, keyPairs: 2 };
    const flags = { out, seed: 1, set: [], workload: [], from: 0, speed: 1, citizens: 5 };
    await expect(exportK6(file, flags, ports)).rejects.toThrow(
      'is a nation of many municipalities: name',
    );
  });

  test('nobody has a card that works', async () => {
    const citizens = { ...scenarioData().citizens, cards: { other: 1 } };
    const message = await refusal({ citizens, workloads: { day: DAY } });
    expect(message).toContain('has a card that a server takes: change citizens.cards');
  });
});
