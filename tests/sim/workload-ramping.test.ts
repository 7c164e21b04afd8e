import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vuSteps } from '../../sim/workload-ramping.ts';

test.each([
  [
    0,
    [{ durationMs: 1000, target: 4 }],
    [
      [250, 1],
      [500, 2],
      [750, 3],
      [1000, 4],
    ],
  ],
  [
    3,
    [{ durationMs: 300, target: 0 }],
    [
      [100, 2],
      [200, 1],
      [300, 0],
    ],
  ],
  [
    2,
    [
      { durationMs: 1000, target: 2 },
      { durationMs: 0, target: 4 },
    ],
    [
      [1000, 3],
      [1000, 4],
    ],
  ],
  [
    0,
    [
      { durationMs: 10, target: 1 },
      { durationMs: 20, target: 0 },
    ],
    [
      [10, 1],
      [30, 0],
    ],
  ],
  [5, [{ durationMs: 1000, target: 5 }], []],
])('from %d by %j the number changes at %j', (start, stages, steps) => {
  expect([...vuSteps(start, stages)].map(({ atMs, vus }) => [atMs, vus])).toEqual(steps);
});

test('the number is never further than one from its ramp, changes by one, and meets each target', () => {
  const stage = fc.record({
    durationMs: fc.integer({ min: 1, max: 100_000 }),
    target: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.array(stage, { minLength: 1, maxLength: 5 }),
      (start, stages) => {
        const steps = [...vuSteps(start, stages)];
        let [before, lastMs] = [start, 0];
        for (const { atMs, vus } of steps) {
          expect(Math.abs(vus - before)).toBe(1);
          expect(atMs).toBeGreaterThanOrEqual(lastMs);
          [before, lastMs] = [vus, atMs];
        }
        let [fromMs, from] = [0, start];
        for (const { durationMs, target } of stages) {
          for (const part of [0.1, 0.5, 0.99]) {
            const ms = fromMs + part * durationMs;
            const now = steps.findLast(({ atMs }) => atMs <= ms)?.vus ?? start;
            expect(Math.abs(now - (from + (target - from) * part))).toBeLessThan(1 + 1e-6);
          }
          [fromMs, from] = [fromMs + durationMs, target];
          expect(steps.findLast(({ atMs }) => atMs <= fromMs)?.vus ?? start).toBe(target);
        }
      },
    ),
  );
});
