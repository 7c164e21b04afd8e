import { expect, test } from 'vitest';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import { Behaviour } from '../../../scenarios/traffic/behaviour.ts';
import { Crowd } from '../../../scenarios/traffic/crowd.ts';
import { ageOf } from '../../../server/population/population-synthetic.ts';
import { streams } from '../../../sim/rng.ts';

const DEFAULT = Behaviour.parse({});

test('a stage can be given alone and leaves the others at their defaults', () => {
  const given = Behaviour.parse({ think: { pay: { median: '20s', p95: '60s' } } });
  expect(given.think.pay).toEqual({ median: '20s', p95: '60s' });
  expect(given.think.menu).toEqual(DEFAULT.think.menu);
});

test('an unknown stage, a share above 1 and a factor of 0 are refused', () => {
  expect(Behaviour.safeParse({ think: { queue: { median: '1s', p95: '2s' } } }).success).toBe(
    false,
  );
  expect(Behaviour.safeParse({ pinErrorShare: 1.5 }).success).toBe(false);
  expect(Behaviour.safeParse({ paceByAge: [{ under: 30, factor: 0 }] }).success).toBe(false);
});

test('the factors by age and of first-timers average 1 over the users of Toyonaka', async () => {
  const reading = await loadScenario('scenarios/toyonaka-monday.yaml', []);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  const crowd = new Crowd(reading.scenario);
  const rng = streams(1).stream('crowd', 0);
  const { paceByAge, firstTimers } = DEFAULT;
  const factors = Array.from({ length: 20_000 }, () => {
    const age = ageOf(crowd.draw(rng).residentNo);
    return paceByAge.find(({ under }) => age < under)?.factor ?? 1;
  });
  const byAge = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  const byPractice = 1 + firstTimers.share * (firstTimers.factor - 1);
  expect(byAge * byPractice).toBeCloseTo(1, 1.5);
});
