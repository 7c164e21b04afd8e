import { expect, test } from 'vitest';
import { MistakesInForce } from '../../../server/register/mistakes-in-force.ts';
import type { EntryKey } from '../../../server/register/register-update.ts';

function resident(no: number): EntryKey {
  return { kind: 'resident', municipality: '27203', no };
}

test('what was entered wrongly together is corrected together, also by way of others', () => {
  const mistakes = new MistakesInForce();
  expect(mistakes.with(resident(1))).toEqual([]);
  mistakes.add([resident(1), resident(2)]);
  mistakes.add([resident(3)]);
  mistakes.add([resident(2), resident(4)]);
  for (const no of [1, 2, 4]) {
    const together = mistakes.with(resident(no)).map((key) => key.no);
    expect([...together].sort()).toEqual([1, 2, 4]);
  }
  expect(mistakes.with(resident(3))).toEqual([resident(3)]);
  mistakes.remove(mistakes.with(resident(4)));
  for (const no of [1, 2, 4]) expect(mistakes.with(resident(no))).toEqual([]);
  expect(mistakes.with(resident(3))).toEqual([resident(3)]);
});
