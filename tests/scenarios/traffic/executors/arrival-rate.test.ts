import { describe, expect, test } from 'vitest';
import { complaints, dueMs, type WorkloadData } from './offered.ts';

const constant = (changes: object): WorkloadData =>
  ({ executor: 'constant-arrival-rate', rate: 0.5, duration: '20s', ...changes }) as WorkloadData;
const poisson = (changes: object): WorkloadData =>
  ({ executor: 'poisson-arrival-rate', rate: 0.5, duration: '20s', ...changes }) as WorkloadData;
const ramping = (stages: readonly object[], changes: object = {}): WorkloadData =>
  ({ executor: 'ramping-arrival-rate', stages, ...changes }) as WorkloadData;

test('nobody comes after the run', () => {
  const cut = { runMs: 5000 };
  for (const workload of [
    constant({}),
    poisson({ rate: 5 }),
    ramping([{ duration: '20s', target: 4 }]),
  ]) {
    const whole = dueMs(workload);
    expect(dueMs(workload, cut)).toEqual(whole.filter((ms) => ms < 5000));
    expect(whole.length).toBeGreaterThan(dueMs(workload, cut).length);
  }
});

describe('an impossible rate is refused with its place and a remedy', () => {
  const NUMBER = 'rate: write a number of citizens, 0 or more, such as 30';
  const BEYOND = 'more than 100,000 citizens a second: lower it, or lengthen `timeUnit`';

  test.each([
    [constant({ rate: Number.NaN }), NUMBER],
    [constant({ rate: Number.POSITIVE_INFINITY }), NUMBER],
    [constant({ rate: '30' }), NUMBER],
    [constant({ rate: -1 }), 'rate: nobody can come less often than never: write 0 or more'],
    [poisson({ rate: -0.1 }), 'rate: nobody can come less often than never: write 0 or more'],
    [constant({ rate: 100_001 }), `rate: ${BEYOND}`],
    [constant({ rate: 101, timeUnit: '1ms' }), `rate: ${BEYOND}`],
    [poisson({ rate: 1e300 }), `rate: ${BEYOND}`],
    [ramping([{ duration: '1s', target: 2e5 }]), `stages.0.target: ${BEYOND}`],
    [ramping([{ duration: '1s', target: 1 }], { startRate: 2e5 }), `startRate: ${BEYOND}`],
    [constant({ timeUnit: '0s' }), 'timeUnit: write a duration longer than 0s'],
    [constant({ timeUnit: 'minute' }), 'timeUnit: write a duration such as'],
    [constant({ rate: 0 }), 'rate: nobody would come: 0 citizens are due in all; raise it'],
    [poisson({ rate: 0 }), 'rate: nobody would come: raise it above 0'],
    [
      constant({ rate: 0.02 }),
      'rate: nobody would come: 0.4 citizens are due in all; raise it, or let it last longer',
    ],
    [
      constant({ rate: 1 / 3600, duration: '2h', startTime: '31m' }),
      'rate: nobody would come: 2 citizens are due in all, the first after the run has ended; raise it',
    ],
    [ramping([{ duration: '10s', target: 0 }]), 'stages: nobody would come: 0 citizens are due'],
    [
      ramping([{ duration: '0s', target: 9 }]),
      'stages: one stage at least must last longer than 0s',
    ],
    [constant({ duration: '0s' }), 'duration: write a duration longer than 0s'],
  ])('%o', (workload, message) => {
    const found = complaints(workload);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test.each([
    constant({ rate: 100_000 }),
    constant({ rate: 100, timeUnit: '1ms' }),
    constant({ rate: 0.026 }),
    poisson({ rate: 0.0001 }),
    ramping([{ duration: '10s', target: 0 }], { startRate: 1 }),
  ])('but not %o', (workload) => {
    expect(complaints(workload)).toEqual([]);
  });
});
