import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

const order = { resident: WIFE, because: 'character' };

test('a name with a character that is not registered yet is not printed (P56)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { operation: 'begin-notice', ...order });
  expect(await refusals(small, WIFE)).toEqual(each('character-in-progress'));
  expect(await small.ask(HUSBAND, 'resident-record')).toBe('character-in-progress');
});

test('nor is it as the name of the head', async () => {
  const small = new SmallOffice();
  await small.enter({ operation: 'begin-notice', municipality: TOWN, ...order, resident: HUSBAND });
  const self = { people: 'self' } as const;
  expect(await small.ask(WIFE, 'resident-record', self)).toBe('character-in-progress');
  const without = { ...self, relationships: false };
  expect(await small.ask(WIFE, 'resident-record', without)).toEqual(expect.any(Number));
});

test('in a family register it stops what is made from it', async () => {
  const small = new SmallOffice();
  await small.enter({
    operation: 'begin-notice',
    municipality: TOWN,
    ...order,
    register: 'family',
  });
  expect(await small.ask(HUSBAND, 'family-register-full')).toBe('character-in-progress');
  expect(await small.ask(HUSBAND, 'resident-record')).toBe(1);
});

test('once it is registered the name is printed', async () => {
  const small = new SmallOffice();
  await small.enter({ operation: 'begin-notice', municipality: TOWN, ...order });
  await small.enter({ operation: 'finish-notice', municipality: TOWN, resident: WIFE });
  expect(await refusals(small, WIFE)).toEqual({});
});
