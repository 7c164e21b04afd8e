import { expect, test } from 'vitest';
import { hasDuplicate } from '../../../server/register/household-consistency.ts';
import { someResident } from './small-register.ts';

const [head, wife] = [someResident(0), someResident(1)];

test.each([
  ['nobody', []],
  ['one person', [head]],
  ['a couple', [head, wife]],
  ['twins', [head, someResident(2), { ...someResident(3), birthDate: someResident(2).birthDate }]],
  ['father and son of one name', [head, { ...someResident(2), name: head.name }]],
])('%s is consistent', (_, members) => {
  expect(hasDuplicate(members)).toBe(false);
});

test.each([
  ['the same entry', { ...wife, no: 9 }],
  ['another spelling of the name', { ...wife, no: 9, name: '豊中 華子' }],
  ['another 個人番号', { ...wife, no: 9, individualNumber: '000000000000' }],
])('somebody entered twice is seen: %s', (_, again) => {
  expect(hasDuplicate([head, wife, again])).toBe(true);
  expect(hasDuplicate([again, head, wife])).toBe(true);
});
