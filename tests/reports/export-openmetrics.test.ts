import { describe, expect, test } from 'vitest';
import { openMetricsText } from '../../reports/export-openmetrics.ts';
import { summaryOf } from '../../reports/summary.ts';
import type { Summary } from '../../reports/summary-schema.ts';
import { Histogram } from '../../sim/histogram.ts';
import { emptyResult, exampleResult, wrongResult } from './example-result.ts';
import { readOpenMetrics } from './open-metrics-rules.ts';

function textOf(summary: Summary): string {
  return openMetricsText({ folder: 'a', summary, scenario: undefined, lines: undefined });
}

const RUN = 'scenario="example-monday",seed="1"';

describe.each(
  Object.entries({ wrong: wrongResult(), passing: exampleResult(), empty: emptyResult() }),
)('of a run that is %s', (_, result) => {
  const summary = summaryOf(result);
  const sampleOf = (family: string, sample: string) =>
    readOpenMetrics(textOf(summary)).get(family)?.samples.get(sample);

  test('counts are those of the run', () => {
    const { offered, completed, refused } = result.counts;
    const ended = (outcome: string) =>
      sampleOf('kofu_journeys_ended', `kofu_journeys_ended_total{${RUN},outcome="${outcome}"}`);
    expect(sampleOf('kofu_journeys_offered', `kofu_journeys_offered_total{${RUN}}`)).toBe(offered);
    expect([ended('completed'), ended('refused')]).toEqual([completed, refused]);
    expect(sampleOf('kofu_exit_code', `kofu_exit_code{${RUN}}`)).toBe(result.exit.code);
  });

  test('histograms are those of the run', () => {
    for (const metric of summary.results.metrics) {
      if (metric.type !== 'trend' || metric.tags['stage'] !== 'print') continue;
      const name = 'kofu_journey_stage_duration_seconds';
      const labels = `{${RUN},stage="print"}`;
      const { count, sumMs } = metric.histogram;
      expect(sampleOf(name, `${name}_count${labels}`)).toBe(count);
      expect(sampleOf(name, `${name}_sum${labels}`)).toBeCloseTo(sumMs / 1000, 6);
    }
  });
});

test('buckets count what does not exceed them', () => {
  const histogram = new Histogram();
  for (const ms of [4, 6, 6, 80, 5000, 170_000, 400_000]) histogram.record(ms);
  const summary = summaryOf(exampleResult({ journeys: 3 }));
  const metrics = summary.results.metrics.map((metric) =>
    metric.type === 'trend' && metric.tags['stage'] === 'issue'
      ? { ...metric, histogram: histogram.toRecord() }
      : metric,
  );
  const text = textOf({ ...summary, results: { ...summary.results, metrics } });
  const { samples } = readOpenMetrics(text).get('kofu_journey_stage_duration_seconds') ?? {};
  const upTo = (le: string) =>
    samples?.get(`kofu_journey_stage_duration_seconds_bucket{${RUN},stage="issue",le="${le}"}`);
  expect(
    ['0.005', '0.01', '0.05', '0.1', '2.5', '10.0', '180.0', '300.0', '+Inf'].map(upTo),
  ).toEqual([1, 3, 3, 4, 4, 5, 6, 6, 7]);
});

test('a name with quotes and line ends does no harm', () => {
  const summary = summaryOf(exampleResult({ journeys: 2 }));
  const config = { ...summary.config, target: 'a "b"\nkofu_evil 1 \\' };
  const families = readOpenMetrics(textOf({ ...summary, config }));
  expect([...families.keys()]).not.toContain('kofu_evil');
  expect([...(families.get('kofu_run')?.samples.keys() ?? [])][0]).toContain(
    'target="a \\"b\\"\\nkofu_evil 1 \\\\"',
  );
});

test.each([
  ['no end', '# TYPE a gauge\na 1\n', /no EOF/],
  [
    'a family in two places',
    '# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n# EOF\n',
    /two/,
  ],
  ['a counter without _total', '# TYPE a counter\na 1\n# EOF\n', /cannot be of a/],
  ['a sample twice', '# TYPE a gauge\na{b="c"} 1\na{b="c"} 2\n# EOF\n', /stands twice/],
  [
    'buckets that fall',
    '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n# EOF\n',
    /fewer up to/,
  ],
  ['a label that is not quoted', '# TYPE a gauge\na{b=c} 1\n# EOF\n', /not a sample/],
])('the rules find %s', (_, text, message) => {
  expect(() => readOpenMetrics(text)).toThrow(message);
});
