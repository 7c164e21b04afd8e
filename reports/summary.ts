import type { MetricRecord, RunResult } from '../scenarios/judging/result.ts';
import { parameters } from './html-setting.ts';
import { figuresOf } from './measurements.ts';
import type { Summary } from './summary-schema.ts';

type Metric = Summary['results']['metrics'][number];

/** A run as it stands in summary.json. */
export function summaryOf(result: RunResult): Summary {
  const { setting, counts, timeline, durations, endReasons, pairGap, faults, expectations } =
    result;
  const { blindSpots } = result;
  const { scenario, scenarioFile, clock, speed, render, target, originMs, command } = setting;
  const { generatedAt, wallMs, scenarioMs, events, interrupted } = result;
  return {
    schema: 'kofu-summary',
    version: '1.2.0',
    config: {
      scenario: scenario.name,
      scenarioFile,
      start: scenario.start,
      duration: scenario.duration,
      execution: 'local',
      clock,
      speed,
      render,
      target,
      ...(setting.mutant === undefined ? {} : { mutant: setting.mutant.id }),
      originMs,
      command,
    },
    ...demandOf(scenario),
    metadata: { generatedAt, wallMs, scenarioMs, events, interrupted },
    seed: setting.seed,
    commit: setting.commit,
    versions: setting.versions,
    verdicts: result.verdicts,
    exit: result.exit,
    thresholds: result.thresholds.map(({ measured, ...threshold }) =>
      measured === undefined ? threshold : { ...threshold, measured },
    ),
    oracles: result.oracles,
    validity: result.validity,
    results: {
      counts,
      metrics: result.metrics.map(metricOf),
      timeline,
      durations,
      ...(result.warmUp === undefined ? {} : { warmUp: result.warmUp }),
      endReasons,
      ...(pairGap === undefined ? {} : { pairGap }),
      ...(result.nation === undefined ? {} : { nation: result.nation }),
      ...(faults === undefined ? {} : { faults }),
      ...(expectations === undefined ? {} : { expectations }),
      ...(blindSpots === undefined ? {} : { blindSpots }),
    },
    pages: result.pages,
  };
}

/** The numbers of demands, each with its origin. */
function demandOf(scenario: RunResult['setting']['scenario']): Pick<Summary, 'demand'> {
  const demand = parameters(scenario).flatMap(({ path, text, origin }) =>
    origin === undefined ? [] : [{ path, value: text, origin }],
  );
  return demand.length === 0 ? {} : { demand };
}

function metricOf({ name, tags, sink }: MetricRecord): Metric {
  switch (sink.kind) {
    case 'trend':
      return trendOf({ name, tags, sink });
    case 'counter': {
      const values = { count: sink.count };
      return { name, tags, type: 'counter', contains: 'default', values };
    }
    case 'rate': {
      const { trues, total } = sink;
      const rate = total === 0 ? {} : { rate: trues / total };
      const values = { ...rate, passes: trues, fails: total - trues };
      return { name, tags, type: 'rate', contains: 'default', values };
    }
    case 'gauge': {
      const values = sink.value === undefined ? {} : { value: sink.value };
      return { name, tags, type: 'gauge', contains: 'default', values };
    }
  }
}

function trendOf({ name, tags, sink }: MetricRecord): Metric {
  const { kind: _, ...histogram } = sink as MetricRecord['sink'] & { kind: 'trend' };
  const figures = figuresOf(sink);
  const values = figures && {
    count: figures.count,
    avg: figures.meanMs,
    min: figures.minMs,
    med: figures.p50Ms,
    max: figures.maxMs,
    'p(90)': figures.p90Ms,
    'p(95)': figures.p95Ms,
    'p(99)': figures.p99Ms,
  };
  return {
    name,
    tags,
    type: 'trend',
    contains: 'time',
    ...(values === undefined ? {} : { values }),
    histogram,
  };
}
