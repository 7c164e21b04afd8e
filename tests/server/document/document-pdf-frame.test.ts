import { expect, it, vi } from 'vitest';
import { encodePageMark } from '../../../server/contract.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { someRecord, someSealRegistration } from './certificate-content.ts';
import { textsOfPages } from './page-texts.ts';

it('every page bears its number, its place in the set and its mark', async () => {
  const content = someRecord(5);
  const pages = textsOfPages(await draw(content));
  for (const [index, { ownerNonce, requestId, documentNumber }] of pageMarks(content).entries()) {
    expect(pages[index]).toContain(`証明書番号${documentNumber}${index + 1}/2`);
    expect(pages[index]).toContain(`${ownerNonce}${requestId}`);
  }
});

it('the QR code of a page says its mark', async () => {
  const qrCode = vi.spyOn(Sheet.prototype, 'qrCode');
  const content = someRecord(5);
  await draw(content);
  expect(qrCode.mock.calls.map(([text]) => text)).toEqual(pageMarks(content).map(encodePageMark));
  qrCode.mockRestore();
});

it('is dated in Japan, by the Japanese era', async () => {
  const dated = async (issuedAtMs: number) =>
    textsOfPages(await draw({ ...someSealRegistration(), issuedAtMs }))[0];
  expect(await dated(Date.UTC(2019, 3, 30, 14, 59))).toContain('平成31年4月30日豊中市長');
  expect(await dated(Date.UTC(2019, 3, 30, 15, 0))).toContain('令和元年5月1日豊中市長');
});

it('nobody can take it for a true certificate', async () => {
  for (const content of [someRecord(5), someSealRegistration()]) {
    for (const page of textsOfPages(await draw(content))) {
      expect(page).toContain('試験用に作成したものであり、証明書としての効力はありません。');
    }
  }
});
