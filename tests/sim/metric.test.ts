import { expect, test } from 'vitest';
import { Histogram } from '../../sim/histogram.ts';
import { emptySink, type MetricKind, sampleCount, sinkRecord } from '../../sim/metric.ts';

const KINDS: readonly MetricKind[] = ['trend', 'counter', 'rate', 'gauge'];

test.each(KINDS)('a new %s has seen nothing, and its record says so', (kind) => {
  const sink = emptySink(kind);
  expect(sink.kind).toBe(kind);
  expect(sampleCount(sink)).toBe(0);
  expect(sinkRecord(sink).kind).toBe(kind);
});

test('two new trends do not share what they see', () => {
  const [first, second] = [emptySink('trend'), emptySink('trend')];
  if (first.kind === 'trend') first.histogram.record(5);
  expect([sampleCount(first), sampleCount(second)]).toEqual([1, 0]);
});

test('each kind counts its samples in its own way', () => {
  const histogram = new Histogram();
  for (const ms of [1, 2, 3]) histogram.record(ms);
  expect(sampleCount({ kind: 'trend', histogram })).toBe(3);
  expect(sampleCount({ kind: 'counter', count: 7 })).toBe(7);
  expect(sampleCount({ kind: 'rate', trues: 1, total: 4 })).toBe(4);
  expect(sampleCount({ kind: 'gauge', value: 0 })).toBe(1);
});

test('a record is a copy that survives JSON, a trend with all that merging needs', () => {
  const counter = { kind: 'counter' as const, count: 7 };
  const record = sinkRecord(counter);
  counter.count += 1;
  expect(record).toEqual({ kind: 'counter', count: 7 });

  const histogram = new Histogram();
  for (const ms of [1, 2, 180_000.6]) histogram.record(ms);
  const trend = JSON.parse(JSON.stringify(sinkRecord({ kind: 'trend', histogram })));
  expect(trend).toEqual({ kind: 'trend', ...histogram.toRecord() });
  expect(Histogram.fromRecord(trend).percentileMs(50)).toBe(histogram.percentileMs(50));
});
