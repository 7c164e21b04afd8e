import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

test('with the card of somebody who has died nothing is issued (P56)', () => {
  const small = new SmallOffice();
  enterAndWait(small, { operation: 'die', resident: HUSBAND });
  expect(refusals(small, HUSBAND)).toEqual(each('deceased'));
});

test('the household goes on with another head', () => {
  const small = new SmallOffice();
  const version = small.enter({ operation: 'die', municipality: TOWN, resident: HUSBAND }).change
    ?.version;
  expect(refusals(small, WIFE)).toEqual({});
  expect(small.ask(WIFE, 'resident-record')).toBe(version);
  expect(small.ask(WIFE, 'resident-record', { people: [1] })).toBe(version);
  expect(small.truth(WIFE).relationship).toBe('head');
});

test('the family register has it', () => {
  const small = new SmallOffice();
  const version = small.enter({ operation: 'die', municipality: TOWN, resident: HUSBAND }).change
    ?.version;
  expect(small.ask(WIFE, 'family-register-full')).toBe(version);
});
