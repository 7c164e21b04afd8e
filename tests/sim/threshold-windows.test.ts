import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricKind, Sink } from '../../sim/metric.ts';
import {
  type Expression,
  parseExpression,
  parseSelector,
  type Selector,
} from '../../sim/threshold.ts';
import { ThresholdWindows } from '../../sim/threshold-windows.ts';

const SECOND = 1000;

function windowed(source: string, kind: MetricKind, minSamples = 1, lengthMs = 10 * SECOND) {
  const selector = parseSelector('thing') as Selector;
  const expression = parseExpression(source) as Expression;
  return new ThresholdWindows({ selector, source, expression, minSamples }, lengthMs, kind);
}

function count(sink: Sink): void {
  if (sink.kind === 'counter') sink.count += 1;
}

function record(sink: Sink, ms: number): void {
  if (sink.kind === 'trend') sink.histogram.record(ms);
}

describe('a threshold in windows', () => {
  test('holds if it holds in every full one, and tells the worst', () => {
    const windows = windowed('max<50', 'trend');
    for (const [at, ms] of [
      [1, 10],
      [9.999, 40],
      [10, 20],
      [35, 30],
    ] as const) {
      record(windows.at(at * SECOND), ms);
    }
    windows.closeUntil(40 * SECOND);
    expect(windows.result()).toEqual({
      selector: 'thing',
      source: 'max<50',
      measured: 40,
      samples: 4,
      verdict: 'pass',
      windows: { lengthMs: 10_000, judged: 3, thin: 1, broken: 0, worstFromMs: 0 },
    });
  });

  test('is broken by one window, where all of the run together would pass', () => {
    const windows = windowed('avg<50', 'trend');
    for (let s = 0; s < 100; s++) record(windows.at(s * SECOND), s >= 40 && s < 50 ? 90 : 10);
    windows.closeUntil(100 * SECOND);
    expect(windows.result()).toMatchObject({
      measured: 90,
      verdict: 'fail',
      windows: { judged: 10, broken: 1, worstFromMs: 40_000 },
    });
  });

  test('is told broken as soon as the window has ended, and not before', () => {
    const windows = windowed('count<2', 'counter');
    for (const at of [1, 2, 3]) count(windows.at(at * SECOND));
    windows.closeUntil(9.999 * SECOND);
    expect(windows.isBroken).toBe(false);
    windows.closeUntil(10 * SECOND);
    expect(windows.isBroken).toBe(true);
  });

  test('is not judged by a window that the run ended in the midst of', () => {
    const windows = windowed('count==0', 'counter');
    count(windows.at(25 * SECOND));
    windows.closeUntil(29 * SECOND);
    expect(windows.result()).toMatchObject({ verdict: 'pass', windows: { judged: 2, broken: 0 } });
  });

  test('counts nothing in a window without anything, and judges it', () => {
    const windows = windowed('count>=1', 'counter');
    count(windows.at(5 * SECOND));
    count(windows.at(25 * SECOND));
    windows.closeUntil(30 * SECOND);
    expect(windows.result()).toMatchObject({
      measured: 0,
      verdict: 'fail',
      windows: { judged: 3, broken: 1, worstFromMs: 10_000 },
    });
  });

  test('is inconclusive if all windows are thin, or none is full', () => {
    const thin = windowed('max<50', 'trend', 2);
    for (const at of [1, 11, 21]) record(thin.at(at * SECOND), 10);
    thin.closeUntil(30 * SECOND);
    expect(thin.result()).toMatchObject({
      measured: undefined,
      verdict: 'inconclusive',
      windows: { judged: 0, thin: 3 },
    });
    const short = windowed('count==0', 'counter');
    short.closeUntil(9 * SECOND);
    expect(short.result().verdict).toBe('inconclusive');
  });

  test('has counts per second of the window’s length', () => {
    const windows = windowed('rate<0.3', 'counter');
    for (const at of [0, 1, 2, 12]) count(windows.at(at * SECOND));
    windows.closeUntil(20 * SECOND);
    expect(windows.result()).toMatchObject({ measured: 0.3, verdict: 'fail' });
  });

  test('takes what is heard late into the window that is open', () => {
    const windows = windowed('count<2', 'counter');
    count(windows.at(15 * SECOND));
    count(windows.at(9 * SECOND));
    windows.closeUntil(20 * SECOND);
    expect(windows.result()).toMatchObject({ verdict: 'fail', windows: { worstFromMs: 10_000 } });
  });

  test('counts each of many exactly once, in its own window', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 99_999 }), { maxLength: 60 });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 30_000 }), (all, lengthMs) => {
        const windows = windowed('count<1000000', 'counter', 1, lengthMs);
        const sorted = all.sort((a, b) => a - b);
        for (const ms of sorted) count(windows.at(ms));
        windows.closeUntil(100_000);
        const full = Math.floor(100_000 / lengthMs);
        const inFull = sorted.filter((ms) => ms < full * lengthMs);
        const perWindow = new Map<number, number>();
        for (const ms of inFull) {
          const index = Math.floor(ms / lengthMs);
          perWindow.set(index, (perWindow.get(index) ?? 0) + 1);
        }
        const { samples, measured, windows: told } = windows.result();
        expect([samples, told?.judged]).toEqual([inFull.length, full]);
        expect(measured).toBe(Math.max(0, ...perWindow.values()));
      }),
    );
  });
});
