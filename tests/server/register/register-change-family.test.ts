import { describe, expect, test } from 'vitest';
import type { Family } from '../../../server/register/register.ts';
import {
  DAUGHTER,
  enter,
  familyOf,
  HUSBAND,
  household,
  moveIn,
  NEWCOMER,
  original,
  WIFE,
} from './changes.ts';
import { SmallOffice, TOWN } from './small-office.ts';

describe('a death', () => {
  test('of the head makes the spouse head, and the children stay theirs', async () => {
    const small = new SmallOffice();
    await enter(small, 'die', { resident: HUSBAND });
    expect(await household(small, WIFE)).toEqual([
      [WIFE, 'head'],
      [10, 'child'],
      [11, 'child'],
      [HUSBAND, 'head'],
    ]);
  });

  test('makes the spouse head before anybody older', async () => {
    const small = new SmallOffice();
    const person = { ...NEWCOMER, birthDate: '1930-01-01' };
    const { householdNo } = await small.truth(HUSBAND);
    await enter(small, 'move-in', { ...moveIn(person), household: householdNo });
    await enter(small, 'die', { resident: HUSBAND });
    expect((await household(small, WIFE))[0]).toEqual([WIFE, 'head']);
  });

  test('of both parents makes the elder child head', async () => {
    const small = new SmallOffice();
    for (const resident of [WIFE, HUSBAND]) await enter(small, 'die', { resident });
    expect((await household(small, 10)).slice(0, 2)).toEqual([
      [10, 'head'],
      [11, 'other'],
    ]);
  });

  test('is entered in the family register, on its day', async () => {
    const small = new SmallOffice();
    const before = await familyOf(small, WIFE);
    await enter(small, 'die', { resident: HUSBAND, on: '2015-05-30' });
    const after = await familyOf(small, WIFE);
    expect(after.version).toBe(2);
    const entriesOf = (family: Family, no: number) =>
      family.members.find(({ resident }) => resident.no === no)!.entries;
    expect(entriesOf(after, HUSBAND)).toEqual([
      ...entriesOf(before, HUSBAND),
      {
        kind: 'death',
        date: '2015-05-30',
        text: expect.stringContaining('【死亡日】平成27年5月30日'),
      },
    ]);
    expect(entriesOf(after, WIFE)).toEqual(entriesOf(before, WIFE));
  });

  test('of somebody whose family register nobody keeps is entered all the same', async () => {
    const small = new SmallOffice();
    const { resident } = await small.enter({
      operation: 'move-in',
      municipality: TOWN,
      ...moveIn(NEWCOMER),
    });
    await enter(small, 'die', { resident });
    expect((await small.truth(resident)).standing).toBe('deceased');
  });
});

describe('a wedding', () => {
  const wedding = { husband: 43, wife: 29, address: '本町7番' };

  test.each([
    ['husband', 43, 29],
    ['wife', 29, 43],
  ])('under the surname of the %s', async (surname, head, other) => {
    const small = new SmallOffice();
    const before = [await original(small, head), await original(small, other)] as const;
    const [headFamily, otherFamily] = [await familyOf(small, head), await familyOf(small, other)];
    await enter(small, 'marry', { ...wedding, surname });
    const names = before.map(({ name }) => name.split(' '));
    const couple = [await small.truth(head), await small.truth(other)] as const;
    expect(couple.map(({ name }) => name)).toEqual([
      before[0].name,
      `${names[0]?.[0]} ${names[1]?.[1]}`,
    ]);
    // Her seal is registered and so is his; only one of them shows a name that is no more.
    expect(couple.map(({ sealRevoked }) => sealRevoked)).toEqual([false, true]);
    expect((await household(small, head)).map(([, relationship]) => relationship)).toEqual([
      'head',
      surname === 'husband' ? 'wife' : 'husband',
    ]);
    const family = await familyOf(small, head);
    expect(couple[1].domicile).toEqual(couple[0].domicile);
    expect(family).toMatchObject({ no: couple[0].domicile.familyNo, madeOn: '2015-06-01' });
    expect(family.domicile).toMatchObject({
      place: '大阪府豊中市本町7番',
      headName: before[0].name,
    });
    expect(family.members.map(({ resident, role }) => [resident.no, role])).toEqual([
      [head, surname === 'husband' ? '夫' : '妻'],
      [other, surname === 'husband' ? '妻' : '夫'],
    ]);
    for (const [no, left] of [
      [head, headFamily],
      [other, otherFamily],
    ] as const) {
      const now = await small.answer(small.base.family(TOWN, left.no));
      const member = now?.members.find(({ resident }) => resident.no === no);
      expect(member?.entries.at(-1)?.kind).toBe('removal');
      const own = family.members.find(({ resident }) => resident.no === no);
      expect(own?.entries.map(({ kind }) => kind)).toEqual(['birth', 'marriage']);
      expect(own?.fatherName).toBe(member?.fatherName);
    }
  });

  test('they can be certified by their new register, and they are not free any more', async () => {
    const small = new SmallOffice();
    const { version } = (await enter(small, 'marry', wedding)).change!;
    for (const no of [43, 29]) {
      expect(await small.ask(no, 'family-register-full')).toBe(version);
      expect(await small.ask(no, 'resident-record')).toBe(version);
    }
    const again = { operation: 'marry', municipality: TOWN, husband: 43, wife: DAUGHTER };
    expect(await small.perform(again)).toMatchObject({ code: 'change-impossible' });
  });

  test('without an address nobody moves', async () => {
    const small = new SmallOffice();
    const { address, ...couple } = wedding;
    await enter(small, 'marry', couple);
    for (const no of [43, 29]) {
      const { householdNo } = await original(small, no);
      expect((await small.truth(no)).householdNo).toBe(householdNo);
    }
    expect(address).not.toBe((await small.truth(43)).address);
  });

  test('who is widowed may marry again, and leaves the children a household', async () => {
    const small = new SmallOffice();
    await enter(small, 'die', { resident: WIFE });
    await enter(small, 'marry', { husband: HUSBAND, wife: DAUGHTER, address: '本町7番' });
    expect((await familyOf(small, HUSBAND)).members).toHaveLength(2);
    expect((await household(small, 10))[0]).toEqual([10, 'head']);
  });

  test('of two of one family there is none', async () => {
    const small = new SmallOffice();
    await enter(small, 'die', { resident: WIFE });
    const order = { operation: 'marry', municipality: TOWN, husband: HUSBAND, wife: 10 };
    expect(await small.perform(order)).toMatchObject({ code: 'change-impossible' });
  });
});
