import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, exitOf, verdictsOf, worst } from '../../scenarios/exit-code.ts';
import type { Judgement } from '../../scenarios/judging/result.ts';
import type { ThresholdResult, Verdict } from '../../sim/threshold.ts';
import { judged } from './small-scenario.ts';
import { accountedJourney } from './told-journey.ts';

const passing = judged([...accountedJourney(0), ...accountedJourney(1)]);

const threshold = (verdict: Verdict): ThresholdResult => ({
  selector: 'journey_duration',
  source: 'p(95)<200000',
  measured: 1,
  samples: 1,
  verdict,
});

/** A judgement in which each of these has come about. */
function judgementOf(...what: readonly ('wrong' | 'invalid' | 'slow' | 'starved')[]): Judgement {
  const oracles = passing.oracles.map((oracle, index) =>
    index === 0 && what.includes('wrong')
      ? { ...oracle, verdict: 'fail' as const, violationCount: 3 }
      : index === 1 && what.includes('starved')
        ? { ...oracle, verdict: 'inconclusive' as const }
        : oracle,
  );
  const stalled = { name: 'event-loop-delay', verdict: 'fail', message: 'held up' } as const;
  return {
    ...passing,
    oracles,
    validity: [...passing.validity, ...(what.includes('invalid') ? [stalled] : [])],
    thresholds: [threshold('pass'), ...(what.includes('slow') ? [threshold('fail')] : [])],
  };
}

function exit(judgement: Judgement, interrupted = false) {
  return exitOf(verdictsOf(judgement), { ...judgement, interrupted });
}

/** The published order: the first that applies is the code of the run. */
const ORDER = ['wrong', 'interrupted', 'invalid', 'slow', 'starved'] as const;
const CODES = [98, 105, 97, 99, 96];

describe('the exit code', () => {
  test('is 0 where all is well', () => {
    expect(exit(judgementOf()).code).toBe(0);
  });

  test.each(ORDER.map((what, rank) => [what, CODES[rank]] as const))(
    'of %s is %i',
    (what, code) => {
      const parts = what === 'interrupted' ? [] : [what];
      expect(exit(judgementOf(...parts), what === 'interrupted').code).toBe(code);
    },
  );

  test('of several is that of the one that comes first in the published order', () => {
    fc.assert(
      fc.property(fc.subarray([...ORDER], { minLength: 1 }), (whats) => {
        const parts = whats.filter((what) => what !== 'interrupted');
        const { code } = exit(judgementOf(...parts), whats.includes('interrupted'));
        expect(code).toBe(CODES[ORDER.indexOf(whats[0] as (typeof ORDER)[number])]);
      }),
    );
  });

  test('of each name is the published one, in the published order', () => {
    expect(Object.values(EXIT)).toEqual([98, 109, 107, 104, 105, 97, 99, 96, 0]);
  });
});

describe('the reason', () => {
  test('counts the violations and names who found them', () => {
    expect(exit(judgementOf('wrong')).reason).toBe('3 violations found by page-ownership');
  });

  test('says which checks failed', () => {
    expect(exit(judgementOf('invalid')).reason).toBe('the run is invalid: held up');
  });

  test('names the thresholds that failed', () => {
    expect(exit(judgementOf('slow')).reason).toBe(
      'thresholds failed: journey_duration p(95)<200000',
    );
  });

  test('names what had not enough data', () => {
    expect(exit(judgementOf('starved')).reason).toBe('not enough data to judge: completeness');
    const starved = { ...passing, thresholds: [threshold('inconclusive')] };
    expect(exit(starved).reason).toContain('journey_duration p(95)<200000');
  });

  test('of a run without thresholds is that nothing was promised', () => {
    expect(exit({ ...passing, thresholds: [] })).toEqual({
      code: 96,
      reason: 'not enough data to judge: no thresholds are set',
    });
  });

  test('of an inconclusive check names the check', () => {
    const check = { name: 'lateness', verdict: 'inconclusive', message: '0 wake-ups' } as const;
    const judgement = { ...judgementOf(), validity: [check] };
    expect(exit(judgement)).toEqual({ code: 96, reason: 'not enough data to judge: lateness' });
  });
});

describe('the worst verdict', () => {
  const verdicts: readonly Verdict[] = ['fail', 'inconclusive', 'pass'];

  test('of none is inconclusive: nothing passes for lack of data', () => {
    expect(worst([])).toBe('inconclusive');
  });

  test('of many is the first of fail, inconclusive and pass that is among them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verdicts), { minLength: 1 }), (some) => {
        expect(worst(some)).toBe(verdicts.find((verdict) => some.includes(verdict)));
      }),
    );
  });
});
