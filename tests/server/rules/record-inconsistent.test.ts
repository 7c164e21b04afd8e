import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { DAUGHTER, each, enterAndWait, HUSBAND, NEIGHBOUR_NO, refusals, WIFE } from './refusals.ts';

const LISTS = ['resident-record', 'resident-record-items'] as const;

test('a household in which somebody is entered twice is not listed', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { operation: 'duplicate', resident: DAUGHTER });
  expect(await refusals(small, WIFE)).toEqual(each('record-inconsistent', LISTS));
  expect(await small.ask(HUSBAND, 'resident-record', { people: 'self' })).toBe(
    'record-inconsistent',
  );
  expect(await refusals(small, NEIGHBOUR_NO)).toEqual({});
});

test('once it is corrected it is', async () => {
  const small = new SmallOffice();
  await small.enter({ operation: 'duplicate', municipality: TOWN, resident: DAUGHTER });
  await small.enter({ operation: 'correct', municipality: TOWN, resident: DAUGHTER });
  expect(await refusals(small, WIFE)).toEqual({});
});
