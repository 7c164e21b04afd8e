import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

const protection = { operation: 'set-support-measures', resident: WIFE };

test('who is protected is issued nothing at a kiosk (P56)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { ...protection, on: true });
  expect(await refusals(small, WIFE)).toEqual(each('support-measures'));
});

test('nobody else gets a list with this person on it', async () => {
  const small = new SmallOffice();
  await small.enter({ municipality: TOWN, ...protection, on: true });
  expect(await small.ask(HUSBAND, 'resident-record')).toBe('support-measures');
  expect(await small.ask(HUSBAND, 'resident-record', { people: [1, 3] })).toEqual(
    expect.any(Number),
  );
});

test('it ends when they end', async () => {
  const small = new SmallOffice();
  await small.enter({ municipality: TOWN, ...protection, on: true });
  const version = (await small.enter({ municipality: TOWN, ...protection, on: false })).change
    ?.version;
  expect(await refusals(small, WIFE)).toEqual({});
  expect(await small.ask(WIFE, 'resident-record')).toBe(version);
});
