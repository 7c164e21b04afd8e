import { describe, expect, test } from 'vitest';
import { MOST_RESIDENTS } from '../../../server/population/individual-number-synthetic.ts';
import {
  enter,
  familyOf,
  HUSBAND,
  household,
  moveIn,
  NEWCOMER,
  original,
  WIFE,
} from './changes.ts';
import { plain } from './register.contract.ts';
import { NEIGHBOUR, SmallOffice, TOWN } from './small-office.ts';

describe('moving', () => {
  test('out on a later day is a notice until then', async () => {
    const small = new SmallOffice();
    await enter(small, 'move-out', { resident: WIFE, on: '2015-06-02' });
    expect(await small.truth(WIFE)).toEqual({
      ...(await original(small, WIFE)),
      standing: 'moving-out',
      version: 2,
    });
    expect((await household(small, HUSBAND))[0]).toEqual([HUSBAND, 'head']);
  });

  test('out today ends the registration of the seal and makes another one head', async () => {
    const small = new SmallOffice();
    await enter(small, 'move-out', { resident: 8, on: '2015-06-01' });
    await enter(small, 'move-out', { resident: WIFE, on: '2015-05-31' });
    expect(await small.truth(WIFE)).toMatchObject({ standing: 'moved-out', sealRevoked: true });
    expect(await small.truth(HUSBAND)).toMatchObject({ standing: 'moved-out', sealRevoked: false });
    expect((await household(small, 10))[0]).toEqual([10, 'head']);
  });

  test('out with the household takes everybody', async () => {
    const small = new SmallOffice();
    await enter(small, 'move-out', { resident: WIFE, who: 'household', on: '2015-06-01' });
    for (const no of [HUSBAND, WIFE, 10, 11]) {
      expect((await small.truth(no)).standing).toBe('moved-out');
    }
  });

  test('within the city alone makes a household of one, and the 戸籍の附票 has the address', async () => {
    const small = new SmallOffice();
    const addresses = async () =>
      (await familyOf(small, WIFE)).members.find(({ resident }) => resident.no === 10)!.addresses;
    const before = await addresses();
    await enter(small, 'move-within', { resident: 10, address: '本町1番' });
    const { householdNo, ...rest } = await small.truth(10);
    expect(householdNo).toBe(MOST_RESIDENTS);
    expect(rest).toMatchObject({ address: '本町1番', relationship: 'head' });
    expect((await household(small, WIFE)).map(([no]) => no)).toEqual([HUSBAND, WIFE, 11]);
    expect(await addresses()).toEqual([
      ...before,
      { since: '2015-06-01', address: '大阪府豊中市本町1番' },
    ]);
  });

  test('away from a household of which one was the head gives it another one', async () => {
    const small = new SmallOffice();
    await enter(small, 'move-within', { resident: HUSBAND, address: '本町1番' });
    expect(await household(small, WIFE)).toEqual([
      [WIFE, 'head'],
      [10, 'child'],
      [11, 'child'],
    ]);
    expect(await household(small, HUSBAND)).toEqual([[HUSBAND, 'head']]);
  });

  test('within the city together changes the address and nothing else', async () => {
    const small = new SmallOffice();
    await enter(small, 'move-within', { resident: 10, who: 'household', address: '本町1番' });
    for (const no of [HUSBAND, WIFE, 10, 11]) {
      expect(await small.truth(no)).toEqual({
        ...(await original(small, no)),
        address: '本町1番',
        version: 2,
      });
    }
    expect(
      (await familyOf(small, WIFE)).members.map(({ addresses }) => addresses.at(-1)?.address),
    ).toEqual(Array(4).fill('大阪府豊中市本町1番'));
  });

  test('in from another city brings the person, and the family register follows', async () => {
    const small = new SmallOffice();
    const away = { municipality: NEIGHBOUR, resident: WIFE };
    const before = plain(await small.truth(WIFE, NEIGHBOUR))!;
    await small.enter({ operation: 'move-out', ...away, on: '2015-06-10' });
    const { resident } = await small.enter({
      operation: 'move-in',
      municipality: TOWN,
      ...moveIn(away),
    });
    const here = await small.truth(resident);
    expect(resident).toBeGreaterThanOrEqual(MOST_RESIDENTS);
    for (const key of ['name', 'birthDate', 'sex', 'individualNumber', 'domicile'] as const) {
      expect(here[key]).toEqual(before[key]);
    }
    expect(here.nonce).toMatch(/^[0-9a-f]{16}$/);
    expect(here.nonce).not.toBe(before.nonce);
    expect(here).toMatchObject({
      relationship: 'head',
      residentSince: '2015-06-01',
      sealNumber: undefined,
      cardIssuedOn: before.cardIssuedOn,
    });
    expect((await small.truth(WIFE, NEIGHBOUR)).standing).toBe('moved-out');
    const member = (await familyOf(small, resident)).members.find(
      (one) => one.resident.no === resident,
    );
    expect(member?.resident).toEqual({ municipality: TOWN, no: resident });
    expect(member?.addresses.at(-1)?.address).toBe('大阪府豊中市本町9番');
  });

  test('in leaves the household elsewhere with another head', async () => {
    const small = new SmallOffice();
    const away = { municipality: NEIGHBOUR, resident: HUSBAND };
    await small.enter({ operation: 'move-out', ...away, on: '2015-06-10' });
    expect((await small.truth(WIFE, NEIGHBOUR)).relationship).toBe('wife');
    await small.enter({ operation: 'move-in', municipality: TOWN, ...moveIn(away) });
    expect((await small.truth(WIFE, NEIGHBOUR)).relationship).toBe('head');
  });

  test('in from a city that takes no part brings somebody new, into a household or a new one', async () => {
    const small = new SmallOffice();
    const one = await small.enter({
      operation: 'move-in',
      municipality: TOWN,
      ...moveIn(NEWCOMER),
    });
    const two = await small.enter({
      operation: 'move-in',
      municipality: TOWN,
      ...moveIn({ ...NEWCOMER, headName: '千里 父' }),
      household: (await small.truth(16)).householdNo,
    });
    const [first, second] = [await small.truth(one.resident), await small.truth(two.resident)];
    expect(first.nonce).not.toBe(second.nonce);
    expect(first.individualNumber).not.toBe(second.individualNumber);
    expect(first.domicile.headName).toBe('千里 中');
    expect(second.domicile.headName).toBe('千里 父');
    expect(await household(small, 16)).toEqual([
      [16, 'head'],
      [two.resident, 'other'],
    ]);
    expect(await household(small, one.resident)).toEqual([[one.resident, 'head']]);
  });
});
