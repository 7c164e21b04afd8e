import { describe, expect, test } from 'vitest';
import { metricsOf } from '../../../scenarios/judging/journey-tags.ts';
import { METRICS } from '../../../scenarios/judging/metrics.ts';
import { Thresholds, thresholdsOf } from '../../../scenarios/judging/thresholds.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const TAGGED: Partial<ScenarioData> = {
  workloads: {
    day: { executor: 'constant-arrival-rate', rate: 1, timeUnit: '3m', duration: '1h' },
    rush: {
      executor: 'poisson-arrival-rate',
      rate: 1,
      timeUnit: '1m',
      duration: '10m',
      tags: { area: 'north', kind_of_people: '会社員' },
    },
  },
};

/** What is complained about in a scenario with these thresholds, as `selector: message`. */
function complaints(
  thresholds: unknown,
  changes: Partial<ScenarioData> = TAGGED,
): readonly string[] {
  const data = { ...scenarioData(changes), thresholds };
  const { error } = Scenario.safeParse(data);
  return error?.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`) ?? [];
}

describe('a threshold', () => {
  test('is parsed, short and long', () => {
    const thresholds = Thresholds.parse({
      'journey_duration{type:seal-registration}': ['p(95)<200000'],
      journeys_broken: [{ threshold: 'rate<0.01', minSamples: 50 }],
      tx_over_180s: [
        { threshold: 'count<5', abortOnFail: true, delayAbortEval: '10m' },
        { threshold: 'rate<0.1', window: '15m' },
        { threshold: 'count<1.1', compareTo: 'baseline' },
      ],
    });
    const over = { selector: { metric: 'tx_over_180s', tags: {} }, minSamples: 1 };
    expect(thresholdsOf(thresholds)).toEqual([
      {
        selector: { metric: 'journey_duration', tags: { type: 'seal-registration' } },
        source: 'p(95)<200000',
        expression: { aggregation: 'p(N)', percent: 95, operator: '<', bound: 200_000 },
        minSamples: 1,
      },
      {
        selector: { metric: 'journeys_broken', tags: {} },
        source: 'rate<0.01',
        expression: { aggregation: 'rate', operator: '<', bound: 0.01 },
        minSamples: 50,
      },
      {
        ...over,
        source: 'count<5',
        expression: { aggregation: 'count', operator: '<', bound: 5 },
        abortFromMs: 600_000,
      },
      {
        ...over,
        source: 'rate<0.1',
        expression: { aggregation: 'rate', operator: '<', bound: 0.1 },
        windowMs: 900_000,
      },
      {
        ...over,
        source: 'count<1.1',
        expression: { aggregation: 'count', operator: '<', bound: 1.1 },
        baseline: 'unknown',
      },
    ]);
  });

  test('may speak of every metric, and of every value of its tags', () => {
    const aggregation = { trend: 'p(99)', counter: 'rate', rate: 'rate', gauge: 'value' };
    const metrics = metricsOf(smallScenario(TAGGED));
    for (const { name, kind, tags } of metrics.values()) {
      const tagged = Object.entries(tags).flatMap(([tag, values]) =>
        values.map((value) => `${name}{${tag}:${value}}`),
      );
      for (const selector of [name, ...tagged]) {
        expect(complaints({ [selector]: [`${aggregation[kind]}<1`] })).toEqual([]);
      }
    }
    expect([...metrics.keys()]).toEqual([...METRICS.keys()]);
  });

  test('may speak of workloads, places and own tags of every metric of journeys', () => {
    const tags = {
      workload: ['day', 'rush'],
      municipality: ['27203'],
      kiosk: ['in-001', 'in-002', 'in-003'],
      area: ['north'],
      kind_of_people: ['会社員'],
    };
    const metrics = metricsOf(smallScenario(TAGGED));
    for (const [name, { tags: has }] of metrics) {
      if (name !== 'wrong_documents') expect(has).toMatchObject(tags);
    }
    expect(Object.keys(metrics.get('wrong_documents')?.tags ?? {})).toEqual(['oracle']);
    const two = 'journeys{outcome:completed,area:north,type:resident-record}';
    expect(complaints({ [two]: ['count>1'] })).toEqual([]);
  });

  test('knows those who come again where somebody does', () => {
    const again = 'journeys{workload:rush~again}';
    expect(complaints({ [again]: ['count<5'] })).toEqual([
      expect.stringContaining('has no workload “rush~again”; there are day, rush'),
    ]);
    const citizens = { ...scenarioData().citizens, behaviour: { comesBack: { afterFailure: 1 } } };
    expect(complaints({ [again]: ['count<5'] }, { ...TAGGED, citizens })).toEqual([]);
  });

  test('of an unknown metric names those that there are', () => {
    expect(complaints({ http_req_duration: ['p(95)<1'] })).toEqual([
      `http_req_duration: there is no metric “http_req_duration”; there are ${[...METRICS.keys()].join(', ')}`,
    ]);
  });

  test.each([
    ['journey_duration{floor:1}', 'p(95)<1', /has no tag “floor”; it has type, workload, .*area/],
    ['journey_duration{stage:pay}', 'p(95)<1', /has no tag “stage”; it has type/],
    ['journey_duration{kiosk:in-004}', 'p(95)<1', /no kiosk “in-004”; there are in-001, in-002/],
    ['journey_duration{workload:rsh}', 'p(95)<1', /no workload “rsh”; there are day, rush/],
    ['journey_duration{area:south}', 'p(95)<1', /no area “south”; there are north/],
    ['journey_duration{municipality:1}', 'p(95)<1', /no municipality “1”; there are 27203/],
    ['journey_duration{scenario:day}', 'p(95)<1', /k6 tags as scenario is a workload here/],
    ['journey_duration{type:passport}', 'p(95)<1', /no type “passport”; there are resident-record/],
    ['journeys{outcome:lost}', 'count==0', /no outcome “lost”; there are completed/],
    ['wrong_documents{oracle:none}', 'count==0', /no oracle “none”; there are page-ownership/],
    ['wrong_documents{workload:day}', 'count==0', /has no tag “workload”; it has oracle/],
    ['journey_duration', 'count<5', /is a trend: it takes .*p\(N\), not count/],
    ['journeys', 'p(95)<5', /is a counter: it takes count, rate, not p\(N\)/],
    ['journey_duration', 'p(101)<5', /a percentile lies between 0 and 100/],
    ['journey_duration', 'p95<5', /“p95<5” is not a threshold; write for example/],
    ['journey duration', 'p(95)<5', /“journey duration” is not a metric; write/],
    ['journey_duration{type}', 'p(95)<5', /“type” in .* is not a tag; write tag:value/],
  ])('%s %s is refused with what would do', (selector, source, message) => {
    expect(complaints({ [selector]: [source] })).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    [{ minSamples: 0 }, /minSamples/],
    [{ abortOnFail: 'yes' }, /./],
    [{ delayAbortEval: '1m' }, /delayAbortEval: nothing is aborted: set `abortOnFail`/],
    [{ delayAbortEval: '1m', abortOnFail: false }, /delayAbortEval: nothing is aborted/],
    [{ window: '0s' }, /longer than 0s/],
    [{ window: '61m' }, /no window is full: it must not be longer than the run/],
    [{ window: '5m', compareTo: 'baseline' }, /windows are not compared with another run/],
    [{ compareTo: 'yesterday' }, /./],
    [{ baseline: { value: 1, run: 'r' } }, /baseline: nothing is compared/],
    [{ compareTo: 'baseline', baseline: { value: Number.NaN, run: 'r' } }, /./],
    [{ delay: '1m' }, /./],
  ])('with %o is refused', (conditions, message) => {
    const found = complaints({ journeys: [{ threshold: 'count==0', ...conditions }] });
    expect(found).toEqual([expect.stringMatching(message)]);
  });

  test('needs to say something', () => {
    expect(complaints({ journeys: [] })).toHaveLength(1);
  });

  test('is one of a thousand at most', () => {
    const many = Array.from({ length: 1001 }, (_, bound) => `count<${bound + 1}`);
    expect(complaints({ journeys: many.slice(1) })).toEqual([]);
    expect(complaints({ journeys: many })).toEqual([expect.stringContaining('1000 at most')]);
  });
});

test('of tens of thousands of kiosks a complaint names a few', () => {
  const many = { ...TAGGED, stores: { inside: 56_000 } };
  const [found = ''] = complaints({ 'journeys{kiosk:in-0}': ['count<5'] }, many);
  expect(found).toContain('in-001, in-002, in-003 … in-56000 (56000)');
  expect(found.length).toBeLessThan(200);
});

describe('tags of a workload', () => {
  const tagged = (tags: object) => {
    const day = { executor: 'constant-vus', duration: '1h', tags };
    return complaints({}, { workloads: { day } } as never);
  };

  test('are words of their own', () => {
    expect(tagged({ area: 'north', year: '2014' })).toEqual([]);
  });

  test.each([
    [{ type: 'x' }, /metrics have this tag of themselves: choose another name/],
    [{ scenario: 'x' }, /metrics have this tag of themselves/],
    [{ Area: 'x' }, /write a tag name in small letters/],
    [{ area: 'a,b' }, /write a value without/],
    [{ area: ' a' }, /write a value without/],
    [{ area: '' }, /write a value without/],
    [Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`t${n}`, 'x'])), /8 tags at most/],
  ])('%o are refused', (tags, message) => {
    expect(tagged(tags)).toEqual([expect.stringMatching(message)]);
  });
});
