import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../scenarios/execution.ts';
import { trialOf } from '../../../scenarios/find-max/trial.ts';
import type { Judgement, ValidityCheck } from '../../../scenarios/judging/result.ts';
import { lived, smallScenario } from '../small-scenario.ts';

const scenario = smallScenario({ thresholds: { journey_duration: ['p(95)<1000000'] } });
const { judgement: sound } = lived(scenario);

/** What is said of a run that differs from a sound one. */
function trial(changes: Partial<Judgement>, interrupted = false) {
  const judgement = { ...sound, ...changes };
  const execution: Execution = { judgement, scenarioMs: 0, events: 0, interrupted };
  const { verdict, reason } = trialOf(7, execution);
  return [verdict, reason];
}

const check = (verdict: ValidityCheck['verdict']) => [{ name: 'lateness', verdict, message: '' }];
const [ownership, ...oracles] = sound.oracles;
const [threshold] = sound.thresholds;
const wrong = { ...ownership, verdict: 'fail', violationCount: 2 } as typeof ownership;
const slow = [{ ...threshold, verdict: 'fail', measured: 1_234_567 }] as typeof sound.thresholds;
const starved = [{ ...threshold, verdict: 'inconclusive' }] as typeof sound.thresholds;

describe('a run at a rate', () => {
  test('passes if it is valid, without a wrong document, and holds all thresholds', () => {
    expect(trial({})).toEqual(['pass', '']);
    const { p95Ms, offered } = trialOf(7, {
      judgement: sound,
      scenarioMs: 0,
      events: 0,
      interrupted: false,
    });
    expect(p95Ms).toBeGreaterThan(100_000);
    expect(offered).toBe(sound.counts.offered);
  });

  test('fails by a threshold, or by a wrong document, which outranks all', () => {
    expect(trial({ thresholds: slow })).toEqual([
      'fail',
      'journey_duration p(95)<1000000 (1235000)',
    ]);
    const documents = ['fail', 'wrong documents: page-ownership 2'];
    expect(trial({ oracles: [wrong, ...oracles] as typeof oracles })).toEqual(documents);
    expect(
      trial({ oracles: [wrong, ...oracles] as typeof oracles, validity: check('fail') }),
    ).toEqual(documents);
  });

  test('says nothing if it is invalid, cut short, or has too little', () => {
    expect(trial({ validity: check('fail') })).toEqual(['void', 'invalid: lateness']);
    expect(trial({ validity: check('fail'), thresholds: slow })[0]).toBe('void');
    expect(trial({ thresholds: starved })).toEqual([
      'void',
      'too little to judge: journey_duration p(95)<1000000',
    ]);
    expect(trial({}, true)).toEqual(['void', 'interrupted']);
  });
});
