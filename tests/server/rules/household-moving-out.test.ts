import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { HUSBAND, refusals, WIFE } from './refusals.ts';

const notice = { operation: 'move-out', municipality: TOWN, resident: WIFE, on: '2015-06-20' };

test('a household with somebody about to move out is not certified as a whole (P57)', async () => {
  const small = new SmallOffice();
  await small.enter(notice);
  for (const type of ['resident-record', 'resident-record-items'] as const) {
    expect(await small.ask(HUSBAND, type)).toBe('household-moving-out');
    expect(await small.ask(HUSBAND, type, { people: 'self' })).toEqual(expect.any(Number));
    expect(await small.ask(HUSBAND, type, { people: [1, 2] })).toBe('moving-out');
  }
  expect(await small.offered(HUSBAND, 'resident-record')).toBe('offered');
});

test('once they have gone it is', async () => {
  const small = new SmallOffice();
  await small.enter(notice);
  await small.enter({ ...notice, on: '2015-06-01' });
  expect(await refusals(small, HUSBAND)).toEqual({ 'seal-registration': 'seal-not-registered' });
});
