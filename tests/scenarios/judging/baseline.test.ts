import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Summary } from '../../../reports/summary-schema.ts';
import type { ToldRun } from '../../../scenarios/compare/compared-run.ts';
import { BaselineRefused, withBaseline } from '../../../scenarios/judging/baseline.ts';
import { busyMorning, runsBelow, TWICE_AS_SLOW } from '../compare/told-runs.ts';
import { type ScenarioData, smallScenario } from '../small-scenario.ts';

const { below, ranInto } = runsBelow();

const COMPARED: ScenarioData['thresholds'] = {
  'stage_duration{stage:issue}': [{ threshold: 'p(95)<1.1', compareTo: 'baseline' }],
  'journeys{workload:day}': [{ threshold: 'count>0.8', compareTo: 'baseline' }],
};

function askedOf(changes: Partial<ScenarioData> = {}, thresholds = COMPARED): ScenarioData {
  return busyMorning({ ...changes, thresholds });
}

function refusalOf(thresholds: ScenarioData['thresholds'], open?: () => ToldRun): string {
  try {
    const scenario = smallScenario({ thresholds });
    const ports = open === undefined ? {} : { openRun: open };
    withBaseline(scenario, open === undefined ? {} : { baseline: 'runs/x' }, ports);
  } catch (error) {
    if (error instanceof BaselineRefused) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('compared with another run', () => {
  test('the bound is a multiple of what that run measured', async () => {
    const before = await ranInto(
      'before',
      busyMorning({
        thresholds: { 'journeys{workload:day}': ['count>0'], journeys_broken: ['rate<0.5'] },
      }),
    );
    const { summary: same } = await ranInto('same', askedOf(), { baseline: below('before') });
    const issue = before.summary.results.metrics.find(
      ({ name, tags }) => name === 'stage_duration' && tags['stage'] === 'issue',
    );
    if (issue?.type !== 'trend') throw new Error('the run did not measure it');
    expect(same.thresholds.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    const told = Summary.parse(
      JSON.parse(readFileSync(join(below('same'), 'summary.json'), 'utf8')),
    );
    for (const { baseline, measured } of told.thresholds) {
      expect(baseline).toEqual({ value: measured, run: below('before'), ratio: 1 });
    }
    const slow = await ranInto('slow', askedOf(TWICE_AS_SLOW), { baseline: below('before') });
    const [broken, kept] = slow.summary.thresholds;
    expect([broken?.verdict, kept?.verdict]).toEqual(['fail', 'pass']);
  });

  test('what it was is kept with the scenario, for whoever judges the recording later', () => {
    const kept = JSON.parse(readFileSync(join(below('slow'), 'scenario.json'), 'utf8'));
    const [entry] = kept.thresholds['stage_duration{stage:issue}'];
    expect(entry).toMatchObject({
      compareTo: 'baseline',
      baseline: { run: below('before'), value: expect.any(Number) },
    });
    // Written down, it needs no other run any more.
    expect(withBaseline(smallScenario({ thresholds: kept.thresholds }), {}, {})).toMatchObject({
      thresholds: kept.thresholds,
    });
  });
});

describe('is refused with a remedy', () => {
  const [first] = Object.keys(COMPARED ?? {});

  test('where nobody says with what', () => {
    expect(refusalOf(COMPARED)).toContain(
      `${first} p(95)<1.1 is compared with another run: name its folder with --baseline`,
    );
  });

  test('where nothing is compared', () => {
    expect(refusalOf({ journeys: ['count>0'] }, () => told())).toContain(
      'no threshold is compared with the baseline: write `compareTo: baseline` beside one',
    );
  });

  test.each([
    [{ verdicts: { valid: 'fail' } }, /runs\/x is no baseline, it ended with 97: late; name a run/],
    [{ metadata: { interrupted: true, scenarioMs: 1 } }, /runs\/x is no baseline/],
    [{ thresholds: [{ abortedAtMs: 5 }] }, /runs\/x is no baseline/],
    [
      { results: { metrics: [] } },
      /runs\/x has not measured stage_duration\{stage:issue\}: run it/,
    ],
    [
      { results: { metrics: [metric({ stage: 'issue', type: 'tax' })] } },
      /runs\/x has not measured stage_duration\{stage:issue\}/,
    ],
  ])('where the other run is %o', (changes, message) => {
    expect(refusalOf(COMPARED, () => told(changes))).toMatch(message);
  });

  test('where the other run has too few samples', () => {
    const rate = [{ threshold: 'rate<1.1', compareTo: 'baseline' as const, minSamples: 50 }];
    const values = { passes: 3, fails: 40 };
    const broken = { name: 'journeys_broken', tags: {}, type: 'rate', values };
    const few = () => told({ results: { metrics: [broken] } });
    expect(refusalOf({ journeys_broken: rate }, few)).toContain(
      'runs/x has 43 samples of journeys_broken, and 50 are needed',
    );
  });
});

function metric(tags: object) {
  return { name: 'stage_duration', tags, type: 'counter', values: { count: 1 } };
}

/** As much of a run as is looked at. */
function told(changes: object = {}): ToldRun {
  const summary = {
    verdicts: { valid: 'pass' },
    metadata: { interrupted: false, scenarioMs: 3_600_000 },
    exit: { code: 97, reason: 'late' },
    thresholds: [],
    results: { metrics: [metric({ stage: 'issue' })] },
    ...changes,
  };
  return { folder: 'runs/x', summary, scenario: undefined, lines: undefined } as never;
}
