import { expect, test } from 'vitest';
import { NEIGHBOUR, SmallOffice, TOWN } from '../register/small-office.ts';
import { each, refusals, WIFE } from './refusals.ts';

test('a card that another one has replaced is not known any more', () => {
  const small = new SmallOffice();
  small.enter({ operation: 'hand-out-card', municipality: TOWN, resident: WIFE });
  small.pass(86_400_000);
  expect(refusals(small, WIFE)).toEqual(each('card-not-registered'));
  expect(refusals(small, WIFE, { generation: 2 })).toEqual({});
});

test('nor is the new one before the update has come', () => {
  const small = new SmallOffice();
  const order = { operation: 'hand-out-card', municipality: TOWN, resident: WIFE };
  expect(small.perform(order)).toMatchObject({ ok: true });
  expect(refusals(small, WIFE, { generation: 2 })).toEqual(each('card-not-registered'));
});

test('a number that nobody has is nobody’s', () => {
  const small = new SmallOffice();
  expect(refusals(small, 400_000)).toEqual(each('card-not-registered'));
  const elsewhere = { residence: NEIGHBOUR };
  expect(refusals(small, 400_000, elsewhere)).toEqual(each('card-not-registered'));
});
