import { expect, test } from 'vitest';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { WarmUpWatch } from '../../scenarios/trust/warm-up.ts';
import { lognormal } from '../../sim/distribution.ts';
import { Histogram } from '../../sim/histogram.ts';
import { streams } from '../../sim/rng.ts';

const journey = lognormal(150_000, 240_000);

/** So many journeys; a recorder answers how many numbers it keeps of them. */
function kept(count: number, recorder: (durationsMs: Iterable<number>) => number): number {
  const rng = streams(2).stream('memory', 0);
  function* durations() {
    for (let index = 0; index < count; index++) yield journey(rng);
  }
  return recorder(durations());
}

function ofHistogram(durationsMs: Iterable<number>): number {
  const histogram = new Histogram();
  for (const ms of durationsMs) histogram.record(ms);
  const { hdr } = histogram.toRecord();
  histogram.dispose();
  return hdr.length;
}

/** What the judge keeps to find the warm-up: batches, and the bins of each. */
function ofWarmUp(durationsMs: Iterable<number>): number {
  const watch = new WarmUpWatch();
  let t = 0;
  for (const ms of durationsMs) {
    const end = { kind: 'ended', t: t++, journey: t, kiosk: 'in-001', reason: '' } as const;
    const event: TraceEvent = { ...end, outcome: 'completed', stage: 'take', ms };
    watch.watch.ended?.(event);
  }
  return watch.size;
}

/** k6 before it had HDR histograms: a list. */
function ofList(durationsMs: Iterable<number>): number {
  return [...durationsMs].length;
}

const [FEW, MANY] = [20_000, 400_000];

test('twenty times as many journeys are kept in hardly more memory', () => {
  for (const recorder of [ofHistogram, ofWarmUp]) {
    expect(kept(MANY, recorder)).toBeLessThan(3 * kept(FEW, recorder));
  }
});

test('a list of samples takes twenty times as much', () => {
  expect(kept(MANY, ofList)).toBe(20 * kept(FEW, ofList));
});
