import { expect, test } from 'vitest';
import { summaryOf } from '../../../reports/summary.ts';
import type { ToldRun } from '../../../scenarios/compare/compared-run.ts';
import type { Measure } from '../../../scenarios/compare/measures.ts';
import { designEffects } from '../../../scenarios/compare/time-blocks.ts';
import { streams } from '../../../sim/rng.ts';
import { exampleResult } from '../../reports/example-result.ts';

const SCENARIO_MS = 3_600_000;
const JOURNEYS = 3000;

/** A trace of journeys that fail with a probability and take some time, by when they end. */
function runOf(
  failure: (t: number, uniform: number) => boolean,
  took: (t: number, uniform: number) => number,
): ToldRun {
  const rng = streams(9).stream('trace', 0);
  const lines = ['{"trace":"kofu","version":1}'];
  for (let journey = 0; journey < JOURNEYS; journey++) {
    const t = Math.floor((SCENARIO_MS * journey) / JOURNEYS);
    const outcome = failure(t, rng.uniform()) ? 'failed' : 'completed';
    const end = { outcome, stage: 'take', reason: '', ms: 90_000 };
    const ms = took(t, rng.uniform());
    lines.push(
      JSON.stringify({ kind: 'stage', t, journey, stage: 'issue', ms }),
      JSON.stringify({ kind: 'ended', t, journey, kiosk: 'in-001', ...end }),
    );
  }
  const { metadata, ...summary } = summaryOf(exampleResult({ journeys: 1 }));
  return {
    folder: 'a',
    summary: { ...summary, metadata: { ...metadata, scenarioMs: SCENARIO_MS } },
    scenario: undefined,
    lines: async function* () {
      yield* lines;
    },
  };
}

const MEASURE = { samples: JOURNEYS, hits: 0, enough: true };
const SLOW: Measure = {
  ...MEASURE,
  selector: 'stage_duration{stage:issue}',
  aggregation: 'p(90)',
  kind: 'quantile',
  value: 900,
};
const BROKEN: Measure = {
  ...MEASURE,
  selector: 'journeys_broken',
  aggregation: 'rate',
  kind: 'share',
  value: 0.1,
};

async function effectsOf(run: ToldRun): Promise<readonly number[]> {
  const measures = [SLOW, BROKEN];
  const effect = await designEffects(run, measures);
  return measures.map(effect);
}

test('journeys that know nothing of each other count in full', async () => {
  const run = runOf(
    (_, uniform) => uniform < 0.1,
    (_, uniform) => 1000 * uniform,
  );
  for (const effect of await effectsOf(run)) {
    expect(effect).toBeGreaterThanOrEqual(1);
    expect(effect).toBeLessThan(1.6);
  }
});

test('journeys that fail and wait together count for few', async () => {
  const isBad = (t: number) => t % 600_000 < 60_000;
  const run = runOf(isBad, (t) => (isBad(t) ? 5000 : 100));
  // One minute of ten is bad as a whole: 50 journeys of a block count as one.
  for (const effect of await effectsOf(run)) {
    expect(effect).toBeGreaterThan(40);
    expect(effect).toBeLessThan(60);
  }
});

test('what never happened is not spread', async () => {
  const run = runOf(
    () => false,
    () => 1,
  );
  expect(await effectsOf(run)).toEqual([1, 1]);
});
