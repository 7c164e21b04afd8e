import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../scenarios/judging/metrics.ts';
import { Thresholds, thresholdsOf } from '../../../scenarios/judging/thresholds.ts';

function complaints(thresholds: unknown): readonly string[] {
  const { error } = Thresholds.safeParse(thresholds);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('a threshold', () => {
  test('is parsed, short and long', () => {
    const thresholds = Thresholds.parse({
      'journey_duration{type:seal-registration}': ['p(95)<200000'],
      journeys_broken: [{ threshold: 'rate<0.01', minSamples: 50 }],
    });
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
    ]);
  });

  test('may speak of every metric, and of every value of its tags', () => {
    const aggregation = { trend: 'p(99)', counter: 'count', rate: 'rate', gauge: 'value' };
    for (const { name, kind, tags } of METRICS.values()) {
      const tagged = Object.entries(tags).flatMap(([tag, values]) =>
        values.map((value) => `${name}{${tag}:${value}}`),
      );
      for (const selector of [name, ...tagged]) {
        expect(complaints({ [selector]: [`${aggregation[kind]}<1`] })).toEqual([]);
      }
    }
  });

  test('of an unknown metric names those that there are', () => {
    expect(complaints({ http_req_duration: ['p(95)<1'] })).toEqual([
      `http_req_duration: there is no metric “http_req_duration”; there are ${[...METRICS.keys()].join(', ')}`,
    ]);
  });

  test.each([
    ['journey_duration{kiosk:in-001}', 'p(95)<1', /has no tag “kiosk”; it has type/],
    ['journey_duration{type:passport}', 'p(95)<1', /no type “passport”; there are resident-record/],
    ['journeys{outcome:lost}', 'count==0', /no outcome “lost”; there are completed/],
    ['wrong_documents{oracle:none}', 'count==0', /no oracle “none”; there are page-ownership/],
    ['tx_over_180s{a:b}', 'count==0', /has no tag “a”; it has none/],
    ['journey_duration', 'count<5', /is a trend: it takes .*p\(N\), not count/],
    ['journey_duration', 'p(101)<5', /a percentile lies between 0 and 100/],
    ['journey_duration', 'p95<5', /“p95<5” is not a threshold; write for example/],
    ['journey duration', 'p(95)<5', /“journey duration” is not a metric; write/],
    ['journey_duration{type}', 'p(95)<5', /“type” in .* is not a tag; write tag:value/],
  ])('%s %s is refused with what would do', (selector, source, message) => {
    expect(complaints({ [selector]: [source] })).toEqual([expect.stringMatching(message)]);
  });

  test('needs to say something, and a sample at least', () => {
    expect(complaints({ journeys: [] })).toHaveLength(1);
    expect(complaints({ journeys: [{ threshold: 'count==0', minSamples: 0 }] })).toHaveLength(1);
  });
});
