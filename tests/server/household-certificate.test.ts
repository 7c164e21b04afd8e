import { expect, it, vi } from 'vitest';
import { Sheet } from '../../server/document/document-pdf-sheet.ts';
import { householdCertificate } from '../../server/household-certificate.ts';
import type { Listing } from '../../server/register/household-listing.ts';
import { someRecord } from './document/certificate-content.ts';
import { drawnOnSheet } from './document/page-texts.ts';

it('says in its own words what the 住民票 says', async () => {
  const said: string[] = [];
  const text = vi.spyOn(Sheet.prototype, 'text').mockImplementation((each) => {
    said.push(each);
  });
  const carve = vi.spyOn(Sheet.prototype, 'carve').mockReturnValue();
  const form = { title: '題', whole: '全員の文', part: '一部の文', leftOut: '略' };
  const certificate = householdCertificate('resident-record', form);
  const content = someRecord(2);
  const body = content.body as Listing;
  await drawnOnSheet((sheet) => certificate.draw(sheet, { ...content, body }, 1));
  expect(said).toEqual(expect.arrayContaining(['題', '略', '全員の文']));
  expect(said).not.toContain('一部の文');
  text.mockRestore();
  carve.mockRestore();
});
