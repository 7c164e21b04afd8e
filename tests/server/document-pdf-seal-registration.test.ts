import { expect, it } from 'vitest';
import { draw } from '../../server/document-pdf-worker.ts';
import { someResident, someSealRegistration } from './certificate-content.ts';
import { textsOfPages } from './page-texts.ts';

it('says whose seal it is, under which number', async () => {
  const owner = someResident(1, { sealNumber: '0815' });
  const pages = textsOfPages(await draw({ ...someSealRegistration(), owner, people: [owner] }));
  expect(pages).toHaveLength(1);
  expect(pages[0]).toContain('登録番号0815氏名豊中花子生年月日昭和32年4月12日性別女');
  expect(pages[0]).toContain('この写しは、登録されている印影と相違ないことを証明する。');
});

it('draws the seal of the owner', async () => {
  const owner = someResident(5);
  const [page] = textsOfPages(await draw({ ...someSealRegistration(), owner, people: [owner] }));
  expect(page).toContain('印影髙﨑登録番号');
});

it('certifies what it is given, even a seal that the register no longer has', async () => {
  const owner = someResident(0, { sealNumber: undefined });
  const [page] = textsOfPages(await draw({ ...someSealRegistration(), owner, people: [owner] }));
  expect(page).toContain('登録番号－氏名');
});
