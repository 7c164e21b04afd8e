import { expect, test } from 'vitest';
import { ALL_MUTANTS } from '../../../server/mutants.ts';
import { broken } from '../../scenarios/small-scenario.ts';
import { type Condition, MANY_PAGES, ran } from './planted-run.ts';

/** 500 citizens, one every five minutes day and night, at a server of two nodes. */
const QUIET: Condition = {
  server: { nodes: 2 },
  municipality: { ...MANY_PAGES, hours: { opens: '00:00', closes: '23:59' } },
  scenario: {
    start: '2015-06-01T00:00:00+09:00',
    duration: '41h40m',
    workloads: {
      quiet: { executor: 'constant-arrival-rate', rate: 1 / 300, duration: '41h40m' },
    },
  },
};

test.each(ALL_MUTANTS)('$id is silent in 500 quiet journeys', async ({ id }) => {
  const { judgement } = await ran(QUIET, id);
  expect(judgement.counts.offered).toBe(500);
  expect(judgement.counts.completed).toBeGreaterThan(450);
  expect(broken(judgement)).toEqual([]);
});
