import { describe, expect, test } from 'vitest';
import { ChangeSet } from '../../../server/register/change-set.ts';
import {
  addAddress,
  addEntry,
  changeMember,
  deathEntry,
  familyEntry,
  hasLeft,
  memberOf,
} from '../../../server/register/family-entries.ts';
import { answerOf } from '../../sim/virtual.ts';
import { START_MS, TOWN } from './small-office.ts';
import { smallRegister, someFamily, someMember, someResident } from './small-register.ts';

const [one, two] = [someResident(0), someResident(1)];
const family = someFamily([someMember(one), someMember(two)]);

function changes(): ChangeSet {
  return new ChangeSet({
    register: smallRegister({ [TOWN]: { residents: [one, two], families: [family] } }),
    nowMs: START_MS,
    free: { resident: 0, household: 0, family: 0, seal: 0 },
    nonce: () => '',
    placeName: () => '',
    taxYears: () => [],
  });
}

describe('what a family register has about somebody', () => {
  test('is found by where they live and their number there', () => {
    expect(memberOf(family, { municipality: TOWN, resident: 1 })?.givenName).toBe('花子');
    expect(memberOf(family, { municipality: TOWN, resident: 2 })).toBeUndefined();
    expect(memberOf(family, { municipality: '13101', resident: 1 })).toBeUndefined();
  });

  test('is changed for them alone', () => {
    const set = changes();
    const subject = { municipality: TOWN, resident: 1 };
    const address = addAddress('2015-06-01', '大阪府豊中市本町1番');
    answerOf(() => changeMember(set, subject, two, address));
    answerOf(() => changeMember(set, subject, two, addEntry(deathEntry('2015-06-01'))));
    const members = answerOf(() => set.family(TOWN, family.no))!.members;
    expect(members[0]).toEqual(family.members[0]);
    expect(members[1]?.addresses.map(({ since }) => since)).toEqual(['1989-01-07', '2015-06-01']);
    expect(members[1]?.entries.map(({ kind }) => kind)).toEqual(['birth', 'death']);
  });

  test('is left as it is where it is not known', () => {
    const set = changes();
    const elsewhere = { ...two, domicile: { ...two.domicile, municipality: '13101' } };
    const stranger = { municipality: TOWN, resident: 7 };
    const entry = addEntry(deathEntry('2015-06-01'));
    answerOf(() => changeMember(set, { municipality: TOWN, resident: 1 }, elsewhere, entry));
    answerOf(() => changeMember(set, stranger, two, entry));
    expect(set.written).toEqual([]);
  });
});

test('an entry has an item on each line', () => {
  expect(
    familyEntry('removal', '2015-06-01', { 婚姻日: '平成27年6月1日', 称する氏: '千里' }),
  ).toEqual({
    kind: 'removal',
    date: '2015-06-01',
    text: '【婚姻日】平成27年6月1日\n【称する氏】千里',
  });
});

test.each([
  ['birth', false],
  ['marriage', false],
  ['death', true],
  ['removal', true],
] as const)('after a %s somebody has left: %s', (kind, left) => {
  const entries = [familyEntry(kind, '2015-06-01', {})];
  expect(hasLeft(someMember(one, { entries }))).toBe(left);
});
