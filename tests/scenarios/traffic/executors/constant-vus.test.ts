import { describe, expect, test } from 'vitest';
import { complaints, offered, offeredLive, present, TEN_SECONDS, VARIOUS } from './offered.ts';

describe('constant-vus', () => {
  const three = { executor: 'constant-vus', vus: 3, duration: '1m' } as const;

  test('keeps so many there till its end, each coming back at once, and lets them finish', () => {
    const { citizens, endedMs } = offered(three, VARIOUS);
    for (let atMs = 0; atMs < 60_000; atMs += 2500) expect(present(citizens, atMs)).toBe(3);
    expect(citizens.every(({ dueMs }) => dueMs < 60_000)).toBe(true);
    expect(endedMs).toBe(Math.max(...citizens.map((citizen) => citizen.endedMs)));
  });

  test('has one citizen unless more are said (k6)', () => {
    const { citizens } = offered({ executor: 'constant-vus', duration: '1m' }, TEN_SECONDS);
    expect(citizens).toHaveLength(6);
  });

  test('ends with the run', () => {
    const { citizens } = offered(three, { ...TEN_SECONDS, runMs: 30_000 });
    expect(citizens).toHaveLength(9);
  });

  test('does not come back in no time when it is sent away at once', () => {
    const { citizens } = offered(three, { stayMs: () => 0 });
    expect(citizens).toHaveLength(3 * 60);
  });

  test('goes the same way in real time', async () => {
    const workload = { executor: 'constant-vus', vus: 3, duration: '1m' } as const;
    const live = await offeredLive(workload as never, VARIOUS);
    expect(live.citizens).toEqual(offered(workload as never, VARIOUS).citizens);
  });

  test.each([
    [{ vus: 0, duration: '1m' }, 'vus: '],
    [{ vus: 1.5, duration: '1m' }, 'vus: '],
    [{ vus: 1e6, duration: '1m' }, 'vus: '],
    [{ vus: 2 }, 'duration: '],
    [{ vus: 2, duration: '0s' }, 'duration: write a duration longer than 0s'],
    [{ vus: 2, duration: '1m', gracefulStop: 'soon' }, 'gracefulStop: write a duration such as'],
  ])('with %o is refused with its place and a remedy', (changes, message) => {
    const found = complaints({ executor: 'constant-vus', ...changes });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
