import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueMs, offered, offeredLive, type WorkloadData } from './offered.ts';

const constant = (changes: object): WorkloadData =>
  ({ executor: 'constant-arrival-rate', rate: 0.5, duration: '20s', ...changes }) as WorkloadData;

describe('a constant rate', () => {
  test('has citizens come evenly, whether or not the others are done', () => {
    const even = Array.from({ length: 10 }, (_, index) => 1000 + 2000 * index);
    const { citizens, endedMs } = offered(constant({}));
    expect(citizens.map((citizen) => citizen.dueMs)).toEqual(even);
    expect(citizens.map((citizen) => citizen.endedMs - citizen.dueMs)).toEqual(
      even.map(() => 180_000),
    );
    expect(endedMs).toBe(19_000);
  });

  test('is the same schedule in real time', async () => {
    const { citizens } = await offeredLive(constant({}));
    expect(citizens.map((citizen) => citizen.dueMs)).toEqual(dueMs(constant({})));
  });

  test.each([
    [30, '1m', 0.5],
    [1, '2s', 0.5],
    [500, '1000s', 0.5],
    [0.0005, '1ms', 0.5],
  ])('of %d per %s is that of %d per second', (rate, timeUnit, perSecond) => {
    expect(dueMs(constant({ rate, timeUnit }))).toEqual(dueMs(constant({ rate: perSecond })));
  });

  test('of any size gives each stretch of time its due share, within one half', () => {
    const rates = fc.double({ min: 0.05, max: 1000, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 10, max: 30 }), (rate, seconds) => {
        const instants = dueMs(constant({ rate, duration: `${seconds}s` }), { stayMs: () => 1 });
        for (let until = 1; until <= seconds; until++) {
          const come = instants.filter((ms) => ms < until * 1000).length;
          // An instant is to the µs, so a citizen due in the last one may fall on either side.
          expect(Math.abs(come - rate * until)).toBeLessThanOrEqual(0.5 + rate * 2e-6);
        }
      }),
      { numRuns: 25 },
    );
  });
});
