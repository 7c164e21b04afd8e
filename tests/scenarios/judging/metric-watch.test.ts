import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../scenarios/judging/metrics.ts';
import type { MetricRecord } from '../../../scenarios/judging/result.ts';
import type { ThresholdResult } from '../../../sim/threshold.ts';
import {
  eventsOf,
  lived,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../small-scenario.ts';

/** Two workloads, one of them tagged, of people who mistype, walk away and come again. */
const TWO: Partial<ScenarioData> = {
  duration: '2h',
  stores: { inside: 6, outside: 0 },
  citizens: {
    ...scenarioData().citizens,
    cards: { 'my-number': 8, other: 2 },
    behaviour: {
      pinErrorShare: 0.3,
      abandonShare: 0.1,
      comesBack: { afterRefusal: 0.5, after: { median: '10m', p95: '20m' } },
    },
  },
  workloads: {
    day: { executor: 'poisson-arrival-rate', rate: 1, timeUnit: '1m', duration: '2h' },
    rush: {
      executor: 'poisson-arrival-rate',
      startTime: '30m',
      rate: 2,
      timeUnit: '1m',
      duration: '30m',
      tags: { area: 'north' },
    },
  },
};

const OF_KIND = { trend: 'max>=0', counter: 'count>=0', rate: 'rate>=0', gauge: 'value>=0' };

function judgedBy(thresholds: ScenarioData['thresholds']) {
  return lived(smallScenario({ ...TWO, thresholds })).judgement;
}

function by(selector: string, { thresholds }: { thresholds: readonly ThresholdResult[] }) {
  const result = thresholds.find((threshold) => threshold.selector === selector);
  if (result === undefined) throw new Error(`${selector} was not judged`);
  return result;
}

describe('a metric', () => {
  const names = [...METRICS.values()].filter(({ samples }) => samples !== undefined);

  test('is the same apart by a tag that all journeys have as it is whole', () => {
    const asked = names.flatMap(({ name, kind }) =>
      [name, `${name}{municipality:27203}`].map((selector) => [selector, [OF_KIND[kind]]]),
    );
    const judgement = judgedBy(Object.fromEntries(asked));
    for (const { name } of names) {
      const { measured, samples, verdict } = by(name, judgement);
      expect(by(`${name}{municipality:27203}`, judgement)).toMatchObject({
        measured,
        samples,
        verdict,
      });
    }
    expect(by('journeys', judgement).samples).toBeGreaterThan(100);
    expect(by('kiosk_waiting', judgement).samples).toBeGreaterThan(0);
  });

  test.each([
    ['workload', ['day', 'rush', 'day~again', 'rush~again']],
    ['kiosk', ['in-001', 'in-002', 'in-003', 'in-004', 'in-005', 'in-006']],
    ['type', ['resident-record', 'seal-registration']],
    ['outcome', ['completed', 'refused', 'failed', 'timed-out', 'abandoned']],
  ])('adds up to the whole over all values of %s', (tag, values) => {
    const parts = values.map((value) => `journeys{${tag}:${value}}`);
    const thresholds = Object.fromEntries(
      ['journeys', ...parts].map((each) => [each, ['count>=0']]),
    );
    const judgement = judgedBy(thresholds);
    const counts = parts.map((part) => by(part, judgement).measured as number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(by('journeys', judgement).measured);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
  });

  test('has the tags of its workload, also of those who come again', () => {
    const { events, judgement } = lived(
      smallScenario({
        ...TWO,
        thresholds: {
          'journeys{area:north}': ['count>=0'],
          'stage_duration{area:north,stage:pin}': ['max>0'],
        },
      }),
    );
    const north = eventsOf('arrived', events)
      .filter(({ workload }) => workload === 'rush' || workload === 'rush~again')
      .map(({ journey }) => journey);
    const ended = eventsOf('ended', events).filter(({ journey }) => north.includes(journey));
    const pins = eventsOf('stage', events).filter(
      ({ journey, stage }) => stage === 'pin' && north.includes(journey),
    );
    expect(by('journeys{area:north}', judgement).measured).toBe(ended.length);
    const stages = by('stage_duration{area:north,stage:pin}', judgement);
    expect([stages.samples, stages.measured]).toEqual([
      pins.length,
      Math.max(...pins.map(({ ms }) => ms)),
    ]);
    expect(eventsOf('arrived', events).map(({ workload }) => workload)).toContain('rush~again');
  });

  test('is kept apart only where a threshold asks for it', () => {
    const names = (metrics: readonly MetricRecord[]) =>
      metrics.map(({ name, tags }) => `${name}${JSON.stringify(tags)}`);
    const usual = names(judgedBy({}).metrics);
    const asked = names(judgedBy({ 'journeys{workload:rush}': ['count>0'] }).metrics);
    expect(asked.filter((each) => !usual.includes(each))).toEqual(['journeys{"workload":"rush"}']);
    expect(usual.filter((each) => !asked.includes(each))).toEqual([]);
    // In windows it is of nobody else’s interest.
    const windows = judgedBy({ journeys: [{ threshold: 'count>0', window: '1h' }] }).metrics;
    expect(names(windows)).toEqual(usual);
  });
});

test('windows count journeys by when they ended', () => {
  const { events, judgement } = lived(
    smallScenario({ ...TWO, thresholds: { journeys: [{ threshold: 'count<60', window: '30m' }] } }),
  );
  const counts = [0, 0, 0, 0];
  for (const { t } of eventsOf('ended', events)) {
    const window = Math.floor(t / 1_800_000);
    if (window < 4) counts[window] = (counts[window] as number) + 1;
  }
  const { windows, measured, verdict } = by('journeys', judgement);
  expect(measured).toBe(Math.max(...counts));
  expect(windows).toMatchObject({
    judged: 4,
    broken: counts.filter((count) => count >= 60).length,
    worstFromMs: counts.indexOf(Math.max(...counts)) * 1_800_000,
  });
  expect(verdict).toBe(Math.max(...counts) >= 60 ? 'fail' : 'pass');
});

test('counts per second are those of the whole run', () => {
  const { thresholds, counts } = judgedBy({ journeys: ['rate>0'] });
  const ended = counts.offered - counts.inFlight;
  const { measured = 0 } = by('journeys', { thresholds });
  const seconds = ended / measured;
  // All of it, with what went on when nobody came any more.
  expect(seconds).toBeGreaterThanOrEqual(7200);
  expect(seconds).toBeLessThan(7200 + 1800 + 1);
});
