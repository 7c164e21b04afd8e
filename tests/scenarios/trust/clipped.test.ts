import { describe, expect, test } from 'vitest';
import { beforeRun } from '../../../scenarios/trust/before-run-system.ts';
import { type ScenarioData, smallScenario } from '../small-scenario.ts';

/** What is said before a run of an hour. */
function warning(workload: ScenarioData['workloads'][string]): string | undefined {
  const scenario = smallScenario({ workloads: { late: workload } });
  return beforeRun(scenario, { time: 'virtual' }).warning;
}

const RATE = { rate: 0.001, executor: 'poisson-arrival-rate' } as const;

describe('a workload that asks to last longer than the run', () => {
  test.each([
    [{ executor: 'constant-vus', duration: '61m' } as const, '61m', '1m', '1h'],
    [{ ...RATE, startTime: '20m', duration: '1h' }, '1h', '20m', '40m'],
    [{ ...RATE, executor: 'constant-arrival-rate', duration: '2h' } as const, '2h', '1h', '1h'],
  ])('is warned of with the remedy: %o', (workload, asked, cut, left) => {
    const told = warning(workload as never);
    expect(told).toMatch(/^workloads\.late\.duration asks for .* the run lasts 1h: /);
    expect(told).toContain(`the last ${cut} is left out; set duration to `);
    expect(told).toMatch(new RegExp(`, or workloads\\.late\\.duration to ${left}$`));
    expect(warning({ ...workload, duration: left } as never), asked).toBeUndefined();
  });

  test('is told of its stages, which are added up', () => {
    const ramp = (duration: string): ScenarioData['workloads'][string] => ({
      executor: 'ramping-vus',
      stages: [
        { duration: '30m', target: 2 },
        { duration, target: 0 },
      ],
    });
    expect(warning(ramp('30m'))).toBeUndefined();
    expect(warning(ramp('45m'))).toBe(
      'workloads.late.stages asks for 1h15m from 0s on, but the run lasts 1h: the last 15m is ' +
        'left out; set duration to 1h15m, or workloads.late.stages to 1h in all',
    );
  });

  test('is none where it says at most how long, or lasts as long as the run', () => {
    expect(
      warning({ executor: 'shared-iterations', iterations: 2, maxDuration: '3h' }),
    ).toBeUndefined();
    const bands = [{ from: '09:00', to: '17:00', share: 1 }];
    expect(warning({ executor: 'calendar', perDay: 10, bands })).toBeUndefined();
  });

  test('is warned of on a line of its own, after the kiosks', () => {
    const told = warning({ executor: 'poisson-arrival-rate', rate: 0.02, duration: '2h' });
    const [kiosks, clipped, ...others] = told?.split('\nwarning: ') ?? [];
    expect(kiosks).toMatch(/^.* times the .* of 3 kiosks/);
    expect(clipped).toMatch(/^workloads\.late\.duration/);
    expect(others).toEqual([]);
  });
});
