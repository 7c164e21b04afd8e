import { describe, expect, it } from 'vitest';
import { granted, type ProblemCode, refused } from '../../../server/problems.ts';
import type { Resident } from '../../../server/register/register.ts';
import { compiled, offered, pagesOf } from '../document/certificate-content.ts';
import { someApplicant, someResident } from '../register/small-register.ts';

const TYPE = 'seal-registration';

function owner(details: Partial<Resident> = {}) {
  return someApplicant({ residents: [someResident(1, details)] });
}

const withheld: readonly (readonly [string, Partial<Resident>, ProblemCode])[] = [
  ['without a seal', { sealNumber: undefined }, 'seal-not-registered'],
  ['whose seal has been revoked', { sealRevoked: true }, 'seal-revoked'],
  [
    'whose revoked seal has no number any more',
    { sealRevoked: true, sealNumber: undefined },
    'seal-revoked',
  ],
  ['whose name does not fit', { name: '長'.repeat(21) }, 'text-too-long'],
  ['whose address does not fit', { address: '長'.repeat(41) }, 'text-too-long'],
];

describe.each(withheld)('somebody %s', (_, details, code) => {
  it('is not offered it, and refused', () => {
    expect(offered(TYPE, owner(details))).toEqual(refused(code));
    expect(compiled(TYPE, owner(details))).toEqual(refused(code));
  });
});

it('is offered without choices, and certifies the entry it was read from', () => {
  expect(offered(TYPE, owner())).toEqual(granted({}));
  expect(compiled(TYPE, owner({ version: 4 }))).toMatchObject({
    value: { pages: 1, registerVersion: 4 },
  });
});

it('says whose seal it is, under which number', async () => {
  const pages = await pagesOf(TYPE, owner({ sealNumber: '0815' }));
  expect(pages).toHaveLength(1);
  expect(pages[0]).toContain('登録番号0815氏名豊中花子生年月日昭和32年4月12日性別女');
  expect(pages[0]).toContain('住所大阪府豊中市中桜塚三丁目1番1号');
  expect(pages[0]).toContain('この写しは、登録されている印影と相違ないことを証明する。');
});

it('draws the seal of the owner', async () => {
  const [page] = await pagesOf(TYPE, owner({ name: '髙﨑 葵' }));
  expect(page).toContain('印影髙﨑登録番号');
});
