import { describe, expect, test } from 'vitest';
import { japaneseDate } from '../../../server/document/japanese-date.ts';
import { exactAgeOf, householdOf } from '../../../server/population/population-synthetic.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { Family, FamilyMember, Resident } from '../../../server/register/register.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';

const TOWN = { code: '27203', name: '豊中市', population: 402_995 };
const DAYS = ['2015-07-01', '2016-02-29', '2026-03-30'];
const HOUSEHOLDS = 1_150;
const DAY_MS = 86_400_000;

interface Household {
  readonly residents: readonly Resident[];
  readonly family: Family;
  readonly couple: readonly FamilyMember[];
  readonly children: readonly FamilyMember[];
}

function householdsOn(asOf: string): readonly Household[] {
  const register = syntheticRegister(streams(1), [TOWN], { asOf });
  return Array.from({ length: HOUSEHOLDS }, (_, householdNo) => {
    const residents = answerOf(() => register.household(TOWN.code, householdNo));
    const { domicile } = residents[0]!;
    const family = answerOf(() => register.family(TOWN.code, domicile.familyNo))!;
    const [couple, children] = [family.members.slice(0, 2), family.members.slice(2)];
    return { residents, family, couple, children };
  });
}

function ms(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function addDays(date: string, days: number): string {
  return new Date(ms(date) + days * DAY_MS).toISOString().slice(0, 10);
}

function years(from: string, to: string): number {
  return (ms(to) - ms(from)) / DAY_MS / 365.25;
}

function weddingOf({ entries }: FamilyMember): string | undefined {
  return entries.find(({ kind }) => kind === 'marriage')?.date;
}

/** The text of an entry, item by item. */
function items(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const [, item = '', value = ''] = /^【([^】]+)】(\S.*)$/.exec(line) ?? [];
      return [item, value];
    }),
  );
}

describe.each(DAYS)('the synthetic family registers of %s', (asOf) => {
  const households = householdsOn(asOf);

  test('hold the couple and the children of a household, or who lives alone', () => {
    for (const { residents, family, couple, children } of households) {
      expect(family.members.map(({ resident }) => resident.no).sort((a, b) => a - b)).toEqual(
        residents.map(({ no }) => no),
      );
      const roles = couple.map(({ sex }) => (sex === 'female' ? '妻' : '夫'));
      if (couple.length === 1) expect(couple[0]?.role).toBe('筆頭者');
      else expect(couple.map(({ role }) => role)).toEqual(roles);
      expect(new Set(couple.map(({ sex }) => sex)).size).toBe(couple.length);
      const births = children.map(({ birthDate }) => birthDate);
      expect(births).toEqual([...births].sort());
    }
  });

  test('name the parents of the children, and no child twice', () => {
    for (const { residents, couple, children } of households) {
      const nameOf = (sex: string) => {
        const no = couple.find((parent) => parent.sex === sex)?.resident.no;
        return residents.find((resident) => resident.no === no)?.name;
      };
      for (const { fatherName, motherName, role, parentage, sex } of children) {
        expect({ fatherName, motherName }).toEqual({
          fatherName: nameOf('male'),
          motherName: nameOf('female'),
        });
        expect(role).toBe(parentage);
        expect(parentage).toMatch(sex === 'female' ? /^[長二三]女$/ : /^[長二三]男$/);
      }
      for (const sex of ['female', 'male']) {
        const ranks = children.filter((child) => child.sex === sex).map((child) => child.role[0]);
        expect(ranks).toEqual(['長', '二', '三'].slice(0, ranks.length));
      }
    }
  });

  test('have children of grown-ups', () => {
    for (const { couple, children } of households) {
      const births = children.map(({ birthDate }) => birthDate);
      for (const parent of couple) {
        for (const birth of births) expect(years(parent.birthDate, birth)).toBeGreaterThan(18);
      }
    }
  });

  test('marry grown-ups before their eldest child is born, and not in the future', () => {
    for (const { couple, children } of households) {
      const weddings = couple.map(weddingOf);
      expect(weddings.some((date) => date === undefined)).toBe(couple.length === 1);
      expect(new Set(weddings).size).toBe(1);
      const [wedding] = weddings;
      if (wedding === undefined) continue;
      for (const { birthDate } of couple) expect(years(birthDate, wedding)).toBeGreaterThan(18);
      const firstBirth = children[0]?.birthDate;
      if (firstBirth !== undefined) expect(years(wedding, firstBirth)).toBeGreaterThan(0.8);
      expect(wedding < asOf).toBe(true);
    }
  });

  test('are made on the wedding day, but not before the law of them', () => {
    for (const { family, couple } of households) {
      const wedding = weddingOf(couple[0]!);
      const { madeOn } = family;
      if (wedding !== undefined) expect(madeOn).toBe(wedding < LAW ? LAW : wedding);
      else if (madeOn !== LAW) expect(years(couple[0]!.birthDate, madeOn)).toBeGreaterThan(19.9);
      expect(madeOn >= LAW && madeOn <= asOf).toBe(true);
    }
  });

  test('say of a birth when, where, and who told the office within 14 days', () => {
    for (const { entries, birthDate } of households.flatMap(({ family }) => family.members)) {
      const told = items(entries[0]!.text);
      expect(Object.keys(told)).toEqual(['出生日', '出生地', '届出日', '届出人']);
      expect(told).toMatchObject({
        出生日: japaneseDate(birthDate),
        届出人: expect.stringMatching(/^[父母]$/),
      });
      const days = Array.from({ length: 14 }, (_, later) => addDays(birthDate, later));
      expect(days.map(japaneseDate)).toContain(told['届出日']);
    }
  });

  test('say of a marriage with whom, by the name before it, and out of which register', () => {
    for (const { couple, residents, family } of households.filter((of) => of.couple.length === 2)) {
      const [surname] = residents[0]!.name.split(' ');
      const born = couple.map(({ fatherName }) => fatherName.split(' ')[0]!);
      expect(born[0]).toBe(surname);
      expect(born[1]).not.toBe(surname);
      expect(family.domicile.headName).toBe(`${born[0]} ${couple[0]?.givenName}`);
      for (const [index, { entries, fatherName, motherName }] of couple.entries()) {
        const partner = 1 - index;
        const told = items(entries[1]!.text);
        expect(Object.keys(told)).toEqual(['婚姻日', '配偶者氏名', '従前戸籍']);
        expect(told['婚姻日']).toBe(japaneseDate(entries[1]!.date));
        expect(told['配偶者氏名']).toBe(`${born[partner]}${couple[partner]?.givenName}`);
        expect(told['従前戸籍']?.endsWith(`番地　${fatherName.replace(' ', '')}`)).toBe(true);
        expect(motherName.split(' ')[0]).toBe(born[index]);
      }
    }
  });

  test('list where each has lived since the register was made', () => {
    for (const { family, residents } of households) {
      for (const { resident, birthDate, addresses } of family.members) {
        const { address, residentSince } = residents.find(({ no }) => no === resident.no)!;
        const listedFrom = birthDate > family.madeOn ? birthDate : family.madeOn;
        const former = { since: listedFrom, address: expect.not.stringMatching(/^豊中市/) };
        const current = { since: residentSince, address: `豊中市${address}` };
        const expected = listedFrom < residentSince ? [former, current] : [current];
        expect(addresses).toEqual(expected);
      }
    }
  });

  test('have a household move in together', () => {
    const formerOf = ({ family }: Household) =>
      family.members
        .filter(({ addresses }) => addresses.length === 2)
        .map(({ addresses }) => addresses[0]?.address);
    const moved = households.map(formerOf).filter((addresses) => addresses.length > 0);
    for (const addresses of moved) expect(new Set(addresses).size).toBe(1);
    expect(moved.length).toBeGreaterThan(HOUSEHOLDS / 2);
  });
});

const LAW = '1958-04-01';

test('a birth of these days has been told to the office already', () => {
  const asOf = '2015-07-01';
  const register = syntheticRegister(streams(1), [TOWN], { asOf });
  const babies = Array.from({ length: TOWN.population }, (_, no) => no).filter(
    (no) => exactAgeOf(no) < 14 / 365,
  );
  const today = new Set(
    babies.map((no) => {
      const familyNo = 2 * householdOf(no);
      const family = answerOf(() => register.family(TOWN.code, familyNo))!;
      const { birthDate, entries } = family.members.find(({ resident }) => resident.no === no)!;
      const days = Array.from({ length: 14 }, (_, ago) => addDays(asOf, -ago));
      const possible = days.filter((day) => day >= birthDate).map(japaneseDate);
      const told = items(entries[0]!.text)['届出日']!;
      expect(possible).toContain(told);
      return told;
    }),
  );
  expect(today).toContain(japaneseDate(asOf));
});

test('a household that the population cuts off is a family of those who are there', () => {
  // 5 people in the first household: couple and three children.
  for (const population of [1, 2, 3, 4]) {
    const register = syntheticRegister(streams(1), [{ ...TOWN, population }], {
      asOf: '2015-07-01',
    });
    const family = answerOf(() => register.family(TOWN.code, 0))!;
    expect(family.members.length).toBe(population);
    expect(family.members[0]?.role).toBe(population === 1 ? '筆頭者' : '夫');
    expect(family.members[0]?.entries.length).toBe(population === 1 ? 1 : 2);
    expect(answerOf(() => register.family(TOWN.code, 2))).toBeUndefined();
  }
});
