import { describe, expect, test } from 'vitest';
import { complaints, offered, offeredLive, TEN_SECONDS, VARIOUS } from './offered.ts';

describe('shared-iterations', () => {
  const seven = { executor: 'shared-iterations', vus: 3, iterations: 7 } as const;

  test('is over when all journeys have been made, by whoever is free', () => {
    const stayMs = (index: number) => (index === 0 ? 50_000 : 10_000);
    const { citizens, endedMs } = offered(seven, { stayMs });
    expect(citizens).toHaveLength(7);
    // The first of the three makes one only, the other two the rest.
    expect(citizens.map(({ dueMs }) => dueMs)).toEqual([0, 0, 0, 10_000, 10_000, 20_000, 20_000]);
    expect(endedMs).toBe(50_000);
  });

  test('begins none after its longest duration, and lets those in hand finish', () => {
    const { citizens, endedMs } = offered({ ...seven, maxDuration: '15s' }, TEN_SECONDS);
    expect(citizens).toHaveLength(6);
    expect(endedMs).toBe(20_000);
  });

  test('goes the same way in real time', async () => {
    const workload = { executor: 'shared-iterations', vus: 3, iterations: 7 } as const;
    const live = await offeredLive(workload as never, VARIOUS);
    expect(live.citizens).toEqual(offered(workload as never, VARIOUS).citizens);
  });

  test.each([
    [
      { vus: 3, iterations: 2 },
      'iterations: there must be a journey for each citizen: raise it, or lower `vus`',
    ],
    [{ iterations: 0 }, 'iterations: '],
    [{ maxDuration: '0s' }, 'maxDuration: write a duration longer'],
  ])('with %o is refused with its place and a remedy', (changes, message) => {
    const found = complaints({ executor: 'shared-iterations', ...changes });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
