import { expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import { digestFidelity } from '../../scenarios/fidelity.ts';
import type { Judgement } from '../../scenarios/judging/result.ts';
import { type GeneratorFigures, generatorChecks } from '../../scenarios/judging/validity.ts';
import { Histogram } from '../../sim/histogram.ts';
import { executedLive } from '../scenarios/executed.ts';
import { judged, smallScenario } from '../scenarios/small-scenario.ts';
import { soundJourney } from '../scenarios/told-journey.ts';

/** A worker whose every look at its event loop came so much too late. */
function worker(name: string, delaysMs: readonly number[]): GeneratorFigures {
  const lateness = new Histogram();
  for (const delayMs of delaysMs) lateness.record(delayMs);
  const sorted = [...delaysMs].sort((a, b) => a - b);
  return {
    worker: name,
    lateness,
    loopDelayMaxMs: sorted.at(-1) as number,
    loopDelayP99Ms: sorted[Math.ceil(0.99 * sorted.length) - 1] as number,
  };
}

const SOUND = new Array<number>(1000).fill(0.4);

/** What a run with these checks ends with. */
function exit(checks: Judgement['validity']) {
  const judgement = { ...judged(soundJourney(0)), validity: checks };
  return exitOf(verdictsOf(judgement), { ...judgement, interrupted: false });
}

test('one stall of 300 ms in one worker of four voids the run, and names it', () => {
  const workers = ['kiosks-1', 'kiosks-2', 'kiosks-3', 'kiosks-4'].map((name) =>
    worker(name, name === 'kiosks-3' ? [...SOUND, 300] : SOUND),
  );
  const { code, reason } = exit(generatorChecks(workers));
  expect(code).toBe(97);
  expect(reason).toMatch(/^the run is invalid: kiosks-3: event loop held up .* at worst 300\.0 ms/);
  expect(reason).not.toMatch(/kiosks-[124]/);
});

test('a gate on the mean over all workers lets it pass', () => {
  const all = [...SOUND, ...SOUND, ...SOUND, ...SOUND, 300];
  const meanMs = all.reduce((sum, ms) => sum + ms, 0) / all.length;
  expect(meanMs).toBeLessThan(20);
});

test('a live run in which the event loop stands still for 300 ms ends with 97', async () => {
  const scenario = smallScenario({ duration: '10m' });
  let hasStalled = false;
  const { execution } = await executedLive(scenario, digestFidelity(scenario), {
    speed: 600,
    onEvent: ({ kind }) => {
      if (kind !== 'requested' || hasStalled) return;
      hasStalled = true;
      for (const untilMs = performance.now() + 300; performance.now() < untilMs; );
    },
  });
  const { validity } = execution.judgement;
  const check = validity.find(({ name }) => name === 'event-loop-delay');
  expect(check).toMatchObject({ verdict: 'fail', message: expect.stringMatching(/^main: /) });
  expect(exit(validity).code).toBe(97);
});
