import { describe, expect, test } from 'vitest';
import {
  figuresOf,
  journeyClasses,
  overTarget,
  sinkOf,
  stageFigures,
} from '../../reports/measurements.ts';
import { Histogram } from '../../sim/histogram.ts';
import { emptyResult, exampleResult, STAGE_LIST } from './example-result.ts';

function trend(durations: readonly number[]) {
  const histogram = new Histogram();
  for (const ms of durations) histogram.record(ms);
  return { kind: 'trend', ...histogram.toRecord() } as const;
}

function judged(durations: readonly number[]) {
  const counts = new Array<number>(121).fill(0);
  for (const ms of durations) counts[Math.min(120, Math.floor(ms / 5000))]! += 1;
  const over = durations.filter((ms) => ms > 180_000).length;
  return {
    metrics: [
      { name: 'journey_duration', tags: {}, sink: trend(durations) },
      { name: 'journey_duration', tags: { type: 'resident-record' }, sink: trend([1]) },
      { name: 'tx_over_180s', tags: {}, sink: { kind: 'counter', count: over } as const },
    ],
    durations: { widthMs: 5000, counts },
    counts: { ...emptyResult().counts, offered: durations.length + 3 },
  };
}

test('classes meet at 60 s and at 180 s, to the millisecond', () => {
  const durations = [59_999.9, 60_000, 179_999.4, 180_000, 180_000.6, 700_000];
  expect(journeyClasses(judged(durations))).toEqual({ quick: 1, within: 3, over: 2, without: 3 });
  expect(overTarget(judged(durations))).toEqual({ over: 2, of: 6 });
});

test('classes of a run add up to those offered', () => {
  const result = exampleResult();
  const { quick, within, over, without } = journeyClasses(result);
  expect(quick + within + over + without).toBe(result.counts.offered);
  expect(over).toBeGreaterThan(0);
});

describe('figures', () => {
  test('are those of the histogram', () => {
    const figures = figuresOf(trend([100, 200, 300, 400]));
    expect(figures).toMatchObject({ count: 4, sumMs: 1000, meanMs: 250, minMs: 100, maxMs: 400 });
    expect(figures?.p50Ms).toBeCloseTo(200, 0);
  });

  test('there are none of nothing', () => {
    expect(figuresOf(trend([]))).toBeUndefined();
    expect(figuresOf(undefined)).toBeUndefined();
  });

  test('are found by exactly their tags', () => {
    const { metrics } = judged([1000, 2000]);
    expect(figuresOf(sinkOf({ metrics }, 'journey_duration'))?.count).toBe(2);
    const tagged = sinkOf({ metrics }, 'journey_duration', { type: 'resident-record' });
    expect(figuresOf(tagged)?.count).toBe(1);
    expect(sinkOf({ metrics }, 'journey_duration', { type: 'seal' })).toBeUndefined();
  });
});

test('stages keep their order, and those nobody reached stand empty', () => {
  expect(stageFigures(exampleResult(), STAGE_LIST).map(({ stage }) => stage)).toEqual(
    STAGE_LIST.map(({ stage }) => stage),
  );
  for (const { figures } of stageFigures(emptyResult(), STAGE_LIST)) {
    expect(figures).toBeUndefined();
  }
});
