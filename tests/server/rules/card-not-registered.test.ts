import { expect, test } from 'vitest';
import { NEIGHBOUR, SmallOffice, TOWN } from '../register/small-office.ts';
import { each, refusals, WIFE } from './refusals.ts';

test('a card that another one has replaced is not known any more', async () => {
  const small = new SmallOffice();
  await small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: WIFE });
  await small.pass(86_400_000);
  expect(await refusals(small, WIFE)).toEqual(each('card-not-registered'));
  expect(await refusals(small, WIFE, { generation: 2 })).toEqual({});
});

test('nor is the new one before the update has come', async () => {
  const small = new SmallOffice();
  const order = { operation: 'hand-out-card', municipality: TOWN, resident: WIFE };
  expect(await small.perform(order)).toMatchObject({ ok: true });
  expect(await refusals(small, WIFE, { generation: 2 })).toEqual(each('card-not-registered'));
});

test('a number that nobody has is nobody’s', async () => {
  const small = new SmallOffice();
  expect(await refusals(small, 400_000)).toEqual(each('card-not-registered'));
  const elsewhere = { residence: NEIGHBOUR };
  expect(await refusals(small, 400_000, elsewhere)).toEqual(each('card-not-registered'));
});
