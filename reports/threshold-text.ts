import type { Judgement, RunResult } from '../scenarios/judging/result.ts';
import { parseSelector, type ThresholdResult, type Windows } from '../sim/threshold.ts';
import { countText, exactTimeText, spanText } from './quantities.ts';
import { instantText } from './sentences.ts';
import type { Words } from './words.ts';

/** What a threshold has measured, in the unit of its metric. */
export function measuredText(
  { metrics }: Pick<Judgement, 'metrics'>,
  { selector, source, measured }: Pick<ThresholdResult, 'selector' | 'source' | 'measured'>,
): string {
  if (measured === undefined) return '–';
  const parsed = parseSelector(selector);
  const name = typeof parsed === 'string' ? selector : parsed.metric;
  switch (metrics.find((metric) => metric.name === name)?.sink.kind) {
    case 'trend':
      return exactTimeText(measured);
    case 'rate':
      return `${(100 * measured).toFixed(3)} %`;
    case 'counter':
      return isPerSecond(source) ? `${measured.toPrecision(3)} /s` : countText(measured);
    case 'gauge':
    case undefined:
      return String(measured);
  }
}

/** What else is told of a threshold: its windows, its baseline, and that it ended the run. */
export function thresholdNotes(
  result: RunResult,
  threshold: ThresholdResult,
  words: Words,
): readonly string[] {
  const { windows, baseline, abortedAtMs } = threshold;
  const { promises } = words;
  return [
    ...(windows === undefined ? [] : [windowsNote(result, windows, words)]),
    ...(baseline === undefined ? [] : [baselineNote(result, threshold, baseline, words)]),
    ...(abortedAtMs === undefined ? [] : [promises.aborted(instantText(result, abortedAtMs))]),
  ];
}

function windowsNote(result: RunResult, windows: Windows, { promises, units }: Words): string {
  const { lengthMs, judged, thin, broken, worstFromMs } = windows;
  const held = promises.windows(
    spanText(lengthMs, units),
    countText(judged - broken),
    countText(judged),
  );
  const worst = worstFromMs === undefined ? '' : promises.worst(instantText(result, worstFromMs));
  return `${held}${worst}${thin === 0 ? '' : promises.thin(countText(thin))}`;
}

function baselineNote(
  result: RunResult,
  { selector, source }: ThresholdResult,
  { value, ratio, run }: NonNullable<ThresholdResult['baseline']>,
  { promises }: Words,
): string {
  const told = measuredText(result, { selector, source, measured: value });
  return promises.baseline(ratio === undefined ? '–' : ratio.toFixed(3), told, run);
}

function isPerSecond(source: string): boolean {
  return source.trimStart().toLowerCase().startsWith('rate');
}
