import { describe, expect, test } from 'vitest';
import { ExpectationWatch } from '../../../scenarios/cases/expectations.ts';
import { EXIT, exitOf, expectationText } from '../../../scenarios/exit-code.ts';
import type {
  ExpectationResult,
  FaultRecord,
  OracleResult,
} from '../../../scenarios/judging/result.ts';
import { lived, type ScenarioData, smallScenario } from '../small-scenario.ts';

const COUNTS = {
  ...{ offered: 10, completed: 6, refused: 2, failed: 1, timedOut: 0, abandoned: 1, inFlight: 0 },
};
const ENDS = [
  { outcome: 'refused', stage: 'select', reason: 'deceased', count: 2 },
  { outcome: 'failed', stage: 'issue', reason: 'HTTP 503', count: 1 },
  { outcome: 'abandoned', stage: 'queue', reason: 'queue', count: 1 },
];

function oracle(name: string, changes: Partial<OracleResult> = {}): OracleResult {
  const nothing = { violationCount: 0, violations: [], excused: 0, noticeCount: 0, notices: [] };
  const asserts = { asserts: '', assertsJa: '', verdict: 'pass', judged: 10, unjudged: 0 } as const;
  return { name, ...asserts, ...nothing, ...changes };
}

function concluded(
  expected: ScenarioData['expect'],
  oracles: readonly OracleResult[] = [oracle('page-ownership'), oracle('ledger')],
  faults: readonly FaultRecord[] = [],
  planned: ScenarioData['faults'] = [],
): readonly ExpectationResult[] {
  const scenario = smallScenario({ faults: planned, expect: expected });
  const watch = new ExpectationWatch(scenario);
  return watch.conclude({ counts: COUNTS, oracles, endReasons: ENDS }, faults);
}

function verdicts(results: readonly ExpectationResult[], kind: ExpectationResult['kind']) {
  return results.filter((one) => one.kind === kind).map(({ verdict }) => verdict);
}

test('where nothing is expected nothing is told', () => {
  expect(concluded(undefined)).toEqual([]);
});

describe('oracles', () => {
  test('that are not named must find nothing', () => {
    expect(verdicts(concluded({}), 'violations')).toEqual(['pass']);
    const found = [oracle('page-ownership'), oracle('ledger', { violationCount: 1 })];
    expect(verdicts(concluded({}, found), 'violations')).toEqual(['fail']);
  });

  test('that had nothing to judge, or not all, have not found that nothing is wrong', () => {
    const violations = { ledger: 0 };
    for (const starved of [{ judged: 0 }, { unjudged: 1 }]) {
      const found = [oracle('page-ownership'), oracle('ledger', starved)];
      expect(verdicts(concluded({ violations }, found), 'violations')[0]).toBe('inconclusive');
    }
    const none = [oracle('page-ownership', { judged: 0 }), oracle('ledger', { judged: 0 })];
    expect(verdicts(concluded({}, none), 'violations')).toEqual(['inconclusive']);
  });

  test('that have found what they should have judged enough', () => {
    const found = [oracle('page-ownership', { violationCount: 3, unjudged: 1 }), oracle('ledger')];
    const violations = { 'page-ownership': '>=1' };
    expect(verdicts(concluded({ violations }, found), 'violations')).toEqual(['pass', 'pass']);
  });

  test('tell notices, and what a fault excuses', () => {
    const found = [oracle('page-ownership'), oracle('ledger', { noticeCount: 2, excused: 3 })];
    const told = concluded({ notices: { ledger: 2 }, excused: { ledger: '<3' } }, found);
    expect(verdicts(told, 'notices')).toEqual(['pass']);
    expect(verdicts(told, 'excused')).toEqual(['fail']);
  });
});

describe('journeys', () => {
  test.each([
    [{ outcome: 'refused', count: 2 }, 'pass'],
    [{ reason: 'deceased', count: '>=3' }, 'fail'],
    [{ outcome: 'failed', stage: 'issue', reason: 'HTTP 503', count: 1 }, 'pass'],
    [{ outcome: 'failed', stage: 'pay', count: 0 }, 'pass'],
    [{ outcome: 'completed', count: 6 }, 'pass'],
    [{ stage: 'queue', count: 1 }, 'pass'],
  ] as const)('%j: %s', (ends, verdict) => {
    expect(verdicts(concluded({ journeys: [ends] }), 'journeys')).toEqual([verdict]);
  });
});

describe('recovery', () => {
  const cut = { kind: 'link.cut', at: '20m', for: '10m' };
  const record: FaultRecord = {
    ...{ fault: 'link.cut#1', means: 'link.cut', en: '', ja: '', beganMs: 0, endedMs: 1 },
    ...{ struck: 1, calmMs: 1, troubleMs: 1_000, recovered: true },
  };
  const within = (records: readonly FaultRecord[]) =>
    concluded({ recovered: { within: '1m' } }, undefined, records, [cut]).filter(
      ({ kind }) => kind === 'recovered',
    );

  test('is judged by the worst time that a fault was on', () => {
    expect(within([record, { ...record, troubleMs: 5_000 }])).toEqual([
      { kind: 'recovered', name: 'link.cut#1', expected: '<=1m', measured: 5_000, verdict: 'pass' },
    ]);
    const slow = { ...record, troubleMs: 61_000 };
    expect(within([slow, record])).toMatchObject([{ measured: 61_000, verdict: 'fail' }]);
    const open = { ...record, recovered: false };
    expect(within([record, open, record])).toMatchObject([{ verdict: 'inconclusive' }]);
    expect(within([open, slow])).toMatchObject([{ verdict: 'fail' }]);
  });

  test('that nobody has seen is not known', () => {
    const { calmMs: _, troubleMs: __, ...unended } = record;
    expect(within([{ ...unended, recovered: false }])).toEqual([
      { kind: 'recovered', name: 'link.cut#1', expected: '<=1m', verdict: 'inconclusive' },
    ]);
  });
});

test('the judge counts events, and says nothing of a scenario without expectations', () => {
  const events = { document: '>=1', refunded: 0 };
  const { judgement } = lived(smallScenario({ expect: { events } }));
  expect(verdicts(judgement.expectations ?? [], 'events')).toEqual(['pass', 'pass']);
  expect(lived(smallScenario()).judgement).not.toHaveProperty('expectations');
});

describe('the exit code', () => {
  const sound = { oracles: [], validity: [], thresholds: [], interrupted: false };
  const passed = { valid: 'pass', correct: 'pass', fast: 'pass' } as const;
  const met: ExpectationResult = {
    ...{ kind: 'struck', name: 'link.cut#1', expected: '>=1', measured: 1, verdict: 'pass' },
  };

  test('of a promise that is not kept is that of a threshold', () => {
    const unmet: ExpectationResult = { ...met, measured: 0, verdict: 'fail' };
    const { code, reason } = exitOf(passed, { ...sound, expectations: [met, unmet] });
    expect(code).toBe(EXIT.thresholdFailed);
    expect(reason).toBe(`not as expected: ${expectationText(unmet)}`);
  });

  test('of one that nobody can judge is inconclusive', () => {
    const open: ExpectationResult = { ...met, verdict: 'inconclusive' };
    const { code, reason } = exitOf(passed, { ...sound, expectations: [open] });
    expect(code).toBe(EXIT.inconclusive);
    expect(reason).toContain('struck link.cut#1 >=1');
    expect(exitOf(passed, { ...sound, expectations: [met] }).code).toBe(EXIT.pass);
  });

  test('of a wrong document stays what it is, and says that it was expected', () => {
    const wrong = { ...sound, oracles: [oracle('ledger', { violationCount: 2 })] };
    const verdicts = { ...passed, correct: 'fail' } as const;
    const expected = exitOf(verdicts, { ...wrong, expectations: [met] });
    expect(expected.code).toBe(EXIT.wrongDocument);
    expect(expected.reason).toContain('as the scenario expects');
    expect(exitOf(verdicts, wrong).reason).not.toContain('expects');
  });
});
