import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

test('with the card of somebody who has died nothing is issued (P56)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { operation: 'die', resident: HUSBAND });
  expect(await refusals(small, HUSBAND)).toEqual(each('deceased'));
});

test('the household goes on with another head', async () => {
  const small = new SmallOffice();
  const version = (await small.enter({ operation: 'die', municipality: TOWN, resident: HUSBAND }))
    .change?.version;
  expect(await refusals(small, WIFE)).toEqual({});
  expect(await small.ask(WIFE, 'resident-record')).toBe(version);
  expect(await small.ask(WIFE, 'resident-record', { people: [1] })).toBe(version);
  expect((await small.truth(WIFE)).relationship).toBe('head');
});

test('the family register has it', async () => {
  const small = new SmallOffice();
  const version = (await small.enter({ operation: 'die', municipality: TOWN, resident: HUSBAND }))
    .change?.version;
  expect(await small.ask(WIFE, 'family-register-full')).toBe(version);
});
