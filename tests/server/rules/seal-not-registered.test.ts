import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { HUSBAND, refusals } from './refusals.ts';

test('who has registered no seal has no certificate of one (P51)', async () => {
  const small = new SmallOffice();
  expect(await refusals(small, HUSBAND)).toEqual({ 'seal-registration': 'seal-not-registered' });
});

test('who registers one has it, once the update has come', async () => {
  const small = new SmallOffice();
  const order = { operation: 'register-seal', municipality: TOWN, resident: HUSBAND };
  expect(await small.perform(order)).toMatchObject({ ok: true });
  expect(await small.ask(HUSBAND, 'seal-registration')).toBe('seal-not-registered');
  await small.pass(60_000);
  expect(await refusals(small, HUSBAND)).toEqual({});
});
