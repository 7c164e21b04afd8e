import { expect, it } from 'vitest';
import { draw } from '../../server/document-pdf-worker.ts';
import { someRecord, someResident } from './certificate-content.ts';
import { textsOfPages } from './page-texts.ts';

const CERTIFIED = 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。';

it('lists everybody of the household, four on a page', async () => {
  const content = someRecord(6);
  const pages = textsOfPages(await draw(content));
  const names = content.people.map(({ name }) => name.replace(' ', ''));
  const listed = pages.map((page) => names.filter((name) => page.includes(`氏名${name}`)));
  expect(listed).toEqual([names.slice(0, 4), names.slice(4)]);
});

it('says of each person what the register says', async () => {
  const details = { birthDate: '2019-05-01', residentSince: '2020-03-31', sex: 'female' } as const;
  const owner = someResident(0, { name: '広島 葵', address: '紙屋町一丁目2番', ...details });
  const [page] = textsOfPages(await draw({ ...someRecord(1), owner, people: [owner] }));
  expect(page).toContain('世帯主広島葵住所大阪府豊中市紙屋町一丁目2番');
  expect(page).toContain('氏名広島葵生年月日令和元年5月1日性別女続柄世帯主');
  expect(page).toContain('住民となった年月日令和2年3月31日');
});

it('knows one head of the household, whoever asked', async () => {
  const content = someRecord(5);
  const pages = textsOfPages(await draw({ ...content, owner: someResident(4) }));
  const roles = pages.map((page) => [...page.matchAll(/続柄(世帯.)/g)].map(([, role]) => role));
  expect(roles).toEqual([['世帯主', '世帯員', '世帯員', '世帯員'], ['世帯員']]);
  for (const page of pages) expect(page).toContain('世帯主豊中太郎住所');
});

it('certifies on its last page only, and says on the others that it goes on', async () => {
  const pages = textsOfPages(await draw(someRecord(9)));
  expect(pages.map((page) => page.includes(CERTIFIED))).toEqual([false, false, true]);
  expect(pages.map((page) => page.includes('次頁に続く'))).toEqual([true, true, false]);
});

it('leaves no room to add somebody', async () => {
  const closed = async (people: number) =>
    textsOfPages(await draw(someRecord(people))).map((page) => page.includes('以下余白'));
  expect(await closed(3)).toEqual([true]);
  expect(await closed(4)).toEqual([false]);
  expect(await closed(5)).toEqual([false, true]);
});
