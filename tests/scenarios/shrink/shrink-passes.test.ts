import { describe, expect, test } from 'vitest';
import { pageOwnership } from '../../../scenarios/oracles/page-ownership.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { shrink } from '../../../scenarios/shrink/shrink.ts';
import { inTurn, visitsIn, withVisits } from '../../../scenarios/shrink/shrink-candidates.ts';
import { evidenceOf } from '../../../scenarios/shrink/shrink-evidence.ts';
import { kiosksPass } from '../../../scenarios/shrink/shrink-kiosks.ts';
import { serverPass } from '../../../scenarios/shrink/shrink-numbers.ts';
import { PASSES } from '../../../scenarios/shrink/shrink-passes.ts';
import { durationPass } from '../../../scenarios/shrink/shrink-time.ts';
import { trialOf } from '../../../scenarios/shrink/shrink-trial.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { type Leak, sameSecond, spoilt } from '../leaks.ts';
import { recordedText } from '../recorded.ts';
import { scenarioData, smallScenario } from '../small-scenario.ts';

const VISIT = { at: '75m', kiosk: 'in-007', resident: 3, type: 'resident-record' } as const;
const LATER = { ...VISIT, at: '76m30s', kiosk: 'out-002', resident: 9, requestAt: '80m' };
const TWO = withVisits(
  smallScenario({ duration: '3h', stores: { inside: 9, outside: 4 }, server: { workers: 12 } }),
  [VISIT, LATER],
);

/** What a pass comes to, if a candidate shows the fault as it is said here. */
function passed(
  candidates: (scenario: Scenario) => Generator<Scenario, unknown, boolean>,
  scenario: Scenario,
  shows: (candidate: Scenario) => boolean = () => true,
): Scenario {
  const steps = candidates(scenario);
  let smallest = scenario;
  for (let step = steps.next(); step.done !== true; ) {
    const isShown = shows(step.value);
    if (isShown) smallest = step.value;
    step = steps.next(isShown);
  }
  return smallest;
}

describe('numbers of the server', () => {
  test('fall as far as the fault is still shown, and no time-out below its work', () => {
    const { server } = passed(serverPass, TWO, ({ server: it }) => it.workers >= 3);
    expect(server.workers).toBe(3);
    expect(server.printImages.workers).toBe(1);
    expect(durationMs(server.printImages.timeout)).toBe(durationMs(server.pace['print-image'].p95));
    expect(durationMs(server.timeout)).toBeGreaterThanOrEqual(30_000);
    expect(server.pace).toEqual(TWO.server.pace);
    expect(server.revocations).toEqual(TWO.server.revocations);
  });

  test('stay where nothing smaller shows it', () => {
    expect(passed(serverPass, TWO, () => false)).toBe(TWO);
  });
});

describe('kiosks', () => {
  test('are those that somebody comes to, or one for all', () => {
    const apart = passed(kiosksPass, TWO, (candidate) => {
      return new Set(visitsIn(candidate).map(({ kiosk }) => kiosk)).size === 2;
    });
    expect(apart.stores).toEqual({ inside: 2, outside: 0, skew: 0, fleet: [] });
    expect(visitsIn(apart).map(({ kiosk }) => kiosk)).toEqual(['in-001', 'in-002']);
    const together = passed(kiosksPass, TWO);
    expect(together.stores.inside).toBe(1);
  });

  test('keep their names where the fault depends on them', () => {
    const kept = passed(kiosksPass, TWO, (candidate) => {
      return visitsIn(candidate).some(({ kiosk }) => kiosk === 'out-002');
    });
    expect(kept.stores).toMatchObject({ outside: 2 });
  });

  test('of a template are as few as their names allow, and none of another template', () => {
    const fleet = ['chain-a', 'chain-b'].map((template) => ({ template, count: 5 }));
    const visits = [VISIT, { ...LATER, kiosk: 'chain-b-003' }];
    const town = withVisits(smallScenario({ stores: { inside: 9, fleet } }), visits);
    const kept = passed(kiosksPass, town, (candidate) => {
      return visitsIn(candidate).some(({ kiosk }) => kiosk === 'chain-b-003');
    });
    expect(kept.stores.fleet).toMatchObject([{ template: 'chain-b', count: 3 }]);
    expect(passed(kiosksPass, town).stores.fleet).toEqual([]);
  });
});

test('a run begins with the minute of the first citizen, at the same civil time', () => {
  const { start, duration, workloads } = passed(durationPass, TWO);
  expect(instantMs(start)).toBe(instantMs(TWO.start) + 75 * 60_000);
  expect(duration).toBe('2m');
  expect(workloads).toMatchObject({
    visits: { citizens: [{ at: '0s' }, { at: '1m30s', requestAt: '5m' }] },
  });
});

test('changes are made in turn, each to what the ones before have come to', () => {
  const later = (scenario: Scenario) => ({ ...scenario, keepPages: scenario.keepPages + 1 });
  const changes = [later, () => undefined, later, later];
  expect(passed((it) => inTurn(it, changes), TWO).keepPages).toBe(TWO.keepPages + 3);
  const { keepPages } = passed(
    (it) => inTurn(it, changes),
    TWO,
    (it) => it.keepPages < 6,
  );
  expect(keepPages).toBe(5);
});

test('every pass leaves alone what shows the fault only as it is', () => {
  for (const { candidates } of PASSES) expect(passed(candidates, TWO, () => false)).toBe(TWO);
});

test('of faults and office operations those stay that the fault needs', async () => {
  // Requests of one second are mixed up only while the second of these faults is at work.
  const leak: Leak = () => {
    const spoil = sameSecond();
    let isOn = false;
    return (event) => {
      if (event.kind === 'fault-began' && event.means === 'jpki.slow') isOn = true;
      if (event.kind === 'fault-ended' && event.fault.startsWith('jpki.slow')) isOn = false;
      const spoiled = spoil(event);
      return isOn ? spoiled : event;
    };
  };
  const enter = {
    operation: 'set-support-measures',
    municipality: '27203',
    resident: 70,
    on: true,
  };
  const scenario = smallScenario({
    duration: '20m',
    stores: { inside: 30 },
    citizens: { ...scenarioData().citizens },
    workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.15, duration: '20m' } },
    office: [{ at: '09:02', enter }] as never,
    faults: [
      { kind: 'issuer.error', at: '1m', for: '2m', probability: 0.2 },
      { kind: 'jpki.slow', at: '5m', for: '14m', latency: '100ms' },
      { kind: 'line.slow', at: '2m', for: '5m', latency: '200ms' },
    ] as never,
  });
  const begin = spoilt(leak);
  const lines = recordedText(scenario, 3, begin).trimEnd().split('\n');
  const trial = trialOf(pageOwnership, 3, begin);
  const { scenario: small, journeys } = await shrink(await evidenceOf(lines, scenario, undefined), {
    trial,
    affords: (runs) => runs < 3000,
    breathe: async () => {},
    onProgress: () => {},
  });
  expect(small.faults.map(({ kind }) => kind)).toEqual(['jpki.slow']);
  expect(small.office).toEqual([]);
  expect(journeys.after).toBe(2);
  expect(trial(small)).toBeDefined();
});
