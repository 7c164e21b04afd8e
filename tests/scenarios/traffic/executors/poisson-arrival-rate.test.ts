import { describe, expect, test } from 'vitest';
import { dueMs, offeredLive, type WorkloadData } from './offered.ts';

const poisson = (changes: object): WorkloadData =>
  ({ executor: 'poisson-arrival-rate', rate: 0.5, duration: '20s', ...changes }) as WorkloadData;

describe('a Poisson process', () => {
  test('has citizens come at gaps of chance, as many as the rate says', () => {
    const instants = dueMs(poisson({ rate: 60, timeUnit: '1m', duration: '1h' }));
    // ±4 standard deviations.
    expect(Math.abs(instants.length - 3600)).toBeLessThan(240);
    const gaps = instants.slice(1).map((ms, index) => ms - (instants[index] as number));
    // A share e^-1 of exponential gaps is longer than their mean.
    const long = gaps.filter((gap) => gap > 1000).length / gaps.length;
    expect(Math.abs(long - Math.exp(-1))).toBeLessThan(0.04);
  });

  test('is the same schedule in real time', async () => {
    const few = poisson({});
    const { citizens } = await offeredLive(few);
    expect(citizens.map((citizen) => citizen.dueMs)).toEqual(dueMs(few));
  });
});
