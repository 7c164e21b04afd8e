import { describe, expect, test } from 'vitest';
import { countSource, faultNames, isCount } from '../../../scenarios/cases/expect.ts';
import { FaultBoard } from '../../../scenarios/injection/fault-board.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

const CUT = { kind: 'link.cut', at: '20m', for: '10m' };

function complaints(changes: Partial<ScenarioData>): readonly string[] {
  const parsed = Scenario.safeParse(scenarioData(changes));
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

describe('a count', () => {
  test.each<[number | string, number, boolean]>([
    [0, 0, true],
    [3, 4, false],
    ['>=1', 1, true],
    ['>=1', 0, false],
    ['> 1', 1, false],
    ['<=2', 2, true],
    ['<2', 2, false],
    ['==2', 2, true],
    ['!=2', 2, false],
  ])('%j of %i is %s', (expected, count, holds) => {
    expect(isCount(count, expected)).toBe(holds);
  });

  test('is told as a comparison', () => {
    expect([3, '>= 1', '!=2'].map(countSource)).toEqual(['==3', '>=1', '!=2']);
  });

  test.each([-1, 1.5, 'some', '>=', '=>1', '>=-1'])('%j is none', (count) => {
    expect(complaints({ expect: { events: { paid: count } } }).join()).toContain('>=1');
  });
});

describe('expectations that nothing could meet are mistakes', () => {
  test.each<[string, Partial<ScenarioData>, string]>([
    ['an oracle that does not exist', { expect: { violations: { honesty: 0 } } }, 'page-ownership'],
    ['a notice of none', { expect: { notices: { honesty: 0 } } }, 'there is no oracle “honesty”'],
    ['a fault that is not planned', { expect: { struck: { 'link.cut#1': 1 } } }, 'there are none'],
    ['an event that does not exist', { expect: { events: { paying: 1 } } }, 'paid'],
    ['to recover from nothing', { expect: { recovered: { within: '5m' } } }, 'no faults'],
    ['journeys of any kind', { expect: { journeys: [{ count: 1 }] } }, 'say which journeys'],
    ['a true server without a mutant', { expect: { trueServer: {} } }, 'true one'],
  ])('%s', (_, changes, told) => {
    const found = complaints(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(told);
  });

  test('also those of the true server', () => {
    const trueServer = { violations: { honesty: 0 } };
    const found = complaints({ server: { mutant: 'M1' }, expect: { trueServer } });
    expect(found.join()).toMatch(/^expect\.trueServer\.violations\.honesty: /);
  });

  test('what can be met is none', () => {
    const struck = { 'link.cut#2': '>=1' };
    const recovered = { within: '5m' };
    expect(complaints({ faults: [CUT, CUT], expect: { struck, recovered } })).toEqual([]);
  });
});

test('faults are named as they are in their run', () => {
  const slow = { kind: 'link.slow', at: '1m', for: '1m', latency: '1s' };
  const scenario = smallScenario({ faults: [CUT, slow, { ...CUT, at: '40m' }] });
  const began: string[] = [];
  const runner = new VirtualTime();
  const board = new FaultBoard(scenario, streams(1), (event) => {
    if (event.kind === 'fault-began') began.push(event.fault);
  });
  board.start(runner);
  runner.advance(3_600_000);
  expect(began.sort()).toEqual([...faultNames(scenario.faults)].sort());
});
