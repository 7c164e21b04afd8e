import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { DAUGHTER, each, enterAndWait, HUSBAND, NEIGHBOUR_NO, refusals, WIFE } from './refusals.ts';

const notice = { operation: 'move-out', resident: WIFE, on: '2015-06-02' };

test('who has given notice of moving out is issued nothing (P56)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, notice);
  expect(await refusals(small, WIFE)).toEqual(each('moving-out'));
  expect(await refusals(small, NEIGHBOUR_NO)).toEqual({});
});

test('with the whole household everybody is refused', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { ...notice, who: 'household' });
  for (const no of [HUSBAND, WIFE, DAUGHTER])
    expect(await refusals(small, no)).toEqual(each('moving-out'));
});

test('on the day it is moved-out, which the office enters at midnight', async () => {
  const small = new SmallOffice();
  small.runner.spawn(small.office.days());
  await small.enter({ municipality: TOWN, ...notice });
  await small.pass(21 * 3_600_000);
  expect((await small.truth(WIFE)).standing).toBe('moved-out');
  expect(await refusals(small, WIFE)).toEqual(each('moved-out'));
});
