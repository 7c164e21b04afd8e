import { expect, it } from 'vitest';
import { pagesOf } from '../document/certificate-content.ts';
import { someApplicant, someResident } from '../register/small-register.ts';
import { householdListingContract } from './household-listing.contract.ts';

householdListingContract('resident-record-items');

const applicant = someApplicant({ residents: [someResident(0), someResident(1)] });

it('is silent about what it leaves out', async () => {
  const options = { relationships: false };
  const [page] = await pagesOf('resident-record-items', applicant, options);
  expect(page).toContain('住民票記載事項証明書住所大阪府豊中市中桜塚三丁目1番1号');
  expect(page).toContain('氏名豊中太郎生年月日昭和25年4月12日性別男住民となった年月日');
  for (const item of ['省略', '世帯主', '続柄', '本籍', '筆頭者', '個人番号', '住民票コード']) {
    expect(page).not.toContain(item);
  }
});

it('certifies items, not a copy', async () => {
  const [whole] = await pagesOf('resident-record-items', applicant);
  expect(whole).toContain('上記の事項は、世帯全員について住民票に記載があることを証明する。');
  const [part] = await pagesOf('resident-record-items', applicant, { people: 'self' });
  expect(part).toContain('上記の事項は、住民票に記載があることを証明する。');
});
