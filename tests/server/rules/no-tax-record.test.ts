import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { enterAndWait, refusals, WIFE } from './refusals.ts';

const record = { operation: 'set-tax-record', resident: WIFE, year: 2015 };
const amounts = {
  incomeYen: 3_000_000,
  deductionsYen: 900_000,
  dependants: 1,
  municipalTaxYen: 120_000,
  prefecturalTaxYen: 80_000,
};

test('without a tax record of the year on offer there is no certificate (P51)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, { ...record, amounts: null });
  expect(await refusals(small, WIFE)).toEqual({ tax: 'no-tax-record' });
});

test('a record of another year does not help', async () => {
  const small = new SmallOffice();
  await small.enter({ municipality: TOWN, ...record, amounts: null });
  await small.enter({ municipality: TOWN, ...record, year: 2016, amounts });
  expect(await small.ask(WIFE, 'tax')).toBe('no-tax-record');
});

test('a corrected record is what is certified', async () => {
  const small = new SmallOffice();
  await small.enter({ municipality: TOWN, ...record, amounts: null });
  const version = (await small.enter({ municipality: TOWN, ...record, amounts })).change?.version;
  expect(await small.ask(WIFE, 'tax')).toBe(version);
  const copy = await small.answer(small.copy.taxRecord(TOWN, WIFE, 2015));
  expect(copy).toEqual({ residentNo: WIFE, year: 2015, ...amounts });
});
