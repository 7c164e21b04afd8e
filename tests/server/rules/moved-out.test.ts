import { expect, test } from 'vitest';
import { NEIGHBOUR, SmallOffice, TOWN } from '../register/small-office.ts';
import { each, enterAndWait, HUSBAND, refusals, WIFE } from './refusals.ts';

const gone = { operation: 'move-out', resident: WIFE, on: '2015-06-01' };

test('who has moved out is issued nothing where they lived (P56)', async () => {
  const small = new SmallOffice();
  await enterAndWait(small, gone);
  expect(await refusals(small, WIFE)).toEqual(each('moved-out'));
});

test('the others are a household without them', async () => {
  const small = new SmallOffice();
  const version = (await small.enter({ municipality: TOWN, ...gone })).change?.version;
  expect(await refusals(small, HUSBAND)).toEqual({ 'seal-registration': 'seal-not-registered' });
  expect(await small.ask(HUSBAND, 'resident-record')).toBe(version);
  expect(await small.ask(HUSBAND, 'resident-record', { people: [4] })).toBe('person-unknown');
});

test('where they live from then on it begins anew on the next day', async () => {
  const small = new SmallOffice();
  await small.enter({ municipality: TOWN, ...gone });
  const person = { municipality: TOWN, resident: WIFE };
  const moveIn = { operation: 'move-in', municipality: NEIGHBOUR, person, address: '橘通1番' };
  const { resident } = await small.enter(moveIn);
  const here = { residence: NEIGHBOUR, residentNo: resident };
  expect(await refusals(small, resident, here)).toEqual(each('moved-in-today'));
  await small.pass(86_400_000);
  expect(await small.ask(resident, 'resident-record', {}, here)).toEqual(expect.any(Number));
  expect(await refusals(small, WIFE)).toEqual(each('moved-out'));
});
