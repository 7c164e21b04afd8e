import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, refusals, WIFE } from './refusals.ts';

test('a card can be used from the day after it was handed out (P58)', async () => {
  const small = new SmallOffice();
  await small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: WIFE });
  const card = { generation: 2 };
  expect(await refusals(small, WIFE, card)).toEqual(each('card-not-yet-usable'));
  // 22:59 of the same day, and 06:31 of the next.
  await small.pass(13 * 3_600_000 - 60_000);
  expect(await refusals(small, WIFE, card)).toEqual(each('card-not-yet-usable'));
  await small.pass(7.5 * 3_600_000 + 120_000);
  expect(await refusals(small, WIFE, card)).toEqual({});
});
