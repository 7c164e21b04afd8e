import { expect, it } from 'vitest';
import { pagesOf } from '../document/certificate-content.ts';
import { someApplicant, someResident } from '../register/small-register.ts';
import { householdListingContract } from './household-listing.contract.ts';

householdListingContract('resident-record');

it('says of each person what the register says', async () => {
  const details = { birthDate: '2019-05-01', residentSince: '2020-03-31', sex: 'female' } as const;
  const owner = someResident(0, { name: '広島 葵', address: '紙屋町一丁目2番', ...details });
  const [page] = await pagesOf('resident-record', someApplicant({ residents: [owner] }));
  expect(page).toContain('住民票の写し世帯主広島葵住所大阪府豊中市紙屋町一丁目2番');
  expect(page).toContain('氏名広島葵生年月日令和元年5月1日性別女続柄世帯主');
  expect(page).toContain('住民となった年月日令和2年3月31日');
});

it('says of what it leaves out that it does', async () => {
  const options = { relationships: false };
  const applicant = someApplicant({ residents: [someResident(0)] });
  const [page] = await pagesOf('resident-record', applicant, options);
  for (const item of ['世帯主', '続柄', '本籍', '筆頭者', '個人番号', '住民票コード']) {
    expect(page).toContain(`${item}（省略）`);
  }
});

it('is a copy of the 住民票, of a whole household or a part', async () => {
  const applicant = someApplicant({ residents: [someResident(0), someResident(1)] });
  const [whole] = await pagesOf('resident-record', applicant);
  expect(whole).toContain('この写しは、世帯全員の住民票の原本と相違ないことを証明する。');
  const [part] = await pagesOf('resident-record', applicant, { people: 'self' });
  expect(part).toContain('この写しは、世帯の一部の住民票の原本と相違ないことを証明する。');
});
