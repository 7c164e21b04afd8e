import { expect, test } from 'vitest';
import type { Judgement } from '../../scenarios/judging/result.ts';
import { ALL_MUTANTS } from '../../server/mutants.ts';
import { broken } from '../scenarios/small-scenario.ts';
import { CONDITIONS } from '../server/mutants/conditions.ts';
import { ran } from '../server/mutants/planted-run.ts';

/** What a load tester checks: HTTP 200, and a document that arrived. */
function sawNothingButStatus({ counts }: Judgement): boolean {
  return counts.failed + counts.timedOut === 0 && counts.completed > 0;
}

test('each planted fault of the press is found, and a sound server is never accused', async () => {
  const found: string[] = [];
  const unseenByStatus: string[] = [];
  for (const { id, oracle } of ALL_MUTANTS) {
    const planted = (await ran(CONDITIONS[id], id)).judgement;
    const sound = (await ran(CONDITIONS[id], undefined)).judgement;
    if (broken(planted).includes(oracle)) found.push(id);
    if (sawNothingButStatus(planted)) unseenByStatus.push(id);
    expect(broken(sound)).toEqual([]);
  }
  expect(found).toEqual(ALL_MUTANTS.map(({ id }) => id));
  // The naive control: every one of them answers as if nothing were wrong, or nearly all.
  expect(unseenByStatus.length).toBeGreaterThanOrEqual(found.length - 1);
});
