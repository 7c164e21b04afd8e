import { expect, test } from 'vitest';
import { Histogram } from '../../sim/histogram.ts';
import { judged } from '../scenarios/small-scenario.ts';
import { changed, soundJourney } from '../scenarios/told-journey.ts';

/** Around three minutes: in time, just in time, and late. */
const DURATIONS_MS = [179_999.4, 180_000, 180_000.6] as const;
const TRUTH = [false, false, true];

test('the promise of 180,000 ms is judged by an exact count', () => {
  const late = DURATIONS_MS.map((ms) => {
    const { metrics } = judged(changed(soundJourney(0), 'ended', { ms }));
    const sink = metrics.find(({ name }) => name === 'tx_over_180s')?.sink;
    return sink?.kind === 'counter' && sink.count === 1;
  });
  expect(late).toEqual(TRUTH);
});

test('whole seconds, as they are told from 10 s on, take the late one for in time', () => {
  const late = DURATIONS_MS.map((ms) => Math.round(ms / 1000) * 1000 > 180_000);
  expect(late).not.toEqual(TRUTH);
});

test('a sketch to 1 % is wrong about durations near the target', () => {
  // DDSketch tells a value by the middle of its bucket (Masson, Rim and Lee 2019).
  const gamma = 1.01 / 0.99;
  const told = (ms: number) =>
    (2 * gamma ** Math.ceil(Math.log(ms) / Math.log(gamma))) / (gamma + 1);
  const around = Array.from({ length: 400 }, (_, index) => 178_010 + 10 * index);
  const wrong = around.filter((ms) => told(ms) > 180_000 !== ms > 180_000);
  expect(wrong.length).toBeGreaterThan(0);
});

test('the percentile of a histogram of three digits cannot tell them apart either', () => {
  const told = DURATIONS_MS.map((ms) => {
    const histogram = new Histogram();
    for (const each of [1, ms, 1e6]) histogram.record(each);
    return histogram.percentileMs(50);
  });
  expect(new Set(told).size).toBe(1);
});
