import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { FIND_MAX_TELLING } from '../../../reports/find-max-text.ts';
import { possibleFactor } from '../../../scenarios/find-max/find-max.ts';
import { findMaxRate } from '../../../scenarios/find-max/find-max-files.ts';
import { type FindMaxFlags, findMaxCommand } from '../../../scenarios/find-max/find-max-flags.ts';
import { scaledScenario, whyNotScaled } from '../../../scenarios/find-max/scaled-scenario.ts';
import { busiestPerSecond, ceilingOf } from '../../../scenarios/trust/ceiling.ts';
import { parseMarkup } from '../../reports/well-formed.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-find-max-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two kiosks and patient citizens: what limits them is how long they may wait. */
const town: Partial<ScenarioData> = {
  stores: { inside: 2 },
  duration: '12h',
  citizens: {
    ...scenarioData().citizens,
    behaviour: { pinErrorShare: 0, abandonShare: 0, patience: { median: '10h', p95: '10h' } },
  },
  workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.002, duration: '12h' } },
  thresholds: { journey_duration: ['avg<400000'] },
};

/** Few runs: the statistics are tested beside this. */
const QUICK = ['--precision', '60', '--confidence', '80'];

/** Runs the command as a shell would, and answers its exit code with what it printed. */
async function found(data: Partial<ScenarioData>, ...words: readonly string[]) {
  const file = join(folder, 'town.yaml');
  writeFileSync(file, stringify(scenarioData(data)));
  const command = findMaxCommand(1)
    .exitOverride()
    .action(() => {});
  command.parse([file, ...words], { from: 'user' });
  const told = { out: '', err: '' };
  const sink = (to: keyof typeof told) => ({
    write(text: string) {
      told[to] += text;
    },
  });
  const code = await findMaxRate(file, command.opts<FindMaxFlags>(), {
    ...FIND_MAX_TELLING,
    stdout: sink('out'),
    stderr: sink('err'),
    signal: new AbortController().signal,
  });
  return { code, ...told };
}

describe('kofu find-max', () => {
  test('finds the rate that two kiosks can serve, and says how sure it is', async () => {
    const out = join(folder, 'max');
    const { code, out: printed, err } = await found(town, ...QUICK, '--out', out);
    expect(code).toBe(0);
    expect(printed).toMatch(/The highest rate lies between .*×.*, \d+\/\d+\) and .*×/);
    expect(err).toMatch(/exit 0: .*\/s \(×[\d.]+\) is met, .*\/s \(×[\d.]+\) is not\n$/);
    const record = JSON.parse(readFileSync(join(out, 'find-max.json'), 'utf8'));
    const { confirmed, refuted, ceiling, tried } = record;
    // By queueing: below what the kiosks can do at all, and well above a third of it.
    expect(confirmed.perSecond).toBeLessThan(ceiling.perSecond);
    expect(confirmed.perSecond).toBeGreaterThan(ceiling.perSecond / 4);
    expect(refuted.perSecond).toBeGreaterThan(confirmed.perSecond);
    expect(tried.length).toBeGreaterThan(3);
    const page = readFileSync(join(out, 'find-max.html'), 'utf8');
    expect(() => parseMarkup(page)).not.toThrow();
    expect(page).toContain('href="#mark-fail"');
  });

  test('says nothing of rates above --up-to', async () => {
    const { code, out } = await found(town, ...QUICK, '--up-to', '1', '--json');
    const record = JSON.parse(out);
    expect(code).toBe(96);
    expect(record.exit.reason).toMatch(/nothing is said of higher rates, raise --up-to$/);
    expect(Math.max(...record.tried.map((rate: { factor: number }) => rate.factor))).toBe(1);
    expect(record.refuted).toBeUndefined();
  });

  test.each([
    [{ thresholds: {} }, 'the scenario has no thresholds'],
    [
      { workloads: { day: { executor: 'constant-vus' as const, vus: 2, duration: '1h' } } },
      'say whose rate is searched with --workload: there are day',
    ],
  ])('refuses what has no answer: %o', async (data, message) => {
    await expect(found({ ...town, ...data })).rejects.toThrow(message);
  });

  test('refuses a workload that is not there, or has no rate', () => {
    const scenario = smallScenario({
      workloads: {
        day: { executor: 'poisson-arrival-rate', rate: 1, duration: '1h' },
        users: { executor: 'constant-vus', vus: 2, duration: '1h' },
      },
    });
    expect(whyNotScaled(scenario, 'day')).toBeUndefined();
    expect(whyNotScaled(scenario, 'night')).toBe(
      'the scenario has no workload “night”: there are day',
    );
    expect(whyNotScaled(scenario, 'users')).toBe(
      'the workload “users” (constant-vus) has no rate that could be raised: take day',
    );
  });
});

describe('a factor', () => {
  const bands = [{ from: '09:00', to: '10:00', share: 1 }];
  const stages = [{ duration: '30m', target: 0.02 }];
  test.each([
    { executor: 'poisson-arrival-rate', rate: 0.01, duration: '1h' },
    { executor: 'constant-arrival-rate', rate: 6, timeUnit: '10m', duration: '1h' },
    { executor: 'ramping-arrival-rate', startRate: 0.01, stages },
    { executor: 'calendar', perDay: 40, bands },
  ] as const)('raises the rate of $executor', (day) => {
    const scenario = smallScenario({ workloads: { day } as ScenarioData['workloads'] });
    const own = busiestPerSecond(scenario, ['day']);
    const raised = busiestPerSecond(scaledScenario(scenario, 'day', 3), ['day']);
    expect(own).toBeGreaterThan(0.005);
    expect(raised / own).toBeCloseTo(3, 9);
  });

  test('is bounded by what kiosks can do with all luck', () => {
    const scenario = smallScenario({
      workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.01, duration: '1h' } },
    });
    const { impossiblePerSecond } = ceilingOf(scenario);
    expect(possibleFactor(scenario, 'day')).toBeCloseTo(impossiblePerSecond / 0.01, 6);
  });
});
