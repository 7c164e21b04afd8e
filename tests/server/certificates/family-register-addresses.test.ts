import { expect, it } from 'vitest';
import { pagesOf } from '../document/certificate-content.ts';
import { someMember, someResident } from '../register/small-register.ts';
import { couple, familyRegisterContract } from './family-register.contract.ts';

const TYPE = 'family-register-addresses';

familyRegisterContract(TYPE);

/** Somebody who has lived at so many addresses, numbered from `first`. */
function mover(no: number, count: number, first = 0) {
  const addresses = Array.from({ length: count }, (_, index) => {
    return { since: `${1990 + first + index}-04-01`, address: `豊中市${first + index}番地` };
  });
  return someMember(someResident(no), { addresses });
}

it('says where everybody has lived since the register was made, and since when', async () => {
  const [page, ...more] = await pagesOf(TYPE, couple({ members: [mover(0, 2), mover(1, 1, 7)] }));
  expect(more).toEqual([]);
  expect(page).toContain('戸籍の附票の写し本籍大阪府豊中市岡町北一丁目1番地筆頭者豊中太郎');
  expect(page).toContain(
    '名住所住所を定めた年月日太郎豊中市0番地平成2年4月1日豊中市1番地平成3年4月1日' +
      '花子豊中市7番地平成9年4月1日以下余白',
  );
  expect(page).toContain('この写しは、戸籍の附票の原本と相違ないことを証明する。');
});

it.each([
  [14, 1],
  [15, 1],
  [16, 2],
  [31, 3],
])('takes for %i addresses %i pages', async (count, expected) => {
  const pages = await pagesOf(TYPE, couple({ members: [mover(0, count)] }));
  expect(pages).toHaveLength(expected);
  const printed = [...pages.join().matchAll(/豊中市(\d+)番地/g)].map(([, n]) => Number(n));
  expect(printed).toEqual(Array.from({ length: count }, (_, index) => index));
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`証明書番号27203-0000000${index + 1}/${expected}`);
    // Whoever holds one sheet alone knows whose addresses these are.
    expect(page).toContain('住所を定めた年月日太郎豊中市');
    expect(page.includes('証明する。')).toBe(index === expected - 1);
    expect(page.includes('以下余白')).toBe(index === expected - 1 && count % 15 !== 0);
  }
});
