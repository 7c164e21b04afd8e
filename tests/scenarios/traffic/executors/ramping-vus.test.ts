import { describe, expect, test } from 'vitest';
import {
  complaints,
  offered,
  offeredLive,
  present,
  type Setting,
  VARIOUS,
  type WorkloadData,
} from './offered.ts';

describe('ramping-vus', () => {
  const ramp = (stages: readonly object[], changes: object = {}): WorkloadData =>
    ({ executor: 'ramping-vus', startVUs: 0, stages, ...changes }) as WorkloadData;
  const SHORT: Setting = { stayMs: () => 100 };

  test('grows and shrinks one by one along its ramps, as k6 does', () => {
    const { citizens } = offered(
      ramp([
        { duration: '10s', target: 5 },
        { duration: '5s', target: 5 },
        { duration: '10s', target: 0 },
      ]),
      SHORT,
    );
    const at = (s: number) => present(citizens, s * 1000 + 50);
    expect([0, 1, 2, 3, 4, 6, 8, 10, 14, 16, 17, 19, 21, 23, 24].map(at)).toEqual([
      0, 0, 1, 1, 2, 3, 4, 5, 5, 5, 4, 3, 2, 1, 1,
    ]);
    expect(Math.max(...citizens.map(({ endedMs }) => endedMs))).toBeLessThanOrEqual(25_100);
  });

  test('begins with one unless it is said (k6), and changes at once in a stage of 0s', () => {
    const stages = [
      { duration: '10s', target: 1 },
      { duration: '0s', target: 4 },
      { duration: '10s', target: 4 },
    ];
    const { citizens, endedMs } = offered({ executor: 'ramping-vus', stages }, SHORT);
    expect([0, 9, 10, 19].map((s) => present(citizens, s * 1000 + 50))).toEqual([1, 1, 4, 4]);
    expect(endedMs).toBe(20_000);
  });

  test('lets those go who came last, as k6 does', () => {
    const stages = [
      { duration: '10s', target: 2 },
      { duration: '0s', target: 1 },
      { duration: '10s', target: 1 },
    ];
    // The second is half a second behind the first from its second journey on.
    const stayMs = (index: number) => (index === 1 ? 9500 : 1000);
    const { citizens } = offered(ramp(stages, { startVUs: 2 }), { stayMs });
    const late = citizens.map(({ dueMs }) => dueMs).filter((dueMs) => dueMs >= 10_000);
    expect(late).toEqual(Array.from({ length: 10 }, (_, second) => 10_000 + 1000 * second));
  });

  const DOWN = [
    { duration: '10s', target: 3 },
    { duration: '1s', target: 0 },
    { duration: '89s', target: 0 },
  ];

  test('lets whoever is one too many finish, if nothing else is said', () => {
    const { citizens } = offered(ramp(DOWN, { startVUs: 3 }), { stayMs: () => 30_000 });
    expect(citizens.map(({ endedMs, left }) => [endedMs, left])).toEqual(
      Array.from({ length: 3 }, () => [30_000, undefined]),
    );
  });

  test('sends them away when gracefulRampDown is over', () => {
    const workload = ramp(DOWN, { startVUs: 3, gracefulRampDown: '5s' });
    const { citizens } = offered(workload, { stayMs: (index) => (index === 0 ? 12_000 : 60_000) });
    // Of three the last goes first: the third is one too many after a third of a second.
    expect(citizens.map(({ endedMs, left }) => [Math.round(endedMs), left])).toEqual([
      [12_000, undefined],
      [15_667, 'one too many'],
      [15_333, 'one too many'],
    ]);
  });

  test('takes back whoever is wanted again before that', () => {
    const again = [
      ...DOWN.slice(0, 2),
      { duration: '1s', target: 3 },
      { duration: '30s', target: 3 },
    ];
    const workload = ramp(again, { startVUs: 3, gracefulRampDown: '5s' });
    const { citizens } = offered(workload, { stayMs: () => 20_000 });
    expect(citizens.every(({ left }) => left === undefined)).toBe(true);
    expect(Math.max(...[5, 12, 15, 25, 39].map((s) => present(citizens, s * 1000)))).toBe(3);
  });

  test('goes the same way in real time', async () => {
    const workload = {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { duration: '20s', target: 4 },
        { duration: '20s', target: 0 },
      ],
    } as const;
    const live = await offeredLive(workload as never, VARIOUS);
    expect(live.citizens).toEqual(offered(workload as never, VARIOUS).citizens);
  });

  test.each([
    [{ startVUs: -1 }, 'startVUs: '],
    [{ stages: [] }, 'stages: '],
    [{ stages: [{ duration: '0s', target: 2 }] }, 'stages: one stage at least must last'],
    [{ stages: [{ duration: '1m', target: 0.5 }] }, 'stages.0.target: '],
    [
      { startVUs: 0, stages: [{ duration: '1m', target: 0 }] },
      'stages: nobody would come: raise a target',
    ],
    [{ gracefulRampDown: 'soon' }, 'gracefulRampDown: write a duration such as'],
  ])('with %o is refused with its place and a remedy', (changes, message) => {
    const found = complaints({
      executor: 'ramping-vus',
      stages: [{ duration: '1m', target: 2 }],
      ...changes,
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
