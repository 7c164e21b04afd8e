import { describe, expect, it } from 'vitest';
import type { FamilyEntry, FamilyMember } from '../../../server/register/register.ts';
import { pagesOf } from '../document/certificate-content.ts';
import { someApplicant, someFamily, someMember, someResident } from '../register/small-register.ts';
import { couple, familyRegisterContract } from './family-register.contract.ts';

const TYPE = 'family-register-full';

familyRegisterContract(TYPE);

/** A family of so many, each of whom has so many entries. */
function family(size: number, entries = 1, details: Partial<FamilyMember> = {}) {
  const residents = Array.from({ length: size }, (_, no) => someResident(no));
  const births = (no: number) =>
    Array.from({ length: entries }, (_, index): FamilyEntry => {
      return { kind: 'birth', date: '1950-04-12', text: `【出生地】${no}/${index}` };
    });
  const members = residents.map((one) => someMember(one, { entries: births(one.no), ...details }));
  return someApplicant({ residents, families: [someFamily(members)] });
}

it('says which register it is, and when it was made', async () => {
  const [page] = await pagesOf(TYPE, couple());
  expect(page).toContain('（1の1）全部事項証明');
  expect(page).toContain('本籍大阪府豊中市岡町北一丁目1番地氏名豊中太郎');
  expect(page).toContain('戸籍事項戸籍編製【編製日】昭和50年11月3日');
});

it('says of each person what the register says, item by item', async () => {
  const entries: readonly FamilyEntry[] = [
    { kind: 'birth', date: '1950-04-12', text: '【出生日】昭和25年4月12日\n【届出人】父' },
    { kind: 'marriage', date: '1975-11-03', text: '【婚姻日】昭和50年11月3日' },
  ];
  const [page] = await pagesOf(TYPE, family(1, 0, { entries, parentage: '三男' }));
  expect(page).toContain(
    '戸籍に記録されている者【名】太郎【生年月日】昭和25年4月12日【配偶者区分】夫' +
      '【父】千里次郎【母】千里雪【続柄】三男身分事項出生【出生日】昭和25年4月12日【届出人】父' +
      '婚姻【婚姻日】昭和50年11月3日',
  );
});

it('calls only a couple so', async () => {
  const [page] = await pagesOf(TYPE, family(1, 1, { role: '長女' }));
  expect(page).not.toContain('配偶者区分');
});

describe('somebody who has left the register', () => {
  it.each([
    ['death', '死亡'],
    ['removal', '除籍'],
  ] as const)('by %s stays in it under a mark', async (kind, word) => {
    const entries = [{ kind, date: '2010-01-01', text: '【届出日】平成22年1月1日' }];
    const [page] = await pagesOf(TYPE, family(1, 0, { entries }));
    expect(page).toContain('【名】太郎');
    expect(page).toContain(`${word}【届出日】平成22年1月1日`);
    const [other] = await pagesOf(TYPE, couple());
    expect(page?.split('除籍')).toHaveLength(kind === 'removal' ? 3 : 2);
    expect(other).not.toContain('除籍');
  });
});

describe('a family too long for a page', () => {
  it.each([
    [1, 2, 1],
    [2, 1, 1],
    [3, 1, 2],
    [5, 2, 4],
    [9, 1, 5],
    [1, 12, 3],
  ])('of %i with %i entries each takes %i pages', async (size, entries, expected) => {
    const pages = await pagesOf(TYPE, family(size, entries));
    expect(pages).toHaveLength(expected);
    const printed = [...pages.join().matchAll(/【出生地】(\d+)\/(\d+)/g)];
    expect(printed.map(([, no, index]) => Number(no) * entries + Number(index))).toEqual(
      Array.from({ length: size * entries }, (_, index) => index),
    );
  });

  it('bears the register on every page and is certified on the last', async () => {
    const pages = await pagesOf(TYPE, family(6));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`（${pages.length}の${index + 1}）全部事項証明`);
      expect(page).toContain('本籍大阪府豊中市岡町北一丁目1番地氏名豊中太郎');
      expect(page).toContain(`証明書番号27203-0000000${index + 1}/${pages.length}`);
      const isLast = index === pages.length - 1;
      expect(page.includes('事項の全部を証明した書面である。')).toBe(isLast);
      expect(page.includes('次頁に続く')).toBe(!isLast);
    }
    expect(pages.filter((page) => page.includes('戸籍編製'))).toEqual(pages.slice(0, 1));
  });

  it('does not part a person’s name from the first entry', async () => {
    for (let size = 2; size <= 9; size++) {
      for (const page of await pagesOf(TYPE, family(size, 2))) {
        expect(page).not.toMatch(/身分事項(以下余白|（次頁)/);
      }
    }
  });
});
