import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

const FAMILY_TYPES = [
  'family-register-full',
  'family-register-individual',
  'family-register-addresses',
] as const;

test('a record with a notice in progress is not certified (P57)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { operation: 'begin-notice', resident: WIFE });
  expect(await refusals(small, WIFE)).toEqual(each('record-in-progress'));
  expect(await small.ask(HUSBAND, 'resident-record')).toBe('record-in-progress');
  expect(await small.ask(HUSBAND, 'resident-record', { people: 'self' })).toEqual(
    expect.any(Number),
  );
});

test('a notice about the family register concerns what is made from it', async () => {
  const small = new SmallOffice();
  const notice = { operation: 'begin-notice', resident: WIFE, register: 'family' };
  await enterAndWait(small, notice);
  for (const no of [WIFE, HUSBAND]) {
    expect(await refusals(small, no)).toMatchObject(each('record-in-progress', FAMILY_TYPES));
    expect(await small.ask(no, 'resident-record')).toBe(1);
  }
});

test.each(['residents', 'family'])('once it has been entered it is (%s)', async (register) => {
  const small = new SmallOffice();
  const notice = { municipality: TOWN, resident: WIFE, register };
  await small.enter({ operation: 'begin-notice', ...notice });
  const version = (await small.enter({ operation: 'finish-notice', ...notice })).change?.version;
  expect(await refusals(small, WIFE)).toEqual({});
  const type = register === 'family' ? 'family-register-full' : 'resident-record';
  expect(await small.ask(WIFE, type)).toBe(version);
});
