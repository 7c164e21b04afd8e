import { expect, test } from 'vitest';
import {
  ModelPace,
  type Pace,
  REAL_PACE,
  SERVER_STEPS,
  type ServerStep,
} from '../../server/pace.ts';
import { constant, lognormal } from '../../sim/distribution.ts';
import { streams } from '../../sim/rng.ts';
import { answerOf } from '../sim/virtual.ts';

/** How long a step takes, in ms. */
function tookMs(pace: Pace, step: ServerStep, key: string): number {
  return answerOf(function* (runner) {
    yield* pace.work(step, key);
    return runner.now();
  });
}

const spread = {
  authenticate: lognormal(2500, 4000),
  issue: lognormal(10_000, 25_000),
  'print-image': lognormal(4000, 6000),
};

test('the work of a model takes the time of its step', () => {
  const durationsMs = {
    authenticate: constant(20),
    issue: constant(30),
    'print-image': constant(40),
  };
  const pace = new ModelPace(streams(1), durationsMs);
  const took = SERVER_STEPS.map((step) => tookMs(pace, step, 'a'));
  expect(took).toEqual([20, 30, 40]);
});

test('it follows from step and key alone, whatever was worked on before', () => {
  const keys = ['r1', 'r2', 'r3', 'r4'];
  const forwards = new ModelPace(streams(1), spread);
  const backwards = new ModelPace(streams(1), spread);
  const there = keys.map((key) => tookMs(forwards, 'issue', key));
  const back = [...keys].reverse().map((key) => tookMs(backwards, 'issue', key));
  expect(back.reverse()).toEqual(there);
  expect(new Set(there).size).toBe(4);
  expect(tookMs(forwards, 'authenticate', 'r1')).not.toBe(there[0]);
  expect(tookMs(new ModelPace(streams(2), spread), 'issue', 'r1')).not.toBe(there[0]);
});

test('real work takes no time but its own', () => {
  expect(tookMs(REAL_PACE, 'issue', 'r1')).toBe(0);
});
