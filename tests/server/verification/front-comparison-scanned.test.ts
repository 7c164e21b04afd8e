import { expect, test } from 'vitest';
import { tryFronts } from '../../front-trial-worker.ts';

test('a front as scanned is equal, and with another digit it is not', async () => {
  const tried = await tryFronts({ seed: 1, first: 0, count: 1, by: ['scanned'] });
  expect(tried.map(({ forgery, verdict }) => [forgery, verdict])).toEqual([
    ['none', 'equal'],
    ['a digit', 'different'],
  ]);
});
