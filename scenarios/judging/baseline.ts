import assert from 'node:assert/strict';
import { Histogram } from '../../sim/histogram.ts';
import { type Sink, sampleCount } from '../../sim/metric.ts';
import {
  aggregate,
  type Expression,
  parseExpression,
  parseSelector,
  type Selector,
  selectorText,
} from '../../sim/threshold.ts';
import type { MetricTold, ToldRun } from '../compare/compared-run.ts';
import type { Scenario } from '../scenario.ts';
import { sourceOf, type Thresholds } from './thresholds.ts';

/** A threshold cannot be compared with what it is to be compared with: said with the remedy. */
export class BaselineRefused extends Error {
  override readonly name = 'BaselineRefused';
}

/** What reports have for whoever compares with another run. */
export interface BaselineReporting {
  /** Opens the folder of a run that is over; nobody can be compared with without. */
  openRun?(folder: string): ToldRun;
}

type Entry = Thresholds[string][number];
type Compared = Exclude<Entry, string>;

/**
 * The scenario with what another run has measured written beside each threshold that compares with
 * it, so that whoever judges the recording later compares with the same. Throws BaselineRefused.
 */
export function withBaseline(
  scenario: Scenario,
  { baseline: folder }: { readonly baseline?: string | undefined },
  { openRun }: BaselineReporting,
): Scenario {
  const asked = Object.entries(scenario.thresholds).flatMap(([selector, entries]) =>
    entries.filter(isCompared).map((entry) => ({ selector, entry })),
  );
  if (folder === undefined) {
    const open = asked.find(({ entry }) => entry.baseline === undefined);
    if (open === undefined) return scenario;
    throw new BaselineRefused(
      `${open.selector} ${open.entry.threshold} is compared with another run: name its folder with --baseline`,
    );
  }
  if (asked.length === 0) {
    throw new BaselineRefused(
      'no threshold is compared with the baseline: write `compareTo: baseline` beside one, or leave --baseline out',
    );
  }
  assert(openRun !== undefined, 'nobody opens runs here');
  const run = trusted(openRun(folder));
  const thresholds = Object.entries(scenario.thresholds).map(([selector, entries]) => [
    selector,
    entries.map((entry) => (isCompared(entry) ? compared(selector, entry, run) : entry)),
  ]);
  return { ...scenario, thresholds: Object.fromEntries(thresholds) };
}

function isCompared(entry: Entry): entry is Compared {
  return typeof entry !== 'string' && entry.compareTo !== undefined;
}

/** A run whose figures mean nothing is nothing to compare with. */
function trusted(run: ToldRun): ToldRun {
  const { verdicts, metadata, exit, thresholds } = run.summary;
  const isCut = thresholds.some(({ abortedAtMs }) => abortedAtMs !== undefined);
  if (metadata.interrupted || isCut || verdicts.valid === 'fail') {
    throw new BaselineRefused(
      `${run.folder} is no baseline, it ended with ${exit.code}: ${exit.reason}; name a run that is whole and valid`,
    );
  }
  return run;
}

function compared(text: string, entry: Compared, { folder, summary }: ToldRun): Compared {
  const selector = parseSelector(text) as Selector;
  const expression = parseExpression(sourceOf(entry)) as Expression;
  const name = selectorText(selector);
  const told = summary.results.metrics.find((metric) => isOf(selector, metric));
  if (told === undefined) {
    throw new BaselineRefused(
      `${folder} has not measured ${name}: run it again with a threshold on ${name}, or compare another metric`,
    );
  }
  const sink = sinkOf(told);
  const samples = sampleCount(sink);
  const value = aggregate(sink, expression, summary.metadata.scenarioMs);
  if (Number.isNaN(value) || (sink.kind !== 'counter' && samples < entry.minSamples)) {
    throw new BaselineRefused(
      `${folder} has ${samples} samples of ${name}, and ${entry.minSamples} are needed: make a longer run to compare with`,
    );
  }
  return { ...entry, baseline: { value, run: folder } };
}

function isOf({ metric, tags }: Selector, told: MetricTold): boolean {
  const wanted = Object.entries(tags);
  const isSame = wanted.every(([tag, value]) => told.tags[tag] === value);
  return told.name === metric && isSame && Object.keys(told.tags).length === wanted.length;
}

function sinkOf(told: MetricTold): Sink {
  switch (told.type) {
    case 'trend':
      return { kind: 'trend', histogram: Histogram.fromRecord(told.histogram) };
    case 'counter':
      return { kind: 'counter', count: told.values.count };
    case 'rate':
      return {
        kind: 'rate',
        trues: told.values.passes,
        total: told.values.passes + told.values.fails,
      };
    case 'gauge':
      return { kind: 'gauge', value: told.values.value };
  }
}
