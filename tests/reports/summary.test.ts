import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { Histogram } from '../../sim/histogram.ts';
import { emptyResult, exampleResult, inconclusiveResult, wrongResult } from './example-result.ts';

const RESULTS = {
  passing: exampleResult(),
  wrong: wrongResult(),
  inconclusive: inconclusiveResult(),
  empty: emptyResult(),
};

/** As it comes back from a file. */
function reread(summary: Summary): unknown {
  return JSON.parse(JSON.stringify(summary));
}

describe.each(Object.entries(RESULTS))('of a run that is %s', (_, result) => {
  const summary = summaryOf(result);

  test('what is written is what the schema knows, to the last field', () => {
    expect(Summary.parse(reread(summary))).toEqual(summary);
    expect(reread(summary)).toEqual(summary);
  });

  test('verdicts, counts and exit are those of the run', () => {
    const { verdicts, exit, counts } = result;
    expect(summary).toMatchObject({ verdicts, exit, results: { counts } });
  });

  test('histograms come back without loss and can be merged', () => {
    const trends = summary.results.metrics.filter((metric) => metric.type === 'trend');
    expect(trends.length).toBeGreaterThan(0);
    for (const { name, tags, histogram } of trends) {
      const sink = result.metrics.find((m) => m.name === name && m.tags === tags)?.sink;
      const read = Histogram.fromRecord(histogram);
      expect({ kind: 'trend', ...read.toRecord() }).toEqual(sink);
      const twice = Histogram.fromRecord(histogram);
      twice.add(read);
      expect(twice.count).toBe(2 * histogram.count);
    }
  });
});

test('values of a trend are those its histogram gives', () => {
  const { metrics } = summaryOf(RESULTS.passing).results;
  const journeys = metrics.find(({ name }) => name === 'journey_duration');
  if (journeys?.type !== 'trend') throw new Error('journey_duration is a trend');
  const histogram = Histogram.fromRecord(journeys.histogram);
  expect(journeys.values).toMatchObject({
    count: histogram.count,
    avg: histogram.meanMs,
    'p(95)': histogram.percentileMs(95),
    max: histogram.maxMs,
  });
});

test('what was not measured has no values', () => {
  const { metrics } = summaryOf(RESULTS.empty).results;
  for (const metric of metrics) {
    if (metric.type === 'trend') expect(metric.values).toBeUndefined();
    if (metric.type === 'rate') expect(metric.values).toEqual({ passes: 0, fails: 0 });
  }
});

describe('a summary is refused', () => {
  const good = summaryOf(RESULTS.passing);

  test.each([
    ['of another kind', { ...good, schema: 'k6-summary' }],
    ['of another major version', { ...good, version: '2.0.0' }],
    ['of an unknown verdict', { ...good, verdicts: { ...good.verdicts, fast: 'ok' } }],
    [
      'with a negative count',
      { ...good, results: { ...good.results, durations: { widthMs: 5000, counts: [-1] } } },
    ],
  ])('%s', (_, summary) => {
    expect(Summary.safeParse(summary).success).toBe(false);
  });

  test('but not one of 1.0.0, which knew of no notices', () => {
    const before = good.oracles.map(({ excused: _, noticeCount: __, notices: ___, ...old }) => old);
    const read = Summary.parse({ ...good, version: '1.0.0', oracles: before });
    expect(read.oracles[0]).toMatchObject({ excused: 0, noticeCount: 0, notices: [] });
  });

  test('but not of a later minor version', () => {
    expect(Summary.safeParse({ ...good, version: '1.7.0', later: true }).success).toBe(true);
  });
});
