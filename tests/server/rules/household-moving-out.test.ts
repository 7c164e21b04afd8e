import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { HUSBAND, refusals, WIFE } from './refusals.ts';

const notice = { operation: 'move-out', municipality: TOWN, resident: WIFE, on: '2015-06-20' };

test('a household with somebody about to move out is not certified as a whole (P57)', () => {
  const small = new SmallOffice();
  small.enter(notice);
  for (const type of ['resident-record', 'resident-record-items'] as const) {
    expect(small.ask(HUSBAND, type)).toBe('household-moving-out');
    expect(small.ask(HUSBAND, type, { people: 'self' })).toEqual(expect.any(Number));
    expect(small.ask(HUSBAND, type, { people: [1, 2] })).toBe('moving-out');
  }
  expect(small.offered(HUSBAND, 'resident-record')).toBe('offered');
});

test('once they have gone it is', () => {
  const small = new SmallOffice();
  small.enter(notice);
  small.enter({ ...notice, on: '2015-06-01' });
  expect(refusals(small, HUSBAND)).toEqual({ 'seal-registration': 'seal-not-registered' });
});
