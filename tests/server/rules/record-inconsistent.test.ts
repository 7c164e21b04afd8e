import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { DAUGHTER, each, enterAndWait, HUSBAND, NEIGHBOUR_NO, refusals, WIFE } from './refusals.ts';

const LISTS = ['resident-record', 'resident-record-items'] as const;

test('a household in which somebody is entered twice is not listed', () => {
  const small = new SmallOffice();
  enterAndWait(small, { operation: 'duplicate', resident: DAUGHTER });
  expect(refusals(small, WIFE)).toEqual(each('record-inconsistent', LISTS));
  expect(small.ask(HUSBAND, 'resident-record', { people: 'self' })).toBe('record-inconsistent');
  expect(refusals(small, NEIGHBOUR_NO)).toEqual({});
});

test('once it is corrected it is', () => {
  const small = new SmallOffice();
  small.enter({ operation: 'duplicate', municipality: TOWN, resident: DAUGHTER });
  small.enter({ operation: 'correct', municipality: TOWN, resident: DAUGHTER });
  expect(refusals(small, WIFE)).toEqual({});
});
