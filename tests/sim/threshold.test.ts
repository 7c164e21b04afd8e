import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram } from '../../sim/histogram.ts';
import type { MetricDefinition, MetricKind, Sink } from '../../sim/metric.ts';
import {
  complaint,
  judge,
  parseExpression,
  parseSelector,
  type Selector,
  selectorText,
} from '../../sim/threshold.ts';

const AGGREGATIONS: Record<MetricKind, readonly string[]> = {
  trend: ['avg', 'min', 'max', 'med', 'p(95)'],
  counter: ['count', 'rate'],
  rate: ['rate'],
  gauge: ['value'],
};
const KINDS = Object.keys(AGGREGATIONS) as MetricKind[];
const ALL = Object.values(AGGREGATIONS).flat();

const definitions = new Map(
  KINDS.map((kind): [string, MetricDefinition] => [
    `some_${kind}`,
    { name: `some_${kind}`, kind, description: '', tags: { stage: ['pay', 'print'], kiosk: [] } },
  ]),
);

/** Ten durations from 10 to 100 ms, seven, three of four, and 42. */
function sinkOf(kind: MetricKind): Sink {
  switch (kind) {
    case 'trend': {
      const histogram = new Histogram();
      for (let ms = 10; ms <= 100; ms += 10) histogram.record(ms);
      return { kind, histogram };
    }
    case 'counter':
      return { kind, count: 7 };
    case 'rate':
      return { kind, trues: 3, total: 4 };
    case 'gauge':
      return { kind, value: 42 };
  }
}

test.each(KINDS.flatMap((kind) => ALL.map((aggregation) => ({ kind, aggregation }))))(
  '$aggregation of a $kind is allowed or complained about',
  ({ kind, aggregation }) => {
    const found = complaint(select(`some_${kind}`), express(`${aggregation}<1`), definitions);
    if (AGGREGATIONS[kind].includes(aggregation)) expect(found).toBeUndefined();
    else expect(found).toContain(`some_${kind} is a ${kind}`);
  },
);

test.each([
  ['trend', 'avg', 55],
  ['trend', 'min', 10],
  ['trend', 'max', 100],
  ['trend', 'med', 50],
  ['trend', 'p(50)', 50],
  ['trend', 'p(90)', 90],
  ['trend', 'p(100)', 100],
  ['counter', 'count', 7],
  ['counter', 'rate', 3.5],
  ['rate', 'rate', 0.75],
  ['gauge', 'value', 42],
] as const)('a %s measures %s as %d', (kind, aggregation, truth) => {
  const { measured } = judged(`some_${kind}`, `${aggregation}>=0`, sinkOf(kind));
  // The histogram keeps three significant digits.
  expect(Math.abs((measured as number) / truth - 1)).toBeLessThan(0.001);
});

test.each([
  ['<', 7, 'fail'],
  ['<', 7.5, 'pass'],
  ['<=', 7, 'pass'],
  ['<=', 6, 'fail'],
  ['>', 7, 'fail'],
  ['>', 6, 'pass'],
  ['>=', 7, 'pass'],
  ['>=', 8, 'fail'],
  ['==', 7, 'pass'],
  ['==', 8, 'fail'],
  ['===', 7, 'pass'],
  ['===', 8, 'fail'],
  ['!=', 7, 'fail'],
  ['!=', 8, 'pass'],
] as const)('a count of 7 against %s %d is a %s', (operator, bound, verdict) => {
  expect(judged('some_counter', `count${operator}${bound}`, sinkOf('counter')).verdict).toBe(
    verdict,
  );
});

test('a count of nothing is a count: it passes count==0 and fails count>0', () => {
  const nothing: Sink = { kind: 'counter', count: 0 };
  expect(judged('some_counter', 'count==0', nothing)).toEqual({
    selector: 'some_counter',
    source: 'count==0',
    measured: 0,
    samples: 0,
    verdict: 'pass',
  });
  expect(judged('some_counter', 'count>0', nothing).verdict).toBe('fail');
});

test.each([
  ['trend', 'p(95)<120000', { kind: 'trend', histogram: new Histogram() }],
  ['rate', 'rate<0.01', { kind: 'rate', trues: 0, total: 0 }],
  ['gauge', 'value<1', { kind: 'gauge', value: undefined }],
] as const)(
  'nothing passes for lack of data: an empty %s is inconclusive',
  (kind, source, sink) => {
    for (const each of [sink, undefined]) {
      expect(judged(`some_${kind}`, source, each, 0)).toMatchObject({
        measured: undefined,
        samples: 0,
        verdict: 'inconclusive',
      });
    }
  },
);

test('a metric that nobody recorded is inconclusive even if it is a counter', () => {
  expect(judged('some_counter', 'count==0', undefined).verdict).toBe('inconclusive');
});

test.each([
  [10, 'pass'],
  [11, 'inconclusive'],
] as const)('ten samples where %d are needed: %s', (minSamples, verdict) => {
  expect(judged('some_trend', 'max<=100', sinkOf('trend'), minSamples).verdict).toBe(verdict);
});

test('how often nothing happens per second of no time is not known', () => {
  const threshold = {
    selector: select('some_counter'),
    source: 'rate<1',
    expression: express('rate<1'),
    minSamples: 1,
  };
  for (const elapsedMs of [0, undefined]) {
    expect(judge(threshold, sinkOf('counter'), elapsedMs).verdict).toBe('inconclusive');
  }
});

describe('compared with another run', () => {
  const compared = (source: string, baseline: { value: number; run: string } | 'unknown') => {
    const threshold = {
      selector: select('some_counter'),
      source,
      expression: express(source),
      minSamples: 1,
      baseline,
    };
    return (sink: Sink) => judge(threshold, sink, 2000);
  };
  const run = 'runs/before';

  test.each([
    [7, 'count<=1', 1, 'pass'],
    [7, 'count<1', 1, 'fail'],
    [5, 'count<1.5', 1.4, 'pass'],
    [5, 'count<1.3', 1.4, 'fail'],
    [14, 'count>0.4', 0.5, 'pass'],
    [0, 'count<1000', Number.POSITIVE_INFINITY, 'fail'],
  ])('7 against %d by %s', (value, source, ratio, verdict) => {
    expect(compared(source, { value, run })(sinkOf('counter'))).toMatchObject({
      measured: 7,
      baseline: { value, run, ratio },
      verdict,
    });
  });

  test('nothing is as much as nothing', () => {
    const { verdict, baseline } = compared('count<=1', { value: 0, run })({
      kind: 'counter',
      count: 0,
    });
    expect([verdict, baseline?.ratio]).toEqual(['pass', 1]);
  });

  test('nobody knows without it', () => {
    expect(compared('count<1.1', 'unknown')(sinkOf('counter')).verdict).toBe('inconclusive');
  });
});

test('the number of samples needed does not apply to counters', () => {
  expect(judged('some_counter', 'count==7', sinkOf('counter'), 1000).verdict).toBe('pass');
});

test.each([
  ['p(95)<120000', { aggregation: 'p(N)', percent: 95, operator: '<', bound: 120_000 }],
  [' p(99.9) >= -1.5e3 ', { aggregation: 'p(N)', percent: 99.9, operator: '>=', bound: -1500 }],
  ['p(0)>0', { aggregation: 'p(N)', percent: 0, operator: '>', bound: 0 }],
  ['p(100)>0', { aggregation: 'p(N)', percent: 100, operator: '>', bound: 0 }],
  ['AVG<1', { aggregation: 'avg', operator: '<', bound: 1 }],
  ['count===0', { aggregation: 'count', operator: '===', bound: 0 }],
  ['rate!=0.01', { aggregation: 'rate', operator: '!=', bound: 0.01 }],
])('“%s” is a threshold', (source, expression) => {
  expect(parseExpression(source)).toEqual(expression);
});

test.each([
  '',
  'p(95)',
  'p(95)<',
  '<100',
  'p95<100',
  'p()<100',
  'p(-1)<100',
  'p(101)<100',
  'mean<100',
  'avg=100',
  'avg<>100',
  'avg<100ms',
  'avg<0x10',
  'avg<NaN',
  'avg<1<2',
  'count(3)<1',
])('“%s” is none, and the complaint names it', (source) => {
  const found = parseExpression(source);
  expect(found).toBeTypeOf('string');
  expect(found).toContain(`“${source}”`);
});

test.each([
  ['tx_duration', { metric: 'tx_duration', tags: {} }],
  ['tx{stage:print}', { metric: 'tx', tags: { stage: 'print' } }],
  ['tx{ stage : print , city: 東京 }', { metric: 'tx', tags: { stage: 'print', city: '東京' } }],
])('“%s” selects a metric', (source, selector) => {
  expect(parseSelector(source)).toEqual(selector);
});

test.each([
  '',
  'Tx',
  '1tx',
  'tx{}',
  'tx{stage}',
  'tx{stage:}',
  'tx{:print}',
  'tx{stage:print,}',
  'tx{stage:print',
  'tx{a:{b}}',
  'tx stage',
])('“%s” does not, and the complaint names it', (source) => {
  const found = parseSelector(source);
  expect(found).toBeTypeOf('string');
  expect(found).toContain(`“${source}”`);
});

test('a selector written out and parsed is itself again', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/);
  const value = fc.stringMatching(/^[A-Za-z0-9:_.-]{1,8}$/);
  fc.assert(
    fc.property(word, fc.dictionary(word, value, { noNullPrototype: true }), (metric, tags) => {
      expect(parseSelector(selectorText({ metric, tags }))).toEqual({ metric, tags });
    }),
  );
});

test.each([
  ['some_thing', 'there is no metric “some_thing”; there are some_trend, some_counter'],
  ['some_trend{floor:1}', 'some_trend has no tag “floor”; it has stage, kiosk'],
  ['some_trend{constructor:1}', 'some_trend has no tag “constructor”'],
  ['some_trend{stage:prnt}', 'some_trend has no stage “prnt”; there are pay, print'],
])('%s is complained about with what there is instead', (source, words) => {
  expect(complaint(select(source), express('avg<1'), definitions)).toContain(words);
});

test('a tag that the metric has is not complained about', () => {
  expect(
    complaint(select('some_trend{stage:print}'), express('avg<1'), definitions),
  ).toBeUndefined();
});

function select(source: string): Selector {
  const selector = parseSelector(source);
  if (typeof selector === 'string') throw new Error(selector);
  return selector;
}

function express(source: string) {
  const expression = parseExpression(source);
  if (typeof expression === 'string') throw new Error(expression);
  return expression;
}

/** Over two seconds. */
function judged(selector: string, source: string, sink: Sink | undefined, minSamples = 1) {
  const threshold = { selector: select(selector), source, expression: express(source), minSamples };
  return judge(threshold, sink, 2000);
}
