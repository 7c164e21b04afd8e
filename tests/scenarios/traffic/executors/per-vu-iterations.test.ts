import { describe, expect, test } from 'vitest';
import { complaints, offered, offeredLive, TEN_SECONDS, VARIOUS } from './offered.ts';

describe('per-vu-iterations', () => {
  const each = { executor: 'per-vu-iterations', vus: 3, iterations: 4 } as const;

  test('has each make its own number of journeys, however fast the others are', () => {
    const stayMs = (index: number) => (index === 0 ? 50_000 : 10_000);
    const { citizens, endedMs } = offered(each, { stayMs });
    expect(citizens).toHaveLength(12);
    expect(citizens.filter(({ dueMs }) => dueMs >= 50_000)).toHaveLength(3);
    expect(endedMs).toBe(80_000);
  });

  test('begins none after its longest duration, and has one journey of one citizen (k6)', () => {
    const { citizens } = offered({ ...each, maxDuration: '15s' }, TEN_SECONDS);
    expect(citizens).toHaveLength(6);
    expect(offered({ executor: 'per-vu-iterations' }).citizens).toHaveLength(1);
  });

  test('goes the same way in real time', async () => {
    const workload = {
      executor: 'per-vu-iterations',
      vus: 3,
      iterations: 4,
      maxDuration: '25s',
    } as const;
    const live = await offeredLive(workload as never, VARIOUS);
    expect(live.citizens).toEqual(offered(workload as never, VARIOUS).citizens);
  });

  test.each([
    [{ iterations: 0 }, 'iterations: '],
    [{ vus: -1 }, 'vus: '],
    [{ maxDuration: '0s' }, 'maxDuration: write a duration longer'],
  ])('with %o is refused with its place and a remedy', (changes, message) => {
    const found = complaints({ executor: 'per-vu-iterations', ...changes });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
