import { describe, expect, test } from 'vitest';
import { exitOfCases, formsOf, scenarioOf } from '../../../scenarios/cases/cases.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { ran, smallCase } from './small-case.ts';

const CUT = { kind: 'link.cut', at: '20m', for: '10m' };
const RECOVERED = { within: '10m' };

describe('a case', () => {
  test('that is as it says passes', async () => {
    const outcome = await ran(smallCase());
    expect(outcome).toMatchObject({ verdict: 'pass', exit: EXIT.pass, reasons: [] });
    const cut = await ran(smallCase({ faults: [CUT], expect: { recovered: RECOVERED } }));
    expect(cut).toMatchObject({ verdict: 'pass', exit: EXIT.pass, reasons: [] });
    expect(cut.faults[0]).toMatchObject({ fault: 'link.cut#1', recovered: true });
  });

  test('whose expectation is wrong fails', async () => {
    const journeys = [{ outcome: 'refused' as const, reason: 'deceased', count: '>=1' }];
    const outcome = await ran(smallCase({ expect: { journeys } }));
    expect(outcome).toMatchObject({ verdict: 'fail', exit: EXIT.thresholdFailed });
    expect(outcome.reasons).toEqual(['journeys refused · deceased >=1: 0']);
  });

  test('whose events are counted wrongly fails', async () => {
    const outcome = await ran(smallCase({ expect: { events: { paid: 0 } } }));
    expect(outcome.verdict).toBe('fail');
    const { completed } = outcome.counts;
    expect(outcome.reasons).toEqual([`events paid ==0: ${completed}`]);
    expect((await ran(smallCase({ expect: { events: { paid: completed } } }))).verdict).toBe(
      'pass',
    );
  });

  test('whose fault never strikes fails', async () => {
    const nobody = { ...CUT, select: { operations: ['applyForUse'] } };
    const outcome = await ran(smallCase({ faults: [nobody] }));
    expect(outcome).toMatchObject({ verdict: 'fail', exit: EXIT.thresholdFailed });
    expect(outcome.reasons).toEqual(['struck link.cut#1 >=1: 0']);
  });

  test('whose fault strikes otherwise than it says fails', async () => {
    const struck = { 'link.cut#1': 1 };
    const outcome = await ran(smallCase({ faults: [CUT], expect: { struck } }));
    expect(outcome.reasons.join()).toMatch(/^struck link\.cut#1 ==1: \d+$/);
  });

  test('that does not recover in time fails', async () => {
    const held = { kind: 'demand.held', at: '20m', for: '10m', over: '1s' };
    const one = smallCase({
      faults: [held],
      stores: { inside: 2 },
      expect: { recovered: { within: '1s' } },
    });
    const outcome = await ran(one);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.reasons.join()).toMatch(/recovered demand\.held#1 <=1s: \d/);
  });

  test('of which too little is known is inconclusive', async () => {
    const early = { kind: 'link.cut', at: '1m', for: '5m' };
    const outcome = await ran(smallCase({ faults: [early], expect: { recovered: RECOVERED } }));
    expect(outcome).toMatchObject({ verdict: 'inconclusive', exit: EXIT.inconclusive });
    expect(outcome.reasons.join()).toContain('recovered link.cut#1 <=10m');
  });

  test('in which there is nothing to judge is inconclusive', async () => {
    const cut = { kind: 'link.cut', at: '1s' };
    const workloads = {
      day: { executor: 'constant-arrival-rate' as const, rate: 1 / 60, duration: '30m' },
    };
    const outcome = await ran(smallCase({ faults: [cut], workloads }));
    expect(outcome.counts.completed).toBe(0);
    expect(outcome).toMatchObject({ verdict: 'inconclusive', exit: EXIT.inconclusive });
    expect(outcome.reasons).toContain('violations page-ownership ==0: 0');
  });

  test('with a threshold that fails fails', async () => {
    const thresholds = { journey_duration: ['max<1000'] };
    expect((await ran(smallCase({ thresholds }))).verdict).toBe('fail');
  });

  test('expects no violation that it does not name', async () => {
    const one = smallCase({
      server: {
        mutant: 'M5',
        pace: { 'print-image': { median: '4s', p95: '12s' } },
        printImages: { workers: 2, timeout: '8s' },
      },
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 20, duration: '1h' } },
      stores: { inside: 80 },
      expect: {},
    });
    const outcome = await ran(one);
    expect(outcome).toMatchObject({ verdict: 'fail', exit: EXIT.wrongDocument });
    expect(outcome.reasons.join()).toMatch(/^violations \* ==0: [1-9]/);
  });
});

describe('a case with a mutant', () => {
  const violations = { 'page-ownership': '>=1' };
  const one = smallCase({ server: { mutant: 'M3' }, expect: { violations } });

  test('has a twin without it, which expects nothing wrong', () => {
    expect(formsOf(one)).toEqual(['as-written', 'true-server']);
    expect(formsOf(smallCase())).toEqual(['as-written']);
    const twin = scenarioOf(one, 'true-server');
    expect(twin.server).not.toHaveProperty('mutant');
    expect(twin.expect?.violations).toEqual({});
    expect(twin.workloads).toEqual(one.scenario.workloads);
  });

  test('that is not caught fails, and its twin passes', async () => {
    // A citizen a minute: nobody is within a second of anybody else.
    const outcome = await ran(one);
    expect(outcome).toMatchObject({ verdict: 'fail', exit: EXIT.thresholdFailed });
    expect(outcome.reasons).toEqual(['violations page-ownership >=1: 0']);
    expect((await ran(one, 'true-server')).verdict).toBe('pass');
  });

  test('says what its twin must see', () => {
    const trueServer = { journeys: [{ outcome: 'refused' as const, count: 1 }] };
    const told = smallCase({ server: { mutant: 'M3' }, expect: { violations, trueServer } });
    expect(scenarioOf(told, 'true-server').expect?.journeys).toEqual(trueServer.journeys);
  });
});

test('of several codes the worst counts, and no case is no pass', () => {
  const codes = (...exits: number[]) => exitOfCases(exits.map((exit) => ({ exit })));
  expect(codes(0, 0)).toBe(EXIT.pass);
  expect(codes(0, 99, 97, 96)).toBe(EXIT.invalidRun);
  expect(codes(99, 98)).toBe(EXIT.wrongDocument);
  expect(codes()).toBe(EXIT.inconclusive);
});
