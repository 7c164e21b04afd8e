import { describe, expect, test } from 'vitest';
import { dueMs, offeredLive, type WorkloadData } from './offered.ts';

const ramping = (stages: readonly object[], changes: object = {}): WorkloadData =>
  ({ executor: 'ramping-arrival-rate', stages, ...changes }) as WorkloadData;

describe('ramps', () => {
  const UP_AND_DOWN = [
    { duration: '10s', target: 2 },
    { duration: '10s', target: 0 },
  ];

  test('have as many come as lie under them, evenly', () => {
    const instants = dueMs(ramping(UP_AND_DOWN));
    expect(instants).toHaveLength(20);
    instants.forEach((ms, index) => {
      expect(ms + (instants[19 - index] as number)).toBeCloseTo(20_000, 2);
    });
  });

  test('begin at the start rate, and change it at once in a stage of 0s', () => {
    const jump = [
      { duration: '10s', target: 1 },
      { duration: '0s', target: 3 },
      { duration: '10s', target: 3 },
    ];
    const instants = dueMs(ramping(jump, { startRate: 1 }));
    expect(instants.filter((ms) => ms < 10_000)).toHaveLength(10);
    expect(instants.filter((ms) => ms >= 10_000)).toHaveLength(30);
  });

  test('count all rates in their unit', () => {
    const perMinute = UP_AND_DOWN.map((stage) => ({ ...stage, target: stage.target * 60 }));
    const changes = { timeUnit: '1m', startRate: 0 };
    expect(dueMs(ramping(perMinute, changes))).toEqual(dueMs(ramping(UP_AND_DOWN)));
  });

  test('are the same schedule in real time', async () => {
    const { citizens } = await offeredLive(ramping(UP_AND_DOWN));
    expect(citizens.map((citizen) => citizen.dueMs)).toEqual(dueMs(ramping(UP_AND_DOWN)));
  });
});
