import { expect, test } from 'vitest';
import { StepArea } from '../../../scenarios/trust/area.ts';
import { InFlightWatch } from '../../../scenarios/trust/in-flight.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';
import { exponential } from '../../../sim/distribution.ts';
import { streams } from '../../../sim/rng.ts';

/** Journeys of some minutes at random, as steps up and down, in no order of time. */
function stepped(area: StepArea, count: number): number {
  const rng = streams(3).stream('test', 'area');
  const lasts = exponential(150_000);
  let sum = 0;
  for (let journey = 0; journey < count; journey++) {
    const dueMs = rng.uniform() * 3_600_000;
    const ms = lasts(rng);
    area.step(dueMs + ms, -1);
    area.step(dueMs, 1);
    sum += ms;
  }
  return sum;
}

const total = (areas: readonly number[]) => areas.reduce((sum, area) => sum + area, 0);

test('the area is the time that all journeys take, window by window', () => {
  const area = new StepArea(60_000);
  const sum = stepped(area, 200);
  const windows = area.windows(10_000_000);
  expect(total(windows)).toBeCloseTo(sum, 3);
  expect(windows[0]).toBeLessThan(windows[30] as number);
});

test('windows that are put together have the areas of their parts', () => {
  const [fine, coarse] = [new StepArea(60_000), new StepArea(60_000)];
  stepped(fine, 200);
  stepped(coarse, 200);
  coarse.coarsen();
  coarse.coarsen();
  expect(coarse.length).toBe(Math.ceil(fine.length / 4));
  const untilMs = 90 * 60_000 + 1_234;
  const parts = fine.windows(untilMs);
  coarse.windows(untilMs).forEach((area, window) => {
    expect(area).toBeCloseTo(total(parts.slice(4 * window, 4 * window + 4)), 3);
  });
});

test('of a run of months windows are longer, and a part of the waiting is still missed', () => {
  for (const [measuredShare, verdict] of [
    [1, 'pass'],
    [0.9, 'fail'],
  ] as const) {
    const little = new InFlightWatch();
    const { arrived, ended } = little.watch;
    const at = { kiosk: 'in-001', stage: 'take', outcome: 'completed', reason: '' } as const;
    const who = { municipality: '27203', resident: 1, owner: '', age: 30 } as const;
    for (let journey = 0; journey < 20_000; journey++) {
      const t = journey * 600_000;
      const type = 'resident-record';
      arrived?.({ kind: 'arrived', t, journey, workload: 'day', kiosk: 'in-001', type, ...who });
      ended?.({ kind: 'ended', t: t + 700_000, journey, ms: 700_000 * measuredShare, ...at });
    }
    const check = little.check();
    expect(check?.verdict).toBe(verdict);
    expect(20_000 * 600_000).toBeGreaterThan(100 * DAY_MS);
    expect(check?.message).toMatch(/in the worst of \d{4} windows of 64 minutes/);
  }
});
