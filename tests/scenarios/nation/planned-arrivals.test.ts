import { expect, test } from 'vitest';
import { dayNumberOf } from '../../../scenarios/demand/civil-day.ts';
import type { Demand } from '../../../scenarios/demand/demand.ts';
import { arrivalRateOf } from '../../../scenarios/demand/demand-portion.ts';
import { DemandRate, volumeOf } from '../../../scenarios/demand/demand-rate.ts';
import { DemandVisits } from '../../../scenarios/demand/demand-visits.ts';
import {
  asWhole,
  type Component,
  componentsOf,
  dealt,
} from '../../../scenarios/nation/components.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { scoped } from '../../../scenarios/virtual-run.ts';
import { streams } from '../../../sim/rng.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { smallNation } from './small-nation.ts';

/** How many citizens are planned for each second by these components. */
function planned(components: readonly Component[], seconds: number): readonly number[] {
  const perSecond = new Array<number>(seconds).fill(0);
  for (const { scenario: made, scope = '' } of components) {
    const scenario = made();
    const fromMs = instantMs(scenario.start);
    for (const [name, workload] of Object.entries(scenario.workloads)) {
      if (workload.executor !== 'calendar' || workload.demand === undefined) continue;
      const chance = scoped(streams(1), scope);
      const visits = new DemandVisits(name, workload.demand, scenario, chance);
      for (const dueMs of visits.due(fromMs, fromMs + seconds * 1000)) {
        const second = Math.floor(dueMs / 1000);
        perSecond[second] = (perSecond[second] ?? 0) + 1;
      }
    }
  }
  return perSecond;
}

const added = (plans: readonly (readonly number[])[], seconds: number) =>
  Array.from({ length: seconds }, (_, at) =>
    plans.reduce((sum, plan) => sum + (plan[at] as number), 0),
  );

/** The nation’s Monday with its volume changed so that about so many come a second. */
async function nationOf(perSecond: number, duration: string): Promise<Scenario> {
  const atTenNow = 6.3;
  return smallNation(24, duration, {
    start: '2025-03-31T10:00:00+09:00',
    'nation.municipalities.value': 24,
    'nation.participating.value': 24,
    'nation.kinds.value': { metropolis: 2, city: 10 },
    'nation.population.value': 10_000_000,
    'nation.largest.value': 2_000_000,
    'stores.inside': 240,
    'workloads.monday.demand.volume.certificates.value': (31_890_000 * perSecond) / atTenNow,
  });
}

test.each([
  [0.01, '1h'],
  [1, '2m'],
  [37.3, '5s'],
  [190, '1s'],
])(
  'of %d citizens a second, those of 1 to 64 shards add up to all, second by second',
  async (perSecond, duration) => {
    const scenario = await nationOf(perSecond, duration);
    const seconds = durationMs(duration) / 1000;
    const plan = planned(componentsOf(scenario), seconds);
    expect(added([plan], seconds).some((count) => count > 0)).toBe(true);
    for (let of = 1; of <= 64; of++) {
      const hands = dealt(componentsOf(scenario), of);
      const plans = hands.map((own) => planned(own, seconds));
      expect(added(plans, seconds), `${of} shards`).toEqual(plan);
    }
  },
);

test('what municipalities are to expect adds up to what the nation is, at every instant', async () => {
  const scenario = await smallNation(1300);
  const whole = demandOf(scenario);
  expect(volumeOf(demandOf(asWhole(scenario)))).toBeCloseTo(31_890_000, 3);
  const day = dayNumberOf('2025-03-31');
  const portions = componentsOf(scenario).map((component) => demandOf(component.scenario()));
  const rates = portions.map((demand) => arrivalRateOf(demand).daySegments(day));
  const segments = new DemandRate(whole).daySegments(day);
  expect(segments.length).toBeGreaterThan(16);
  segments.forEach((segment, index) => {
    const sum = rates.reduce((all, its) => all + (its[index]?.fromPerSecond ?? 0), 0);
    expect(sum).toBeCloseTo(segment.fromPerSecond, 9);
  });
  expect(portions.reduce((sum, demand) => sum + volumeOf(demand), 0)).toBeCloseTo(31_890_000, 3);
});

function demandOf({ workloads }: Scenario): Demand {
  const [workload] = Object.values(workloads);
  if (workload?.executor !== 'calendar' || workload.demand === undefined) throw new Error('none');
  return workload.demand;
}

test('shards have about as many citizens as far as that can be', async () => {
  const components = componentsOf(await smallNation(1300));
  for (const of of [1, 2, 7, 16]) {
    const shares = dealt(components, of).map((own) =>
      own.reduce((sum, { share }) => sum + share, 0),
    );
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const share of shares) expect(share).toBeCloseTo(1 / of, 4);
  }
});
