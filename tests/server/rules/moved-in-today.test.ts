import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { each, refusals } from './refusals.ts';

const DAY_MS = 86_400_000;

async function arrived() {
  const small = new SmallOffice();
  const person = { name: '千里 中', birthDate: '1980-04-01', sex: 'female' };
  const order = { operation: 'move-in', municipality: TOWN, person, address: '中桜塚1番' };
  return { small, no: (await small.enter(order)).resident };
}

test('on the day of moving in nothing is issued (P56)', async () => {
  const { small, no } = await arrived();
  expect(await refusals(small, no)).toEqual(each('moved-in-today'));
  // 22:59 of the same day.
  await small.pass(13 * 3_600_000 - 60_000);
  expect(await small.ask(no, 'resident-record')).toBe('moved-in-today');
});

test('from the next day on it is', async () => {
  const { small, no } = await arrived();
  await small.pass(DAY_MS);
  expect(await refusals(small, no)).toEqual({
    'seal-registration': 'seal-not-registered',
    tax: 'no-tax-record',
    'family-register-full': 'domicile-elsewhere',
    'family-register-individual': 'domicile-elsewhere',
    'family-register-addresses': 'domicile-elsewhere',
  });
});

test('before the update has come, the municipality does not know the resident', async () => {
  const small = new SmallOffice();
  const person = { name: '千里 中', birthDate: '1980-04-01', sex: 'female' };
  const order = { operation: 'move-in', municipality: TOWN, person, address: '中桜塚1番' };
  const receipt = await small.perform(order);
  const no = receipt.ok ? receipt.value.resident : 0;
  expect(await refusals(small, no)).toEqual(each('card-not-registered'));
});
