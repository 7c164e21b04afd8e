import { expect, it } from 'vitest';
import { contentOf, pagesOf } from '../document/certificate-content.ts';
import { someMember, someResident } from '../register/small-register.ts';
import { couple, familyRegisterContract } from './family-register.contract.ts';

const TYPE = 'family-register-individual';

familyRegisterContract(TYPE);

it('is about who asks and nobody else in the register', async () => {
  const [page, ...more] = await pagesOf(TYPE, { ...couple(), owner: someResident(1) });
  expect(more).toEqual([]);
  expect(page).toContain('（1の1）個人事項証明本籍大阪府豊中市岡町北一丁目1番地氏名豊中太郎');
  expect(page).toContain('【名】花子');
  expect(page).not.toContain('【名】太郎');
  expect(page).toContain('戸籍中の一部の者について記録されている事項の全部を証明した書面である。');
});

it('carries nothing about the others', () => {
  const body = JSON.stringify(contentOf(TYPE, { ...couple(), owner: someResident(1) }).body);
  expect(body).toContain('花子');
  expect(body).not.toContain('"givenName":"太郎"');
  expect(body).not.toContain(someResident(0).nonce);
});

it('takes several pages for somebody with many entries', async () => {
  const entries = Array.from({ length: 9 }, (_, index) => {
    return { kind: 'marriage' as const, date: '2000-01-01', text: `【届出日】第${index}` };
  });
  const members = [someMember(someResident(0), { entries })];
  const pages = await pagesOf(TYPE, couple({ members }));
  expect(pages).toHaveLength(2);
  expect([...pages.join().matchAll(/【届出日】第(\d)/g)].map(([, n]) => n).join('')).toBe(
    '012345678',
  );
});
