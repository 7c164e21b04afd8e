import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

const protection = { operation: 'set-support-measures', resident: WIFE };

test('who is protected is issued nothing at a kiosk (P56)', () => {
  const small = new SmallOffice();
  enterAndWait(small, { ...protection, on: true });
  expect(refusals(small, WIFE)).toEqual(each('support-measures'));
});

test('nobody else gets a list with this person on it', () => {
  const small = new SmallOffice();
  small.enter({ municipality: TOWN, ...protection, on: true });
  expect(small.ask(HUSBAND, 'resident-record')).toBe('support-measures');
  expect(small.ask(HUSBAND, 'resident-record', { people: [1, 3] })).toEqual(expect.any(Number));
});

test('it ends when they end', () => {
  const small = new SmallOffice();
  small.enter({ municipality: TOWN, ...protection, on: true });
  const version = small.enter({ municipality: TOWN, ...protection, on: false }).change?.version;
  expect(refusals(small, WIFE)).toEqual({});
  expect(small.ask(WIFE, 'resident-record')).toBe(version);
});
