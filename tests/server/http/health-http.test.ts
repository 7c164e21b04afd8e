import { afterAll, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { ObservedDatabase } from '../../../server/database/database-observed.ts';
import { DatabaseProbe } from '../../../server/http/health-http.ts';
import { RealTime } from '../../../sim/real-time.ts';

const runner = new RealTime();

afterAll(() => runner.stop());

function database(query: Database['query']): Database {
  return { description: 'none', query, run: async () => {}, close: async () => {} };
}

test('a database that answers is reachable, and is asked once for many', async () => {
  let asked = 0;
  const probe = new DatabaseProbe(
    database(async () => {
      asked += 1;
      return [];
    }),
    runner,
  );
  const answers = await Promise.all([1, 2, 3].map(() => probe.reachable()));
  expect(answers).toEqual([true, true, true]);
  expect(await probe.reachable()).toBe(true);
  expect(asked).toBe(1);
});

test('a database that fails, or never answers, is not', async () => {
  const failing = new DatabaseProbe(
    database(() => Promise.reject(new Error('the connection is lost'))),
    runner,
  );
  const silent = new DatabaseProbe(
    database(() => new Promise(() => {})),
    runner,
  );
  expect(await Promise.all([failing.reachable(), silent.reachable()])).toEqual([false, false]);
});

test('an observed database tells how long each statement took, failed ones too', async () => {
  let nowMs = 100;
  const told: unknown[] = [];
  const observed = new ObservedDatabase(
    database(async ({ text }) => {
      nowMs += 5;
      if (text === 'wrong') throw new Error('no such table');
      return [{ n: 1 }];
    }),
    () => nowMs,
    (name, tookMs) => told.push([name, tookMs]),
  );
  expect(await observed.query({ name: 'a', text: 'right' })).toEqual([{ n: 1 }]);
  await expect(observed.query({ name: 'b', text: 'wrong' })).rejects.toThrow('no such table');
  expect(told).toEqual([
    ['a', 5],
    ['b', 5],
  ]);
  expect(observed.description).toBe('none');
});
