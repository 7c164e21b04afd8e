import { describe, expect, test } from 'vitest';
import { Judge } from '../../../scenarios/judging/judge.ts';
import { populationOf } from '../../../scenarios/reference-server.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import type { PairGapWorkload } from '../../../scenarios/traffic/executors/pair-gap.ts';
import { gapMsOfPair, gapsMsOf, PairRefused } from '../../../scenarios/traffic/pair-gap.ts';
import { PairGapWatch } from '../../../scenarios/traffic/pair-gap-watch.ts';
import { Workload } from '../../../scenarios/traffic/workloads.ts';
import type { Resident } from '../../../server/register/register.ts';
import { streams } from '../../../sim/rng.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { sameSecond } from '../leaks.ts';
import {
  eventsOf,
  lived,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../small-scenario.ts';

type PairGapData = Partial<Extract<ScenarioData['workloads'][string], { executor: 'pair-gap' }>>;

const GAP = { from: '0s', to: '1500ms', step: '300ms' };

function paired(changes: PairGapData = {}, data: Partial<ScenarioData> = {}): Scenario {
  const pairs = { executor: 'pair-gap', gap: GAP, pairs: 4, ...changes } as const;
  return smallScenario({ duration: '1h', stores: { inside: 24 }, workloads: { pairs }, ...data });
}

function workload(changes: PairGapData = {}): PairGapWorkload {
  return Workload.parse({ executor: 'pair-gap', ...changes }) as PairGapWorkload;
}

/** Both of each pair, in the order of the workload. */
function twos<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return Array.from({ length: items.length / 2 }, (_, pair) => [
    items[2 * pair] as T,
    items[2 * pair + 1] as T,
  ]);
}

describe('gaps', () => {
  test('go from the first to the last by steps', () => {
    expect(gapsMsOf(workload())).toHaveLength(16);
    expect(gapsMsOf(workload({ gap: GAP }))).toEqual([0, 300, 600, 900, 1200, 1500]);
    expect(gapsMsOf(workload({ gap: { from: '100ms', to: '250ms', step: '100ms' } }))).toEqual([
      100, 200,
    ]);
  });

  test('take turns', () => {
    expect([0, 1, 2, 3].map((pair) => gapMsOfPair([5, 7, 9], pair))).toEqual([5, 7, 9, 5]);
  });
});

describe.each(['municipality', 'surname', 'second'] as const)('pairs of one %s', (same) => {
  const run = lived(paired({ same }));
  const arrived = eventsOf('arrived', run.events).toSorted((a, b) => a.journey - b.journey);
  const requests = new Map(eventsOf('requested', run.events).map((it) => [it.journey, it]));

  test('ask exactly the gap apart, at two kiosks', () => {
    const gapsMs = gapsMsOf(workload({ gap: GAP }));
    twos(arrived).forEach(([one, other], pair) => {
      const [first, second] = [requests.get(one.journey), requests.get(other.journey)];
      const apartMs = (second?.t ?? Number.NaN) - (first?.t ?? Number.NaN);
      expect(apartMs).toBeCloseTo(gapMsOfPair(gapsMs, pair), 3);
      expect(one.kiosk).not.toBe(other.kiosk);
      expect(one.resident).not.toBe(other.resident);
      expect(one.type).toBe(other.type);
    });
    expect(arrived).toHaveLength(48);
  });

  test('are told by gap, and none has missed its own', () => {
    expect(run.judgement.pairGap).toEqual(
      [0, 300, 600, 900, 1200, 1500].map((gapMs) => {
        return { workload: 'pairs', gapMs, pairs: 4, missed: 0, wrong: 0 };
      }),
    );
  });

  test('within a second or at any time of it', () => {
    const originMs = instantMs(paired().start);
    const phases = twos(arrived).map(([{ journey }]) => {
      return (originMs + (requests.get(journey)?.t ?? Number.NaN)) % 1000;
    });
    if (same === 'second') expect(new Set(phases)).toEqual(new Set([0]));
    else expect(new Set(phases).size).toBeGreaterThan(12);
  });

  test('think alike', () => {
    const thought = (journey: number) =>
      eventsOf('stage', run.events)
        .filter((it) => it.journey === journey && ['menu', 'select', 'take'].includes(it.stage))
        .map(({ ms }) => ms);
    for (const [one, other] of twos(arrived)) {
      expect(thought(other.journey).slice(0, 2)).toEqual(thought(one.journey).slice(0, 2));
    }
  });
});

test('pairs of one surname bear it', () => {
  const scenario = paired({ same: 'surname' });
  const register = populationOf(scenario, streams(1));
  const surname = (no: number) =>
    (register.resident('27203', no).next().value as Resident).name.split(' ')[0];
  for (const [one, other] of twos(eventsOf('arrived', lived(scenario).events))) {
    expect(surname(one.resident)).toBe(surname(other.resident));
  }
});

test('pairs of one queue come to one kiosk, the gap apart', () => {
  const { events } = lived(paired({ same: 'kiosk-queue', spacing: '2m' }));
  const gapsMs = gapsMsOf(workload({ gap: GAP }));
  const arrived = eventsOf('arrived', events).toSorted((a, b) => a.journey - b.journey);
  twos(arrived).forEach(([one, other], pair) => {
    expect(one.kiosk).toBe(other.kiosk);
    expect(other.t - one.t).toBeCloseTo(gapMsOfPair(gapsMs, pair), 3);
  });
});

test('two sweeps at the same time do not stand in each other’s way', () => {
  const pairs = { executor: 'pair-gap', gap: GAP, pairs: 3 } as const;
  const workloads = { pairs, others: { ...pairs, startTime: '30s', same: 'second' } } as const;
  const { judgement } = lived(paired({}, { stores: { inside: 44 }, workloads }));
  expect(judgement.pairGap).toHaveLength(12);
  expect(judgement.pairGap?.every(({ missed }) => missed === 0)).toBe(true);
});

describe('wrong documents', () => {
  test('are told by gap: a fault of the same second is a bright column below 1,000 ms', () => {
    const scenario = paired();
    const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
    const spoil = sameSecond();
    for (const event of lived(scenario).events) judge.accept(spoil(event));
    const points = judge.conclude().pairGap ?? [];
    expect(points.map(({ gapMs, pairs, wrong }) => [gapMs, wrong / pairs])).toEqual([
      [0, 1],
      [300, 1],
      [600, 1],
      [900, 1],
      [1200, 0],
      [1500, 0],
    ]);
  });

  test('count only where the gap was kept', () => {
    const watch = new PairGapWatch(paired({ gap: { from: '0s', to: '100ms' }, pairs: 1 }));
    const { arrived, requested } = watch.watch;
    const asked = [1000, 1024, 5000, 5126];
    asked.forEach((t, journey) => {
      const who = { municipality: '27203', resident: journey, owner: '', age: 40 };
      const type = 'resident-record' as const;
      const kiosk = 'in-001';
      arrived?.({ kind: 'arrived', t: 0, journey, workload: 'pairs', kiosk, type, ...who });
      requested?.({ kind: 'requested', t, journey, kiosk, request: `r${journey}` });
    });
    watch.violated(1);
    watch.violated(3);
    watch.violated(77);
    expect(watch.points()).toEqual([
      { workload: 'pairs', gapMs: 0, pairs: 1, missed: 0, wrong: 1 },
      { workload: 'pairs', gapMs: 100, pairs: 0, missed: 1, wrong: 0 },
    ]);
  });

  test('of a pair that comes too late for its instant are no measurement', () => {
    const { judgement } = lived(paired({ requestAfter: '20s' }));
    const missed = judgement.pairGap?.reduce((sum, point) => sum + point.missed, 0);
    expect(missed).toBeGreaterThan(12);
  });

  test('are not told of a run without pairs', () => {
    expect(lived(smallScenario({ duration: '10m' })).judgement.pairGap).toBeUndefined();
  });
});

describe('a scenario is refused', () => {
  const complaints = (scenario: unknown) =>
    Scenario.safeParse(scenario).error?.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
  const data = (changes: PairGapData, more: Partial<ScenarioData> = {}) =>
    scenarioData({
      stores: { inside: 4 },
      workloads: { pairs: { executor: 'pair-gap', pairs: 2, ...changes } },
      ...more,
    });

  test.each([
    [data({ gap: { from: '2s' } }), 'workloads.pairs.gap.from: it must not exceed'],
    [data({ spacing: '1s' }), 'workloads.pairs.spacing: it must be longer'],
    [data({}, { stores: { inside: 1 } }), 'workloads.pairs.same: a pair needs two kiosks'],
    [data({ pairs: 90 }), 'workloads.pairs.pairs: 1440 pairs (16 gaps) need'],
  ])('whose pairs could never be, %#', (scenario, complaint) => {
    expect(complaints(scenario)?.join()).toContain(complaint);
  });

  test('whose pairs can be is taken', () => {
    expect(complaints(data({ same: 'kiosk-queue' }, { stores: { inside: 1 } }))).toBeUndefined();
  });

  test('as it runs, if there is nobody for a pair', () => {
    const few = scenarioData().municipality as object;
    const lonely = paired(
      { same: 'surname' },
      { municipality: { ...few, population: 1 } as ScenarioData['municipality'] },
    );
    expect(() => lived(lonely)).toThrow(PairRefused);
  });
});
