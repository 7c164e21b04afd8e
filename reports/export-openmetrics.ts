import type { RunTelling, ToldRun } from '../scenarios/compare/compared-run.ts';
import { Histogram } from '../sim/histogram.ts';
import { FAMILIES, type Family, OUTCOMES } from './export-families.ts';

type Labels = Readonly<Record<string, string>>;
type Trend = RunTelling['results']['metrics'][number] & { readonly type: 'trend' };

/**
 * A run that is over as OpenMetrics text (1.0.0): the families that a live run serves, with the
 * run’s labels on each of them, so that many runs can be read into one store.
 */
export function openMetricsText({ summary }: ToldRun): string {
  const { config, seed, commit, results, verdicts, exit } = summary;
  const run: Labels = { scenario: config.scenario, seed: String(seed) };
  const { counts } = results;
  const ended: Readonly<Record<string, number>> = {
    completed: counts.completed,
    refused: counts.refused,
    failed: counts.failed,
    'timed-out': counts.timedOut,
    abandoned: counts.abandoned,
  };
  const made = { commit, clock: config.clock, target: config.target, render: config.render };
  const parts = [
    family(FAMILIES.run, [`kofu_run_info${labelText({ ...run, ...made })} 1`]),
    family(FAMILIES.offered, [counter(FAMILIES.offered, run, counts.offered)]),
    family(
      FAMILIES.ended,
      OUTCOMES.map((outcome) => counter(FAMILIES.ended, { ...run, outcome }, ended[outcome] ?? 0)),
    ),
    family(FAMILIES.inFlight, [gauge(FAMILIES.inFlight, run, counts.inFlight)]),
    family(FAMILIES.over180s, [counter(FAMILIES.over180s, run, countOf(summary, 'tx_over_180s'))]),
    family(FAMILIES.askedAgain, [
      counter(FAMILIES.askedAgain, run, countOf(summary, 'asked_again')),
    ]),
    family(FAMILIES.wrong, [counter(FAMILIES.wrong, run, countOf(summary, 'wrong_documents'))]),
    ...[FAMILIES.journey, FAMILIES.stage, FAMILIES.waiting].map((told) =>
      family(told, histograms(summary, told, run)),
    ),
    family(
      FAMILIES.verdict,
      Object.entries(verdicts).map(([question, verdict]) =>
        gauge(FAMILIES.verdict, { ...run, question, verdict }, 1),
      ),
    ),
    family(FAMILIES.exit, [gauge(FAMILIES.exit, run, exit.code)]),
  ];
  return `${parts.join('')}# EOF\n`;
}

function family({ name, kind, help, unit }: Family, samples: readonly string[]): string {
  if (samples.length === 0) return '';
  const described = [
    `# TYPE ${name} ${kind}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
  ];
  return `${[...described, ...samples].join('\n')}\n`;
}

function counter({ name }: Family, labels: Labels, value: number): string {
  return `${name}_total${labelText(labels)} ${value}`;
}

function gauge({ name }: Family, labels: Labels, value: number): string {
  return `${name}${labelText(labels)} ${value}`;
}

/** Every sub-series of a trend: all journeys, and each certificate or stage, by its tag. */
function histograms(
  { results }: RunTelling,
  { name, metric, tag, buckets = [] }: Family,
  run: Labels,
): readonly string[] {
  const series = results.metrics.filter(
    (one): one is Trend =>
      one.type === 'trend' && one.name === metric && Object.keys(one.tags).join() === (tag ?? ''),
  );
  return series.flatMap(({ tags, histogram: record }) => {
    const histogram = Histogram.fromRecord(record);
    const labels = { ...run, ...tags };
    const lines = buckets.map((seconds) => {
      const le = Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
      return `${name}_bucket${labelText({ ...labels, le })} ${countUpTo(histogram, seconds * 1000)}`;
    });
    histogram.dispose();
    return [
      ...lines,
      `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${record.count}`,
      `${name}_sum${labelText(labels)} ${record.sumMs / 1000}`,
      `${name}_count${labelText(labels)} ${record.count}`,
    ];
  });
}

/** How many values do not exceed a bound, found by halving: ranks are whole numbers. */
function countUpTo(histogram: Histogram, boundMs: number): number {
  const { count } = histogram;
  let [low, high] = [0, count];
  while (low < high) {
    const rank = (low + high + 1) >> 1;
    // Half a rank below, so that rounding of the percentile cannot reach the next one.
    const isWithin = histogram.percentileMs((100 * (rank - 0.5)) / count) <= boundMs;
    if (isWithin) low = rank;
    else high = rank - 1;
  }
  return low;
}

function countOf({ results }: RunTelling, metric: string): number {
  const found = results.metrics.find(
    ({ name, tags }) => name === metric && Object.keys(tags).length === 0,
  );
  return found?.type === 'counter' ? found.values.count : 0;
}

/** `{a="b"}`, with backslashes, quotes and line ends escaped. */
function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name}="${escaped}"`;
  });
  return `{${parts.join(',')}}`;
}
