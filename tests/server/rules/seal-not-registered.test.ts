import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { HUSBAND, refusals } from './refusals.ts';

test('who has registered no seal has no certificate of one (P51)', () => {
  const small = new SmallOffice();
  expect(refusals(small, HUSBAND)).toEqual({ 'seal-registration': 'seal-not-registered' });
});

test('who registers one has it, once the update has come', () => {
  const small = new SmallOffice();
  const order = { operation: 'register-seal', municipality: TOWN, resident: HUSBAND };
  expect(small.perform(order)).toMatchObject({ ok: true });
  expect(small.ask(HUSBAND, 'seal-registration')).toBe('seal-not-registered');
  small.pass(60_000);
  expect(refusals(small, HUSBAND)).toEqual({});
});
